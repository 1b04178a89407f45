import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { onvifTopics } from '../../adapters/onvif.ts';
import { adapterFor, identityOf } from '../../adapters/registry.ts';
import { judgePosition } from '../city/position-guard.ts';
import { realClock } from '../clock.ts';
import { type Config, deviceTypeFolders, loadConfig } from '../config.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { celExpressions } from '../expressions.ts';
import { createDecoder } from '../ingest/decoder.ts';
import { unknownDevice } from '../ingest/device-directory.ts';
import { createMetrics } from '../metrics.ts';
import type { Device, DeviceType } from '../model/device.ts';
import type { RawMessage } from '../model/message.ts';
import { type DecodedCapture, decodeMqttCapture, decodeSoapCapture, readCaptureFile } from './decode-onvif.ts';

interface Options {
  topic?: string;
  type: string;
  file?: string;
  encoding: 'utf8' | 'hex' | 'base64';
  transport: string;
  receivedAt?: string;
  adapter?: string;
  map: readonly string[];
  config?: string;
}

/** Understood, and in a part not believed: the gateway would take it, and no alarm could come of that part. */
const DOUBTED = 3;

/** What all that was given came to. */
type Verdict = Pick<DecodedCapture, 'understood' | 'believed'>;

/** Captures of traffic, which are more than one payload. */
const CAPTURES = { 'onvif-soap': decodeSoapCapture, 'onvif-mqtt': decodeMqttCapture } as const;

