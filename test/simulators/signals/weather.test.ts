import { expect, test } from 'vitest';
import { curve, levelAt } from '../../../simulators/signals/curve.ts';
import { createWeather, FAIR, weatherSignals } from '../../../simulators/signals/weather.ts';

const MINUTE = 60_000;

test('a curve is level outside its points and straight between them', () => {
  const points = curve.parse([
    ['10min', 0],
    ['20min', 50],
    ['30min', 10],
  ]);
  expect([0, 10, 15, 20, 25, 30, 99].map((minute) => levelAt(points, minute * MINUTE))).toEqual([
    0, 0, 25, 50, 30, 10, 10,
  ]);
});

test('a curve that goes back in time is refused', () => {
  const result = curve.safeParse([
    ['20min', 0],
    ['10min', 5],
  ]);
  expect(result.error?.issues[0]?.message).toContain('lies behind');
});

test('without weather of its own a scenario has a fair day', () => {
  expect(createWeather(weatherSignals.parse({}), MINUTE)(0, 0)).toBe(FAIR);
});

test('rain gathers later than it falls, and half of it drains in half an hour', () => {
  const rain = [
    ['0s', 60],
    ['10min', 60],
    ['601s', 0],
  ];
  const weather = createWeather(weatherSignals.parse({ rain }), 120 * MINUTE);
  const standing = (minute: number, delay = 0) => weather(minute * MINUTE, delay).standing;
  expect(weather(5 * MINUTE, 0)).toMatchObject({ rain: 60 });
  expect(weather(5 * MINUTE, 0)).not.toHaveProperty('wind');
  // 10 mm fell; what drained meanwhile is missing.
  expect(standing(10)).toBeGreaterThan(8.5);
  expect(standing(10)).toBeLessThan(10);
  expect(standing(41) / standing(11)).toBeCloseTo(0.5, 2);
  expect(standing(25, 15 * MINUTE)).toBe(standing(10));
  expect(standing(3, 15 * MINUTE)).toBe(0);
});
