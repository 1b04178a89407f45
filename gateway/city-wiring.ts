import { limitFaultIn } from '../adapters/device-limits.ts';
import { loadDeviceTypes } from '../adapters/device-types.ts';
import { type LiveCity, openLiveCity } from './city/live-city.ts';
import type { CityRequest } from './city-worker.ts';
import { type Config, deviceTypeFolders } from './config.ts';
import { celExpressions } from './expressions.ts';
import type { OperatingMode } from './operating-mode.ts';
import type { CityPort } from './pipeline/stage.ts';
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
