import { type GridMap, type LeafGrid, type Point, UNGRIDDED } from './grid-map.ts';
import { randomStream } from './random.ts';
import { type Scenario, sensorNames } from './scenario.ts';
import type { SensorProfile } from './sensors/sensor.ts';
import { SENSORS } from './sensors/sensors.ts';

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
  readonly position: Point;
  /** Leaf grid around it, by the lab's own reckoning. */
  readonly grid: string;
  /** Zones of a camera, doors of a controller. */
  readonly parts: readonly string[];
  /** Sensors only: how it behaves and ms between its reports. */
  readonly sensor?: { readonly profile: SensorProfile; readonly every: number };
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
  readonly sensor?: NonNullable<LabDevice['sensor']>;
}

function* wantedSensors(scenario: Scenario): Generator<Wanted> {
  const counts = new Map<string, number>();
  for (const entry of scenario.fleet) {
    const profile = SENSORS.find(({ type }) => type === entry.type);
    if (!profile) throw new Error(`no simulated sensor of type ${entry.type}`);
    const from = counts.get(entry.type) ?? 0;
    counts.set(entry.type, from + entry.count);
    for (const name of sensorNames(entry, from)) {
      const sensor = { profile, every: entry.every ?? profile.every };
      yield { name, kind: 'sensor', type: entry.type, site: entry.site, parts: [], sensor };
    }
  }
}

function* wantedPeers(scenario: Scenario): Generator<Wanted> {
  for (const { name, zones, site } of scenario.cameras)
    yield { name, kind: 'camera', type: 'camera', site, parts: zones };
  for (const { name, doors, site } of scenario.doors) yield { name, kind: 'door', type: 'door', site, parts: doors };
}

function leavesFor(scenario: Scenario, map: GridMap): readonly LeafGrid[] {
  const { within } = scenario.city;
  const leaves = within ? map.leaves.filter(({ path }) => path.includes(within)) : map.leaves;
  if (leaves.length === 0) throw new Error(`no grid lies below ${within ?? 'the city'}`);
  return leaves;
}

/**
 * Places the fleet of a scenario: devices of one type go round the grids in turn, so that two of them are rarely neighbours,
 * and each stands at a random point inside its grid. Name, seed and grids decide everything.
 */
export function placeFleet(scenario: Scenario, map: GridMap): LabDevice[] {
  const leaves = leavesFor(scenario, map);
  const turns = new Map<string, number>();
  return [...wantedSensors(scenario), ...wantedPeers(scenario)].map((wanted) => {
    const turn =
      turns.get(wanted.type) ?? randomStream(scenario.seed, `turn/${wanted.type}`).whole(0, leaves.length - 1);
    turns.set(wanted.type, turn + 1);
    const leaf = leaves[turn % leaves.length];
    if (!leaf) throw new Error('no grid to place devices in');
    const random = randomStream(scenario.seed, `place/${wanted.name}`);
    const position = map.pointIn(leaf, scenario.city.margin, random);
    const grid = map.leafAt(position);
    if (grid === UNGRIDDED) throw new Error(`${wanted.name} came to stand outside every grid`);
    return { ...wanted, deviceId: `${VENDOR}/${wanted.name}`, position, grid };
  });
}
