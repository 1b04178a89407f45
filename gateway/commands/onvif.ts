import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { notificationLine } from '../../adapters/lib/onvif-line.ts';
import { readNotification } from '../../adapters/lib/onvif-notification.ts';
import { interpret } from '../../adapters/lib/onvif-signal.ts';
import { onvifTopics } from '../../adapters/onvif.ts';
import { realClock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { unknownDevice } from '../ingest/device-directory.ts';
import { silentLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { parseDeviceId } from '../model/login.ts';
import type { Arrival } from '../model/message.ts';
import { createOnvifDevice } from '../transport/onvif-device.ts';
import { describeOnvif, discoverOnvif } from '../transport/onvif-discovery.ts';
import { type ProbedDevice, probeOnvif } from '../transport/onvif-probe.ts';
import { atGateway, type GatewayAddress, getFromGateway } from './gateway-client.ts';

/** The login of a device and how far its certificate is trusted. */
interface Access {
  readonly username: string;
  readonly password: string;
  readonly ca?: string;
  readonly pin?: string;
}

export function registerOnvif(program: Command): void {
  const onvif = program.command('onvif').description('find, try and connect ONVIF cameras and door controllers');
  registerDiscover(onvif);
  registerDescribe(onvif);
  registerProbe(onvif);
  registerAdd(onvif);
  registerWatch(onvif);
}

function withAccess(command: Command): Command {
  return command
    .option('-u, --username <name>', 'ONVIF user', '')
    .option(
      '-p, --password <password>',
      'its password (or GRIDWARDEN_ONVIF_PASSWORD)',
      process.env['GRIDWARDEN_ONVIF_PASSWORD'] ?? '',
    )
    .option('--ca <file>', 'PEM of the authority that signed the certificate of an https address')
    .option('--pin <fingerprint>', 'SHA-256 fingerprint of the certificate itself, where nobody known signed it');
}

function accessOf({ username, password, ca, pin }: Access): Access {
  return {
    username,
    password,
    ...(ca === undefined ? {} : { ca: readPem(ca) }),
    ...(pin === undefined ? {} : { pin }),
  };
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GatewayError('CONFIG_UNREADABLE', `--ca ${file}: ${toGatewayError(error).detail}`);
  }
}

function registerDiscover(onvif: Command): void {
  onvif
    .command('discover')
    .description(
      'probe the local network (WS-Discovery) and list what answers; answers are hints, nothing is connected',
    )
    .option('--seconds <n>', 'how long to listen', '3')
    .option('--address <address>', 'multicast group, or one host to ask directly')
    .option('--json', 'print one JSON object per device')
    .addHelpText('after', '\nExit codes: 0 also when nothing answers. Next: gridwarden onvif probe <address> -u … -p …')
    .action(async (options: { seconds: string; address?: string; json?: boolean }) => {
      const seconds = Number(options.seconds);
      if (!(seconds > 0 && seconds <= 60)) throw new GatewayError('CONFIG_INVALID', '--seconds: use 1 to 60');
      const found = await discoverOnvif({
        timeoutMs: seconds * 1000,
        clock: realClock(),
        ...(options.address ? { multicastAddress: options.address } : {}),
      });
      if (options.json) for (const device of found) process.stdout.write(`${JSON.stringify(device)}\n`);
      else
        printTable([
          ['ADDRESS', 'NAME', 'HARDWARE', 'ID'],
          ...found.map(({ xaddrs, name, hardware, urn }) => [xaddrs[0] ?? '', name, hardware, urn]),
        ]);
      if (found.length === 0)
        process.stderr.write('nothing answered; devices behind a router must be added by address\n');
    });
}

function registerDescribe(onvif: Command): void {
  onvif
    .command('describe')
    .description(
      'ask a device at a plain-HTTP address what it is, through the node-onvif library: a second opinion to probe',
    )
    .argument('<address>', 'e.g. http://192.0.2.7/onvif/device_service')
    .option('-u, --username <name>', 'ONVIF user', '')
    .option(
      '-p, --password <password>',
      'its password (or GRIDWARDEN_ONVIF_PASSWORD)',
      process.env['GRIDWARDEN_ONVIF_PASSWORD'] ?? '',
    )
    .action(async (address: string, { username, password }: Access) => {
      const described = await describeOnvif({ address, username, password, clock: realClock() });
      process.stdout.write(`${JSON.stringify(described, null, 2)}\n`);
    });
}

function registerProbe(onvif: Command): void {
  withAccess(
    onvif
      .command('probe')
      .description(
        'ask a device what it is, how it wants to be logged in to, how its clock stands and which topics it sends',
      )
      .argument('<address>', 'e.g. http://192.0.2.7/onvif/device_service'),
  )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nThe device is sent the login. Exit codes: 0 it answered, 1 it does not answer or refuses the login.',
    )
    .action(async (address: string, options: Access & { json?: boolean }) => {
      const probed = await probeOnvif({ address, ...accessOf(options), clock: realClock() });
      process.stdout.write(options.json ? `${JSON.stringify(probed)}\n` : reportOf(probed));
    });
}

