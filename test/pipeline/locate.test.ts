import { expect, test } from 'vitest';
import { attachKeyOf } from '../../gateway/model/candidate.ts';
import type { Device } from '../../gateway/model/device.ts';
import type { GeoPosition } from '../../gateway/model/observation.ts';
import { locate } from '../../gateway/pipeline/locate.ts';
import type { StageTools } from '../../gateway/pipeline/stage.ts';
import { candidate, city, device, START } from './city.ts';

const OUTSIDE: GeoPosition = { lon: 120, lat: 31, crs: 'wgs84' };
const INSIDE: GeoPosition = { lon: 121.5, lat: 31, crs: 'wgs84' };

function placeOf(of: Device, position?: GeoPosition) {
  const subject = candidate(position ? { position } : {});
  const draft = { candidate: subject, now: START, attachKey: attachKeyOf(subject), device: of };
  const result = locate(draft, { city } as StageTools);
  return 'pass' in result ? result.pass.place : undefined;
}

function nowhere(change: Partial<Device> = {}): Device {
  const { position: _position, ...rest } = device('s1', change);
  return rest;
}

test('a fixed device stands where it was registered, a mobile one where it says', () => {
  expect(placeOf(device('s1'), OUTSIDE)).toMatchObject({ location: { lon: 121.2 }, gridCode: 'G001', orgCode: 'S1' });
  expect(placeOf(device('s1', { mobility: 'MOBILE' }), INSIDE)).toMatchObject({ location: { lon: 121.5 } });
  expect(placeOf(device('s1', { mobility: 'MOBILE' }))).toMatchObject({ location: { lon: 121.2 } });
  expect(placeOf(nowhere(), INSIDE)).toMatchObject({ location: { lon: 121.5 }, gridCode: 'G001' });
});

test('outside every grid it is still a place', () => {
  const lost = device('s1', { position: OUTSIDE });
  expect(placeOf(lost)).toMatchObject({ location: { lon: 120 }, gridCode: 'UNGRIDDED', orgCode: 'DISTRICT' });
  expect(placeOf({ ...lost, orgCode: 'S7' })).toMatchObject({ gridCode: 'UNGRIDDED', orgCode: 'S7' });
});

test('without any position there is no location, and the device or the city names the organisation', () => {
  expect(placeOf(nowhere())).toEqual({ gridCode: 'UNGRIDDED', grids: [], orgCode: 'DISTRICT' });
  expect(placeOf(nowhere({ orgCode: 'S7' }))?.orgCode).toBe('S7');
});

test('the grids are asked as of the happening, not of now', () => {
  const asked: unknown[] = [];
  const subject = candidate({ at: START - 86_400_000 });
  const draft = { candidate: subject, now: START, attachKey: attachKeyOf(subject), device: device('s1') };
  const watched = {
    ...city,
    locate: (position: GeoPosition, at?: number) => {
      asked.push(at);
      return city.locate(position);
    },
  };
  locate(draft, { city: watched } as StageTools);
  expect(asked).toEqual([START - 86_400_000]);
});
