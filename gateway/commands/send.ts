import type { Command } from 'commander';
import { connectAsync } from 'mqtt';
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
    .option('-w, --wait <seconds>', 'how long to wait for a refusal after the acknowledgement', '1')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit codes: 0 acknowledged and not refused, 1 refused or no login (the reason is printed), 5 no broker.',
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
      const notice = new Promise<Record<string, unknown>>((resolve) => {
        client.on('message', (_topic, body) => resolve(JSON.parse(body.toString()) as Record<string, unknown>));
      });
      try {
        await client.subscribeAsync('v1/me/down/rejected');
        const acknowledged = client
          .publishAsync(`v1/me/${options.topic}`, payload, { qos: 1 })
          .then(() => clock.wait(Number(options.wait) * 1000))
          .then(() => undefined)
          .catch(() => clock.wait(500).then(() => undefined));
        const rejected = await Promise.race([notice, acknowledged]);
        if (rejected) process.exitCode = 1;
        const verdict = rejected
          ? `refused: ${String(rejected['code'])}: ${String(rejected['detail'])}`
          : 'acknowledged: on disk, and nothing was wrong with it';
        process.stdout.write(
          options.json ? `${JSON.stringify({ acknowledged: !rejected, rejected })}\n` : `${verdict}\n`,
        );
      } finally {
        await client.endAsync(true).catch(() => undefined);
      }
    });
}
