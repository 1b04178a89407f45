import type { Command } from 'commander';
import { connectAsync, type MqttClient } from 'mqtt';
import { realClock } from '../clock.ts';
import { GatewayError } from '../errors.ts';

interface Options {
  device: string;
  topic: string;
  password: string;
  broker: string;
  wait: string;
  json?: boolean;
}

/** Machine ms a login may take. */
const CONNECT_MS = 5_000;

export function registerSend(program: Command): void {
  program
    .command('send')
    .description('publish one message as a device would, and say what the gateway thought of it')
    .argument('<payload>', 'the payload, e.g. \'{"smoke":0.02}\'')
    .option('-d, --device <vendor/device>', 'login and device', 'lab/smoke-1')
    .option('-t, --topic <suffix>', 'telemetry, event, status, telemetry/pb …', 'telemetry')
    .option('-P, --password <password>', 'token or password of the device', 'lab')
    .option(
      '-b, --broker <url>',
      'address of the broker',
      `mqtt://127.0.0.1:${process.env['GRIDWARDEN_MQTT_PORT'] ?? '1883'}`,
    )
    .option('-w, --wait <seconds>', 'how long to wait for a verdict after the acknowledgement', '2.5')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit codes: 0 acknowledged and believed, 1 refused, believed in part only, or no login (the reason is printed), 5 no broker.',
    )
    .action(async (payload: string, options: Options) => {
      const clock = realClock();
      const client = await connectAsync(options.broker, {
        username: options.device,
        password: options.password,
        clientId: `${options.device}/send`,
        reconnectPeriod: 0,
        connectTimeout: CONNECT_MS,
      }).catch((error: Error) => {
        // mqtt.js gives a number for a CONNACK that says no, and a text such as ECONNREFUSED for the network.
        const refused = typeof (error as { code?: unknown }).code === 'number';
        if (refused)
          throw new GatewayError(
            'LOGIN_REFUSED',
            `${options.broker}: ${error.message}; are --device and --password right?`,
          );
        const why = error.message || 'no answer';
        throw new GatewayError(
          'GATEWAY_UNREACHABLE',
          `${options.broker}: ${why}; start the gateway or name another --broker`,
        );
      });
      client.on('error', () => undefined);
      const judged = verdictFrom(client);
      try {
        await client.subscribeAsync(['v1/me/down/rejected', 'v1/me/down/health']);
        const acknowledged = client
          .publishAsync(`v1/me/${options.topic}`, payload, { qos: 1 })
          .then(() => clock.wait(Number(options.wait) * 1000))
          .then(() => undefined)
          .catch(() => clock.wait(500).then(() => undefined));
        const verdict = await Promise.race([judged, acknowledged]);
        if (verdict) process.exitCode = 1;
        process.stdout.write(
          options.json
            ? `${JSON.stringify({ acknowledged: !verdict?.rejected, ...verdict })}\n`
            : `${inWords(verdict)}\n`,
        );
      } finally {
        await client.endAsync(true).catch(() => undefined);
      }
    });
}

/** What the gateway says about a message: why it was refused, or what of it is not believed. */
interface Verdict {
  readonly rejected?: Readonly<Record<string, unknown>>;
  readonly doubt?: Readonly<Record<string, unknown>>;
}

/** The first refusal, or the first doubt that is not the retained one, which was about an earlier message. */
function verdictFrom(client: Pick<MqttClient, 'on'>): Promise<Verdict> {
  return new Promise((resolve) => {
    let earlier: unknown;
    client.on('message', (topic, body, { retain }) => {
      const said = JSON.parse(body.toString()) as Record<string, unknown>;
      if (topic.endsWith('/rejected')) return resolve({ rejected: said });
      const doubt = said['doubt'] as Record<string, unknown> | undefined;
      if (retain) earlier = doubt?.['receivedAt'];
      else if (doubt && doubt['receivedAt'] !== earlier) resolve({ doubt });
    });
  });
}

function inWords(verdict: Verdict | undefined): string {
  const said = verdict?.rejected ?? verdict?.doubt;
  if (!said) return 'acknowledged: on disk, and nothing was wrong with it';
  const what = verdict?.rejected ? 'refused' : 'acknowledged, but not believed';
  return `${what}: ${String(said['code'])}: ${String(said['detail'])}`;
}
