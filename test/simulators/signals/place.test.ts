import { expect, test } from 'vitest';
import { z } from 'zod';
import { epochOf } from '../../../simulators/lab-clock.ts';
import { randomStream } from '../../../simulators/random.ts';
import { momentOf } from '../../../simulators/sensors/sensor.ts';
import { SENSORS } from '../../../simulators/sensors/sensors.ts';
import { bends, bent } from '../../../simulators/signals/bend.ts';
import { createPlace, fleetSurroundings } from '../../../simulators/signals/place.ts';
import { shift, worksAt } from '../../../simulators/signals/shift.ts';
import { createWeather, FAIR, weatherSignals } from '../../../simulators/signals/weather.ts';

const NOON = epochOf('2026-06-01T12:00:00+08:00');
const DAY = 86_400_000;
const surroundings = (over: object = {}) => z.strictObject(fleetSurroundings).parse(over);

test('people work in their shifts, also over midnight', () => {
  const shifts = ['07:00-12:00', '21:30-05:00'].map((text) => shift.parse(text));
  expect([6.9, 7, 11.9, 12, 21.4, 21.5, 23, 4.9, 5].map((hour) => worksAt(shifts, hour))).toEqual([
    ...[false, true, true, false],
    ...[false, true, true, true, false],
  ]);
  expect(shift.safeParse('7-12').error?.issues[0]?.message).toContain('07:00-12:00');
});

test('devices of a fleet are exposed alike, each in its own measure', () => {
  const exposures = ['a', 'b', 'c'].map(
    (name) => createPlace(1, name, surroundings({ exposure: 2 }), () => FAIR)(NOON, 0).exposure,
  );
  expect(new Set(exposures).size).toBe(3);
  for (const exposure of exposures) expect(Math.abs(exposure - 2)).toBeLessThanOrEqual(0.2);
});

test('a bend adds drift, noise and a daily wave to numbers only', () => {
  const random = randomStream(1, 'bend');
  const moment = momentOf(NOON + 2 * DAY, NOON);
  const setting = z.strictObject(bends).parse({
    drift: { tilt: 0.5, open: 1 },
    diurnal: { tilt: { peak: 12, swing: 2 } },
    noise: { laeq: 1 },
  });
  const values = bent({ tilt: 1, open: true, laeq: 60, level: 3 }, setting, moment, random);
  expect(values).toMatchObject({ tilt: 4, open: true, level: 3 });
  expect(values['laeq']).not.toBe(60);
});

/** One report of a healthy sensor in the given weather, two hours into it. */
function reportOf(type: string, signals: object, over: object = {}, at = NOON) {
  const sensor = SENSORS.find((each) => each.type === type);
  const weather = createWeather(weatherSignals.parse(signals), DAY);
  const place = createPlace(1, type, surroundings(over), weather)(at, 7_200_000);
  return sensor?.start(randomStream(1, type))(momentOf(at, NOON, place)) ?? {};
}

const downpour = { rain: [['0s', 40]], wind: [['0s', 22]], temperature: [['0s', 5]] };

test.each([
  ['flood', 'level', 'more'],
  ['flood', 'rain', 'more'],
  ['sewer', 'fill', 'more'],
  ['sewer', 'flow', 'more'],
  ['weather', 'wind_speed', 'more'],
  ['weather', 'temperature', 'less'],
  ['billboard', 'tilt', 'more'],
  ['dust', 'pm10', 'less'],
  ['noise', 'laeq', 'less'],
  ['crowd', 'density', 'less'],
  ['drone', 'altitude', 'less'],
  ['bridge', 'displacement', 'less'],
] as const)('a storm makes the %s report %s: %s', (type, channel, change) => {
  const fair = Number(reportOf(type, {})[channel]);
  const wet = Number(reportOf(type, downpour)[channel]);
  if (change === 'more') expect(wet).toBeGreaterThan(fair);
  else expect(wet).toBeLessThan(fair);
});

test('what is not exposed stays dry, and a site is quiet outside its shifts', () => {
  expect(Number(reportOf('flood', downpour, { exposure: 0 })['level'])).toBeLessThanOrEqual(1);
  const working = (shifts: string[]) => Number(reportOf('noise', {}, { shifts })['laeq']);
  expect(working(['13:00-18:00'])).toBeLessThan(working(['07:00-12:30']));
});
