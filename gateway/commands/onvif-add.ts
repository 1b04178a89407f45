import type { Command } from 'commander';
import { realClock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { parseDeviceId } from '../model/login.ts';
import { probeOnvif } from '../transport/onvif-probe.ts';
import { atGateway, type GatewayAddress, getFromGateway } from './gateway-client.ts';
import { type Access, accessOf, withAccess } from './onvif-access.ts';

/** `onvif add`: registers a device at a running gateway. */
export function registerAdd(onvif: Command): void {
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
