import { type GridMap, type LeafGrid, type Point, UNGRIDDED } from './grid-map.ts';
import type { PersonaName } from './onvif/personas.ts';
import { randomStream } from './random.ts';
import { type Scenario, sensorsOf } from './scenario.ts';
import type { SensorProfile } from './sensors/sensor.ts';
import { SENSORS } from './sensors/sensors.ts';
import type { FleetSurroundings } from './signals/place.ts';

/** Vendor under which lab devices log in. */
export const VENDOR = 'lab';

/** A simulated device with its place in the city. */
export interface LabDevice {
  readonly name: string;
  /** `lab/{name}`. */
  readonly deviceId: string;
  readonly kind: 'sensor' | 'camera' | 'door';
  /** Device type it is registered with. */
  readonly type: string;
  readonly site: string;
  /** WGS-84. */
  readonly position: Point;
  /** Coordinate system in which `position` is registered; WGS-84 when absent. */
  readonly crs?: 'wgs84' | 'gcj02' | 'bd09';
  /** Leaf grid around it, by the lab's own reckoning. */
  readonly grid: string;
  /** Zones of a camera, doors of a controller. */
  readonly parts: readonly string[];
  /** Cameras and door controllers only: how it differs from what the specifications say. */
  readonly odd?: { readonly persona?: PersonaName | undefined; readonly quirks: readonly number[] };
  /** Where a moving one is, ms after the start; `position` and `grid` are those of the start. */
  readonly moves?: (elapsed: number) => Point;
  /** Sensors only: how it behaves and ms between its reports. */
  readonly sensor?: {
    readonly profile: SensorProfile;
    readonly every: number;
    readonly surroundings: FleetSurroundings;
  };
}

/** What a device publishes, retained, when it starts and whenever it has come back. */
export function statusOf(type: string): string {
  return JSON.stringify({ online: true, firmware: '1.0.0', profile: type });
}

interface Wanted {
  readonly name: string;
  readonly kind: LabDevice['kind'];
  readonly type: string;
  readonly site: string;
  readonly parts: readonly string[];
  readonly odd?: NonNullable<LabDevice['odd']>;
  readonly sensor?: NonNullable<LabDevice['sensor']>;
  readonly place?: Place;
  readonly crs?: NonNullable<LabDevice['crs']>;
  /** Its number in its fleet, from 0. */
  readonly number: number;
}

type Place = NonNullable<Scenario['fleets'][number]['place']>;

function* wantedSensors(scenario: Scenario): Generator<Wanted> {
  const numbers = new Map<number, number>();
  for (const { name, type, fleet } of sensorsOf(scenario)) {
    const profile = SENSORS.find((each) => each.type === type);
    const entry = scenario.fleets[fleet];
    if (!profile || !entry) throw new Error(`no simulated sensor of type ${type}`);
    const number = numbers.get(fleet) ?? 0;
    numbers.set(fleet, number + 1);
    const sensor = { profile, every: entry.every ?? profile.every, surroundings: entry };
    const place = entry.place ? { place: entry.place } : {};
    yield { name, kind: 'sensor', type, site: entry.site, parts: [], sensor, number, crs: entry.crs, ...place };
  }
}

function* wantedPeers(scenario: Scenario): Generator<Wanted> {
  for (const { name, zones, site, persona, quirks } of scenario.cameras)
    yield { name, kind: 'camera', type: 'camera', site, parts: zones, odd: { persona, quirks }, number: 0 };
  for (const { name, doors, site, persona, quirks } of scenario.doors)
    yield { name, kind: 'door', type: 'door', site, parts: doors, odd: { persona, quirks }, number: 0 };
}

function leavesFor(within: string | undefined, map: GridMap): readonly LeafGrid[] {
  const leaves = within ? map.leaves.filter(({ path }) => path.includes(within)) : map.leaves;
  if (leaves.length === 0) throw new Error(`no grid lies below ${within ?? 'the city'}`);
  return leaves;
}

/** Metres of one degree of latitude. */
const DEGREE_M = 111_320;

function metres(a: Point, b: Point): number {
  const narrow = Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot((b.lon - a.lon) * narrow, b.lat - a.lat) * DEGREE_M;
}

/** Along the points and back to the first at an even pace, once around in `lap` ms, begun `ahead` ms before the start. */
function along(route: readonly Point[], lap: number, ahead: number): (elapsed: number) => Point {
  const legs = route.map((from, index) => {
    const to = route[(index + 1) % route.length] ?? from;
    return { from, to, length: metres(from, to) };
  });
  const total = legs.reduce((sum, { length }) => sum + length, 0);
  return (elapsed) => {
    let left = (((((elapsed + ahead) % lap) + lap) % lap) / lap) * total;
    for (const { from, to, length } of legs) {
      if (left <= length) {
        const share = length === 0 ? 0 : left / length;
        return { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share };
      }
      left -= length;
    }
    return route[0] ?? { lon: 0, lat: 0 };
  };
}

/**
 * Places the fleet of a scenario: devices of one type go round the grids in turn, so that two of them are rarely neighbours,
 * and each stands at a random point inside its grid, unless its fleet has a place. Name, seed and grids decide everything.
 */
export function placeFleet(scenario: Scenario, map: GridMap): LabDevice[] {
  const turns = new Map<string, number>();
  const inGrid = ({ name, type }: Wanted, within: string | undefined): Point => {
    const leaves = leavesFor(within, map);
    const round = within === scenario.city.within ? type : `${type}/${within}`;
    const turn = turns.get(round) ?? randomStream(scenario.seed, `turn/${round}`).whole(0, leaves.length - 1);
    turns.set(round, turn + 1);
    const leaf = leaves[turn % leaves.length];
    if (!leaf) throw new Error('no grid to place devices in');
    return map.pointIn(leaf, scenario.city.margin, randomStream(scenario.seed, `place/${name}`));
  };
  return [...wantedSensors(scenario), ...wantedPeers(scenario)].map(({ place, number, ...wanted }) => {
    const deviceId = `${VENDOR}/${wanted.name}`;
    if (place && 'route' in place) {
      const count = scenario.fleets.find((fleet) => fleet.place === place)?.count ?? 1;
      const moves = along(place.route, place.lap, (number / count) * place.lap);
      return { ...wanted, deviceId, position: moves(0), grid: map.leafAt(moves(0)), moves };
    }
    if (place && 'points' in place) {
      // A point somebody chose may lie outside every grid: that is a truth worth testing.
      const position = place.points[Math.min(number, place.points.length - 1)] ?? { lon: 0, lat: 0 };
      return { ...wanted, deviceId, position, grid: map.leafAt(position) };
    }
    const position = inGrid({ ...wanted, number }, place ? place.grid : scenario.city.within);
    const grid = map.leafAt(position);
    if (grid === UNGRIDDED) throw new Error(`${wanted.name} came to stand outside every grid`);
    return { ...wanted, deviceId, position, grid };
  });
}
