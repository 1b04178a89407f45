import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { adapterFor, identityOf } from '../../adapters/registry.ts';
import { realClock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { createDecoder } from '../ingest/decoder.ts';
import { unknownDevice } from '../ingest/device-directory.ts';
import { createMetrics } from '../metrics.ts';
import type { RawMessage } from '../model/message.ts';

interface Options {
  topic: string;
  type: string;
  file?: string;
  encoding: 'utf8' | 'hex' | 'base64';
  transport: string;
  receivedAt?: string;
}

export function registerDecode(program: Command): void {
  program
    .command('decode')
    .description('run a captured message through its adapter and print the observations as JSON lines')
    .argument('[payload]', 'the payload (default: standard input, or --file)')
    .requiredOption('-t, --topic <topic>', 'topic it was published on, e.g. v1/acme/s1/telemetry')
    .option('--type <deviceType>', 'device type to hold it against, e.g. smoke', 'generic')
    .option('-f, --file <file>', 'read the payload from a file')
    .option('--encoding <encoding>', 'of the payload argument: utf8, hex or base64', 'utf8')
    .option('--transport <transport>', 'mqtt or onvif-pull', 'mqtt')
    .option('--received-at <time>', 'time of arrival, RFC 3339 (default: now)')
    .addHelpText(
      'after',
      `
Examples:
  gridwarden decode -t v1/acme/s1/telemetry --type smoke '{"ts":1764720000000,"values":{"smoke":0.2}}'
  mosquitto_sub -C 1 … | gridwarden decode -t v1/acme/s1/telemetry/pb
Exit codes: 0 understood, 1 not understood (the reason is the last line, with the code a device would be told).`,
    )
    .action((payload: string | undefined, options: Options) => {
      const bytes = options.file
        ? readFileSync(options.file)
        : payload === undefined
          ? readFileSync(0)
          : Buffer.from(payload, options.encoding);
      const [, vendor = 'unknown', device = 'unknown'] = options.topic.split('/');
      const types = loadDeviceTypes(fileURLToPath(new URL('../../adapters/device-types', import.meta.url)));
      if (!types.has(options.type))
        throw new GatewayError('CONFIG_INVALID', `--type ${options.type}: use one of ${[...types.keys()].join(', ')}`);
      const message: RawMessage = {
        position: { commit: 0, frame: 0 },
        receivedAt: options.receivedAt ? Date.parse(options.receivedAt) : realClock().now(),
        transport: options.transport === 'onvif-pull' ? 'onvif-pull' : 'mqtt',
        ...{ vendor, device, topic: options.topic, payload: bytes },
        ...{ qos: 1, retain: false, dup: false },
      };
      const decoder = createDecoder(
        {
          ...{ adapterFor, identityOf },
          deviceOf: () => ({ ...unknownDevice(vendor, device), typeId: options.type }),
          typeOf: (typeId) => types.get(typeId),
          learnType: () => undefined,
        },
        createMetrics(),
      );
      for (const { observations, rejection } of decoder.decode(0, [message])) {
        for (const observation of observations) process.stdout.write(`${JSON.stringify(observation)}\n`);
        if (!rejection) continue;
        process.stdout.write(`${JSON.stringify({ rejected: rejection })}\n`);
        process.exitCode = 1;
      }
    });
}
