import type { LiveCity } from './city/live-city.ts';
import type { OperatingMode } from './operating-mode.ts';
import type { CityPort } from './pipeline/stage.ts';

/** The city as the pipeline asks it: always the newest files, always in the mode of the moment. */
export function cityPortOf(city: LiveCity, mode: Pick<OperatingMode, 'mode'>): CityPort {
  const { category, locate, deadlines, severityOf, dutyHint, communityOf } = city;
  return {
    ...{ category, locate, deadlines, severityOf, dutyHint, communityOf },
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