export function registerDecode(program: Command): void {
  program
    .command('decode')
    .description('run captured messages through their adapter and print what they say as JSON lines')
    .argument(
      '[payload...]',
      'the payload (default: standard input, or --file); with --adapter: files to read, - for standard input',
    )
    .option('-t, --topic <topic>', 'topic the payload was published on, e.g. v1/acme/s1/telemetry')
    .option('-a, --adapter <name>', `read captured traffic from files instead: ${Object.keys(CAPTURES).join(', ')}`)
    .option('--map <file...>', 'with --adapter: topic maps of your own, beside those that the gateway uses', [])
    .option('--type <deviceType>', 'device type to hold it against, e.g. smoke', 'generic')
    .option(
      '-c, --config <file>',
      'configuration file (default: GRIDWARDEN_CONFIG): device types and topic map of that gateway',
    )
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
  gridwarden decode --adapter onvif-soap captured-*.xml
  mosquitto_sub -t '+/onvif-ej/#' -F %j -W 60 | gridwarden decode --adapter onvif-mqtt -

Device types of your own: deviceTypesDir of --config, or GRIDWARDEN_DEVICE_TYPES_DIR. A topic map of your own: onvif-map.yaml
in the data directory.
Lines: one for each observation; {"rejected":{"code","detail"}} for a message that is refused, {"doubt":{"code","path","detail"}}
for one that is taken and not believed in a part of it, {"position":{"fault","detail"}} for a position that is not believed.
Lines of --adapter: one for each notification, {"fault":{"code","reason"}} for a SOAP fault or an answer that is no SOAP,
{"quarantined":{"code","reason"}} for a notification that cannot be used. They show what the device sent, personal items
included; what the gateway makes of it stands under "observation".
Exit codes: 0 understood and believed, 1 something was not understood (its line says why; a file that ends in the middle of a
document has the quirk 24:cut-off), 2 a file or an option is wrong, 3 understood, but not believed in a part of it: a doubt, a
position with a fault, or a reading of quality SUSPECT. Where that will do: gridwarden decode … || [ $? -eq 3 ]`,
    )
    .action((given: readonly string[], options: Options) => {
      const config = loadConfig({ file: options.config, env: process.env, cwd: process.cwd() });
      const { understood, believed } =
        options.adapter === undefined ? decodeMessage(given, options, config) : decodeFiles(given, options, config);
      if (!understood) process.exitCode = 1;
      else if (!believed) process.exitCode = DOUBTED;
    });
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function arrivalOf({ receivedAt }: Options): number {
  const time = receivedAt === undefined ? realClock().now() : Date.parse(receivedAt);
  if (Number.isNaN(time)) throw new GatewayError('CONFIG_INVALID', `--received-at ${receivedAt}: use RFC 3339`);
  return time;
}

function deviceOf(vendor: string, device: string, typeId: string): Device {
  return { ...unknownDevice(vendor, device), typeId };
}

/** The device types that a gateway with these settings has. Throws CONFIG_INVALID when `typeId` is none of them. */
function typesWith(typeId: string, config: Config): ReadonlyMap<string, DeviceType> {
  const types = loadDeviceTypes(deviceTypeFolders(config), { expressions: celExpressions() });
  if (types.has(typeId)) return types;
  throw new GatewayError('CONFIG_INVALID', `--type ${typeId}: use one of ${[...types.keys()].join(', ')}`);
}

/** The operator's own topic maps: the one the gateway reads at its start, then those that were named. */
function ownMaps(named: readonly string[], { dataDir }: Config): readonly string[] {
  const file = join(dataDir, 'onvif-map.yaml');
  return existsSync(file) ? [file, ...named] : named;
}

/** Whole files of captured traffic. */
function decodeFiles(files: readonly string[], options: Options, config: Config): Verdict {
  const { adapter = '', type, map } = options;
  const decode = Object.entries(CAPTURES).find(([name]) => name === adapter)?.[1];
  if (!decode)
    throw new GatewayError('CONFIG_INVALID', `--adapter ${adapter}: use one of ${Object.keys(CAPTURES).join(', ')}`);
  typesWith(type, config);
  const context = {
    map: onvifTopics(ownMaps(map, config)),
    device: deviceOf('unknown', 'unknown', type),
    receivedAt: arrivalOf(options),
  };
  const whole = { understood: true, believed: true };
  for (const file of files.length > 0 ? files : ['-']) {
    let bytes: Uint8Array;
    try {
      bytes = readCaptureFile(file);
    } catch (error) {
      throw new GatewayError('CONFIG_INVALID', `${file} cannot be read: ${toGatewayError(error).detail}`);
    }
    const { lines, understood, believed } = decode(bytes, context);
    lines.forEach(print);
    whole.understood &&= understood;
    whole.believed &&= believed;
  }
  return whole;
}

/** One payload of one topic. */
function decodeMessage([payload, ...more]: readonly string[], options: Options, config: Config): Verdict {
  if (options.topic === undefined)
    throw new GatewayError(
      'CONFIG_INVALID',
      'name the topic of the payload with --topic, or read files with --adapter',
    );
  if (more.length > 0) throw new GatewayError('CONFIG_INVALID', 'give one payload, in quotes');
  const bytes = options.file
    ? readFileSync(options.file)
    : payload === undefined
      ? readFileSync(0)
      : Buffer.from(payload, options.encoding);
  const [, vendor = 'unknown', device = 'unknown'] = options.topic.split('/');
  const types = typesWith(options.type, config);
  const message: RawMessage = {
    position: { commit: 0, frame: 0 },
    receivedAt: arrivalOf(options),
    transport: options.transport === 'onvif-pull' ? 'onvif-pull' : 'mqtt',
    ...{ vendor, device, topic: options.topic, payload: bytes },
    ...{ qos: 1, retain: false, dup: false },
  };
  const decoder = createDecoder(
    {
      ...{ adapterFor, identityOf },
      deviceOf: () => deviceOf(vendor, device, options.type),
      typeOf: (typeId) => types.get(typeId),
      judgePosition,
      learnType: () => undefined,
    },
    createMetrics(),
  );
  const verdict = { understood: true, believed: true };
  for (const { observations, rejection, doubt, position } of decoder.decode([message])) {
    observations.forEach(print);
    if (doubt) print({ doubt });
    if (position?.fault !== undefined) print({ position });
    if (doubt || position?.fault !== undefined) verdict.believed = false;
    if (!rejection) continue;
    print({ rejected: rejection });
    verdict.understood = false;
  }
  return verdict;
}
