import type { CaseCandidate } from '../../gateway/model/candidate.ts';
import type { Category } from '../../gateway/model/catalogue.ts';
import type { Device } from '../../gateway/model/device.ts';

/**
 * What a district of 12 streets dealt with in a year to date: 270,082 events, 17,812 components and 10,800 orders of the
 * hotline. Every one of them is a case of its own.
 */
export const VOLUMES = { events: 270_082, components: 17_812, clues: 10_800 } as const;

/** The volumes at a scale, each rounded: 0.01 gives 2,701 + 178 + 108. */
export function volumesAt(scale: number) {
  const at = (count: number) => Math.round(count * scale);
  const [events, components, clues] = [at(VOLUMES.events), at(VOLUMES.components), at(VOLUMES.clues)];
  return { events, components, clues, all: events + components + clues };
}

const DEVICES = 20_000;
/** Two happenings in a row are so far apart in event time, ms: nothing in the replay is a storm. */
const EVERY_MS = 30_000;
const FIRST = Date.parse('2017-01-01T00:00:00.000Z');

/** Points 1 km apart inside the district; neighbours in time are never neighbours in place, so that nothing merges. */
const [COLUMNS, ROWS, STRIDE] = [20, 25, 181] as const;
function pointOf(number: number) {
  const place = (number * STRIDE) % (COLUMNS * ROWS);
  return {
    lon: 121.15 + (place % COLUMNS) * 0.01,
    lat: 31.27 + Math.floor(place / COLUMNS) * 0.01,
    crs: 'wgs84' as const,
  };
}

export function deviceOf(deviceId: string): Device {
  const [vendor = '', device = ''] = deviceId.split('/');
  return { deviceId, vendor, device, typeId: 'lift', mobility: 'MOBILE', siteClass: 'ORDINARY', simulated: false };
}

/** The candidate with this number, the same in every run: the three kinds well mixed, in the order of their event times. */
export function candidateOf(
  number: number,
  volumes: ReturnType<typeof volumesAt>,
  categories: { readonly events: readonly Category[]; readonly components: readonly Category[] },
): CaseCandidate {
  // A stride coprime to the total visits every place of the mix once.
  const place = (number * 7_919) % volumes.all;
  const kind = place < volumes.clues ? 'CLUE' : undefined;
  const list =
    place >= volumes.clues && place < volumes.clues + volumes.components ? categories.components : categories.events;
  const at = FIRST + number * EVERY_MS;
  return {
    candidateId: `c${String(number).padStart(31, '0')}`,
    type: 'raise',
    deviceId: `acme/d${number % DEVICES}`,
    source: `fault|p${number}`,
    part: `p${number}`,
    category: list[number % list.length]?.code ?? '',
    ...(kind ? { kind } : {}),
    certainty: 0.9,
    at,
    since: at,
    position: pointOf(number),
    verdict: { ruleId: 'replay', ruleVersion: '1', episode: 1, inputs: { code: 'fault', number } },
    simulated: false,
    commit: number,
    frame: 0,
  };
}
