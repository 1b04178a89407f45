import { describe, expect, it } from 'vitest';
import type { GeoPosition } from '../../gateway/model/observation.ts';
import { NO_TYPE } from '../../gateway/rules/compiled-type.ts';
import { type DeviceState, newDeviceState } from '../../gateway/rules/device-state.ts';
import { createNeighbours, distanceM } from '../../gateway/rules/neighbours.ts';

const at = (lon: number, lat = 31.2): GeoPosition => ({ lon, lat, crs: 'wgs84' });
let no = 0;

function station(typeId: string, lon: number, value?: number, time = 1_000): DeviceState {
  const state = newDeviceState(++no, `city/s${no}`, NO_TYPE);
  state.typeId = typeId;
  state.position = at(lon);
  const plain = { min: 0, max: 1e9, maxRate: Number.POSITIVE_INFINITY, kind: 'number', words: [], slots: [] } as const;
  if (value !== undefined) state.channels.set('pm10', { ...plain, slots: [], time, value });
  return state;
}

function among(...states: DeviceState[]) {
  const known = new Set(states);
  const neighbours = createNeighbours({
    watched: new Set(['air', 'board']),
    toWgs84: (position) => position,
    known: (state) => known.has(state),
  });
  for (const state of states) neighbours.update(state);
  return { neighbours, known };
}
const spec = { type: 'air', channel: 'pm10', maxAge: 3_600 };

describe('neighbours', () => {
  it('measure metres', () => {
    expect(distanceM(at(121.4), at(121.4, 31.21))).toBeCloseTo(1_112, 0);
    expect(distanceM(at(121.4), at(121.41))).toBeCloseTo(951, 0);
  });

  it('find the nearest station with a fresh value', () => {
    const site = station('dust', 121.4);
    const { neighbours } = among(site, station('air', 121.45, 80), station('air', 121.41, 90), station('air', 121.401));
    expect(neighbours.reference(site, spec, 2_000)).toMatchObject({ value: 90, time: 1_000 });
    expect(neighbours.reference(site, spec, 4_601)).toBeUndefined();
    expect(neighbours.reference(site, { ...spec, maxDistance: 900 }, 2_000)).toBeUndefined();
  });

  it('take the one known longer of two equally near', () => {
    const site = station('dust', 121.4);
    const [first, second] = [station('air', 121.41, 1), station('air', 121.41, 2)];
    expect(among(site, second, first).neighbours.reference(site, spec, 1_000)?.value).toBe(1);
  });

  it('know no station for a device without a position, and are none to themselves', () => {
    const air = station('air', 121.4, 80);
    const lost = station('dust', 121.4);
    lost.position = undefined;
    const { neighbours } = among(air, lost);
    expect(neighbours.reference(lost, spec, 1_000)).toBeUndefined();
    expect(neighbours.reference(air, spec, 1_000)).toBeUndefined();
  });

  it('forget what is no longer registered or became another type', () => {
    const wind = station('wind', 121.4);
    const boards = [station('board', 121.4), station('board', 121.401), station('board', 121.5)];
    const { neighbours, known } = among(wind, ...boards);
    expect(neighbours.near(wind, 'board', 500)).toEqual(boards.slice(0, 2));
    known.delete(boards[0] as DeviceState);
    expect(neighbours.near(wind, 'board', 500)).toEqual([boards[1]]);
    (boards[1] as DeviceState).typeId = 'generic';
    neighbours.update(boards[1] as DeviceState);
    expect(neighbours.near(wind, 'board', 500)).toEqual([]);
  });
});