function reportOf(probed: ProbedDevice): string {
  const map = onvifTopics();
  const signals = (topic: string) =>
    [...new Set(map.matches(topic).map(({ meaning }) => meaning.signal))].join(', ') || '(not in the map)';
  const width = Math.max(0, ...probed.topics.map((topic) => topic.length));
  const lines = [
    `${printable(probed.manufacturer)} ${printable(probed.model)}, firmware ${printable(probed.firmware)}, serial ${printable(probed.serialNumber)}`,
    `login     ${probed.login === 'none' ? 'none needed' : probed.login}`,
    `clock     ${probed.skewMs === undefined ? 'not told' : probed.skewMs === 0 ? 'right' : `${probed.skewMs > 0 ? 'ahead' : 'behind'} by ${Math.abs(probed.skewMs) / 1000} s`}`,
    `services  ${probed.services.map((namespace) => printable(namespace.replace(/^http:\/\/www\.onvif\.org\//, ''))).join(' ')}`,
    `events    ${Object.entries(probed.eventCapabilities)
      .map((pair) => printable(pair.join('=')))
      .join(' ')}`,
    ...probed.topics.map((topic) => `topic     ${printable(topic).padEnd(width)}  ${signals(topic)}`),
    ...probed.troubles.map((trouble) => `trouble   ${printable(trouble)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function registerAdd(onvif: Command): void {
  atGateway(
    withAccess(
      onvif
        .command('add')
        .description('register a device at a running gateway, which then keeps it subscribed')
        .argument('<id>', '{vendor}/{device}')
        .argument('<address>', 'e.g. http://192.0.2.7/onvif/device_service'),
    ),
  )
    .option('--type <deviceType>', 'camera, door or another device type', 'camera')
    .option('--at <lon,lat>', 'where it stands, WGS 84')
    .option('--event-broker', 'have the device publish to the gateway by MQTT (Profile M) rather than be pulled from')
    .option('--no-probe', 'do not try address and login first')
    .option('--json', 'print the device as one JSON object')
    .addHelpText('after', '\nExit codes: 0 registered, 1 the device or the gateway refused, 5 no gateway.')
    .action(
      async (
        id: string,
        address: string,
        options: Access &
          GatewayAddress & { type: string; at?: string; eventBroker?: boolean; probe: boolean; json?: boolean },
      ) => {
        const names = parseDeviceId(id);
        if (!names)
          throw new GatewayError(
            'CONFIG_INVALID',
            `"${id}" is no device id; use {vendor}/{device}, letters, digits, . _ -`,
          );
        const access = accessOf(options);
        if (options.probe) await probeOnvif({ address, ...access, clock: realClock() });
        const place = options.at === undefined ? {} : { position: positionOf(options.at) };
        const broker = options.eventBroker ? { eventBroker: true } : {};
        const body = { typeId: options.type, ...place, onvif: { address, ...access, ...broker } };
        const device = await getFromGateway<object>(options, `/v1/devices/${names.vendor}/${names.device}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        process.stdout.write(
          options.json
            ? `${JSON.stringify(device)}\n`
            : `${id} is registered; GET /v1/onvif/devices tells how it is doing\n`,
        );
      },
    );
}

function positionOf(text: string): { lon: number; lat: number; crs: 'wgs84' } {
  const [lon = Number.NaN, lat = Number.NaN, ...more] = text.split(',').map(Number);
  if (Number.isNaN(lon) || Number.isNaN(lat) || more.length > 0)
    throw new GatewayError('CONFIG_INVALID', `--at ${text}: use longitude,latitude, e.g. 108.9402,34.2658`);
  return { lon, lat, crs: 'wgs84' };
}

function registerWatch(onvif: Command): void {
  withAccess(
    onvif
      .command('watch')
      .description(
        'subscribe to a device and print what it says as JSON lines, until interrupted; no gateway is needed',
      )
      .argument('<address>', 'e.g. http://192.0.2.7/onvif/device_service'),
  )
    .option('--map <file...>', 'topic maps of your own, beside those that come with the gateway', [])
    .option('--seconds <n>', 'stop by itself')
    .addHelpText(
      'after',
      `
The lines are those of gridwarden decode --adapter onvif-soap: what the device sent, personal items included.
It takes one of the device's few places for subscriptions and gives it back at the end.`,
    )
    .action(async (address: string, options: Access & { map: readonly string[]; seconds?: string }) => {
      const clock = realClock();
      const map = onvifTopics(options.map);
      const own = unknownDevice('unknown', 'unknown');
      const print = async (arrival: Arrival) => {
        try {
          for (const [reading, notification] of readNotification(arrival.payload).entries()) {
            const message = { ...arrival, position: { commit: 0, frame: 0 } };
            const line = notificationLine(notification, interpret(notification, message, own, { map }, reading));
            process.stdout.write(`${JSON.stringify(line)}\n`);
          }
        } catch (error) {
          const { code, detail } = toGatewayError(error);
          process.stdout.write(`${JSON.stringify({ quarantined: { code, reason: detail } })}\n`);
        }
      };
      const device = createOnvifDevice({
        ...{ deviceId: 'unknown/unknown', vendor: 'unknown', device: 'unknown', address, ...accessOf(options) },
        ...{ clock, log: silentLog(), metrics: createMetrics(), append: print },
      });
      const stopped = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
      device.start();
      const until =
        clock.monotonic() +
        (options.seconds === undefined ? Number.POSITIVE_INFINITY : Number(options.seconds) * 1_000);
      let told = '';
      while (!stopped.signal.aborted && clock.monotonic() < until) {
        const { state, lastError } = device.status();
        const line =
          state === 'live' ? 'subscribed' : lastError ? `${state}: ${lastError.code}: ${lastError.detail}` : state;
        if (line !== told) process.stderr.write(`${printable(line)}\n`);
        told = line;
        await clock.wait(Math.min(200, until - clock.monotonic()), stopped.signal);
      }
      await device.stop();
    });
}

function printTable(rows: readonly (readonly string[])[]): void {
  const cells = rows.map((row) => row.map(printable));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  if (cells.length < 2) return;
  for (const row of cells)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}

/** Text of a stranger on a terminal: control characters escaped. */
function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
