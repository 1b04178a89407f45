import { limitFaultIn } from '../adapters/device-limits.ts';
import { loadDeviceTypes } from '../adapters/device-types.ts';
import { type LiveCity, openLiveCity } from './city/live-city.ts';
import type { CityRequest } from './city-worker.ts';
import { type Config, deviceTypeFolders } from './config.ts';
import { celExpressions } from './expressions.ts';
import type { DeviceDirectory } from './ingest/device-directory.ts';
import type { Device, DeviceType } from './model/device.ts';
import type { OperatingMode } from './operating-mode.ts';
import type { CityPort } from './pipeline/stage.ts';
import type { RulesEngine } from './rules/engine.ts';
import type { Ground } from './wiring.ts';

/** The files that describe a city: its profile, and the device types that its rules are made of. */
export function cityFiles(config: Config): CityRequest {
  const { profilesDir, profile } = config;
  return { profilesDir, profile, deviceTypeFolders: deviceTypeFolders(config) };
}

/**
 * Reads those files. The map of device types is changed in place by a reload: whoever holds it sees the newest. Throws
 * CITY_INVALID, every problem a line `file:line:column: what`.
 */
export function openCity({ config, log }: Pick<Ground, 'config' | 'log'>, now: () => number) {
  const { profilesDir, profile, deviceTypeFolders } = cityFiles(config);
  const expressions = celExpressions();
  const deviceTypes = new Map(loadDeviceTypes(deviceTypeFolders, { expressions }));
  const city = openLiveCity({
    ...{ profilesDir, profile, limitFault: limitFaultIn(deviceTypes), now },
    warn: (message) => log.warn(message),
  });
  return { city, deviceTypes, expressions };
}

/** The city as the pipeline asks it: always the newest files, always in the mode of the moment. */
export function cityPortOf(city: LiveCity, mode: Pick<OperatingMode, 'mode'>): CityPort {
  const { category, locate, commonAncestor, deadlines, severityOf, dutyHint, communityOf } = city;
  return {
    ...{ category, locate, commonAncestor, deadlines, severityOf, dutyHint, communityOf },
    mode: () => city.modeSpec(mode.mode()),
    get catalogueVersion() {
      return city.catalogue.version;
    },
    get defaultOrg() {
      return city.districtOrg;
    },
    get ladder() {
      return city.ladder;
    },
    get reviewGate() {
      return city.reviewGate;
    },
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
