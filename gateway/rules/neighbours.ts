import type { GeoPosition } from '../model/observation.ts';
import type { ReferenceSpec } from '../model/rule-spec.ts';
import type { DeviceState } from './device-state.ts';
import type { Reference } from './rule.ts';

/** Degrees on WGS-84. */
export interface Degrees {
  readonly lon: number;
  readonly lat: number;
}

/** Where devices are, for rules that look at other devices. Holds devices of the watched types only. */
export interface Neighbours {
  /** A device was heard of, moved, or became another type. */
  update(state: DeviceState): void;
  /** The nearest station with a value that is fresh at `time`; of two equally near ones the one known longer. */
  reference(of: DeviceState, spec: ReferenceSpec, time: number): Reference | undefined;
  /** Devices of a type within `distance` m of a device, in the order in which they became known. */
  near(of: DeviceState, typeId: string, distance: number): readonly DeviceState[];
}

const EARTH_M = 6_371_000;
const RADIANS = Math.PI / 180;

/** `toWgs84` brings positions of different reference systems together; `known`: whether a device is still registered. */
export function createNeighbours(options: {
  readonly watched: ReadonlySet<string>;
  toWgs84(position: GeoPosition): Degrees;
  known(state: DeviceState): boolean;
}): Neighbours {
  const { watched, known } = options;
  const byType = new Map<string, Set<DeviceState>>();
  const typeOf = new Map<DeviceState, string>();
  /** Positions are converted once: the inverse of GCJ-02 is a search. */
  const converted = new WeakMap<GeoPosition, Degrees>();
  const degreesOf = ({ position }: DeviceState): Degrees | undefined => {
    if (!position) return undefined;
    let degrees = converted.get(position);
    if (!degrees) {
      degrees = options.toWgs84(position);
      converted.set(position, degrees);
    }
    return degrees;
  };
  const drop = (state: DeviceState) => {
    byType.get(typeOf.get(state) ?? '')?.delete(state);
    typeOf.delete(state);
  };
  /** Everything of a type within `most` m, with its distance. */
  const within = (of: DeviceState, typeId: string, most: number): [DeviceState, number][] => {
    const here = degreesOf(of);
    if (!here) return [];
    const found: [DeviceState, number][] = [];
    for (const other of byType.get(typeId) ?? []) {
      if (other === of) continue;
      if (!known(other)) {
        drop(other);
        continue;
      }
      const there = degreesOf(other);
      // A degree of latitude is 111 km everywhere: most of a city is told apart by that alone.
      if (!there || Math.abs(there.lat - here.lat) * 111_000 > most) continue;
      const away = distanceM(here, there);
      if (away <= most) found.push([other, away]);
    }
    return found;
  };

  return {
    update(state) {
      if (watched.size === 0) return;
      const before = typeOf.get(state);
      if (before === state.typeId) return;
      if (before !== undefined) drop(state);
      if (!watched.has(state.typeId)) return;
      typeOf.set(state, state.typeId);
      const states = byType.get(state.typeId);
      if (states) states.add(state);
      else byType.set(state.typeId, new Set([state]));
    },
    reference(of, { type, channel, maxAge, maxDistance = Number.POSITIVE_INFINITY }, time) {
      let best: Reference | undefined;
      let bestAway = Number.POSITIVE_INFINITY;
      let bestNo = 0;
      for (const [station, away] of within(of, type, maxDistance)) {
        const last = station.channels.get(channel);
        if (!last || last.time < 0 || time - last.time > maxAge) continue;
        if (away > bestAway || (away === bestAway && station.no > bestNo)) continue;
        best = { deviceId: station.deviceId, value: Number(last.value), time: last.time };
        bestAway = away;
        bestNo = station.no;
      }
      return best;
    },
    near: (of, typeId, distance) =>
      within(of, typeId, distance)
        .map(([state]) => state)
        .sort((a, b) => a.no - b.no),
  };
}

/** Metres between two points of a city: the haversine formula, exact to 0.5 %. */
export function distanceM(a: Degrees, b: Degrees): number {
  const halfLat = Math.sin(((b.lat - a.lat) * RADIANS) / 2);
  const halfLon = Math.sin(((b.lon - a.lon) * RADIANS) / 2);
  const h = halfLat ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * halfLon ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
