import { overrideMisfits } from '../adapters/device-limits.ts';
import { identityOf } from '../adapters/registry.ts';
import type { LiveCity } from './city/live-city.ts';
import type { DecoderPorts } from './ingest/decoder.ts';
import type { DeviceDirectory } from './ingest/device-directory.ts';
import type { Logger } from './log.ts';
import type { Device, DeviceType } from './model/device.ts';
import type { OnvifSite } from './onvif-site.ts';
import type { OperatingMode } from './operating-mode.ts';
import type { DevicePort } from './pipeline/ports.ts';
import type { RulesEngine } from './rules/engine.ts';

/** Devices as messages are decoded for them. `firstSight`: one that nobody registered is registered as it speaks. */
export function decoderPorts(options: {
  readonly directory: Pick<DeviceDirectory, 'get' | 'firstSight' | 'learnType'>;
  readonly typeOf: (typeId: string) => DeviceType | undefined;
  readonly adapterFor: OnvifSite['adapterFor'];
  readonly firstSight: boolean;
}): DecoderPorts {
  const { directory, typeOf, adapterFor, firstSight } = options;
  return {
    ...{ adapterFor, identityOf, typeOf, learnType: directory.learnType },
    deviceOf: (deviceId, { vendor, device }) =>
      directory.get(deviceId) ?? (firstSight ? directory.firstSight(vendor, device) : undefined),
  };
}

/** Devices as the pipeline asks for them. */
export function devicePortOf(
  directory: Pick<DeviceDirectory, 'get' | 'ids'>,
  deviceTypes: ReadonlyMap<string, DeviceType>,
): DevicePort {
  return {
    get: directory.get,
    vendorSize: (vendor) => [...directory.ids()].filter((id) => id.startsWith(`${vendor}/`)).length,
    isChannel: (device, source) => deviceTypes.get(device.typeId)?.channels[source] !== undefined,
  };
}

/** What a device is told of itself: in which mode the city is, how often to report, and the limits of its rules (ms, units). */
export function deviceDocuments(parts: {
  readonly city: Pick<LiveCity, 'modeSpec'>;
  readonly mode: Pick<OperatingMode, 'mode'>;
  readonly deviceTypes: ReadonlyMap<string, Pick<DeviceType, 'heartbeat'>>;
  readonly rules: Pick<RulesEngine, 'limits'>;
}): (device: Device) => object {
  const { city, mode, deviceTypes, rules } = parts;
  return (device) => {
    const { id, sampling } = city.modeSpec(mode.mode());
    const asked = sampling.find(({ typeId }) => typeId === device.typeId)?.interval;
    const reportEveryMs = asked ?? deviceTypes.get(device.typeId)?.heartbeat;
    return {
      mode: id,
      ...(reportEveryMs === undefined ? {} : { reportEveryMs }),
      rules: rules.limits(device),
    };
  };
}

/** Tells the rules of every device that was registered anew; a list of devices in one go. */
export function tellRules(
  directory: Pick<DeviceDirectory, 'get' | 'onChange'>,
  rules: Pick<RulesEngine, 'registered'>,
): void {
  const changed = new Set<string>();
  const tell = () => {
    const devices = [...changed].flatMap((deviceId) => directory.get(deviceId) ?? []);
    changed.clear();
    // When this fails, the next message of a device says it again.
    rules.registered(devices).catch(() => undefined);
  };
  directory.onChange((deviceId) => {
    if (changed.size === 0) queueMicrotask(tell);
    changed.add(deviceId);
  });
}

type Misfits = ReturnType<typeof overrideMisfits>;

/**
 * What of a device's own limits has no place in its type as it is now. They were checked when they were given; a reload of the
 * device types, or other files at a start, may have taken their rule away since.
 */
export function misfitsOf({ typeId, overrides }: Device, deviceTypes: ReadonlyMap<string, DeviceType>): Misfits {
  if (!overrides) return [];
  const type = deviceTypes.get(typeId);
  return type ? overrideMisfits(type, overrides) : [{ path: [], message: `there is no type "${typeId}"` }];
}

/** Devices that one line names; it counts the others. */
const MAX_NAMED = 20;

/** How many devices have limits of their own that their types have no place for, and of the first of them which. */
export function misfitting(
  all: Iterable<Device>,
  deviceTypes: ReadonlyMap<string, DeviceType>,
): { readonly devices: number; readonly told: readonly string[] } {
  const told: string[] = [];
  let devices = 0;
  for (const device of all) {
    const misfits = misfitsOf(device, deviceTypes);
    if (misfits.length === 0) continue;
    devices++;
    if (told.length < MAX_NAMED) told.push(`${device.deviceId}: ${misfits.map(({ message }) => message).join('; ')}`);
  }
  return { devices, told };
}

/** Says in the log which devices have limits of their own that their types have no place for: nobody else would miss them. */
export function warnOfMisfits(parts: {
  readonly directory: Pick<DeviceDirectory, 'get' | 'ids'>;
  readonly deviceTypes: ReadonlyMap<string, DeviceType>;
  readonly log: Pick<Logger, 'warn'>;
}): void {
  const { directory, deviceTypes, log } = parts;
  const all = [...directory.ids()].flatMap((deviceId) => directory.get(deviceId) ?? []);
  const { devices, told } = misfitting(all, deviceTypes);
  if (devices > 0)
    log.warn({ devices, told }, 'overrides of devices do not fit their types: what names no rule has no effect');
}
