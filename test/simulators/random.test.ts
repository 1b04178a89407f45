import { expect, test } from 'vitest';
import { randomStream } from '../../simulators/random.ts';

const ten = (seed: number, name: string) => {
  const random = randomStream(seed, name);
  return Array.from({ length: 10 }, () => random.whole(0, 1_000_000));
};

test('the same seed and name give the same numbers', () => {
  expect(ten(1, 'smoke-001')).toEqual(ten(1, 'smoke-001'));
});

test('another seed or another name gives other numbers', () => {
  expect(ten(2, 'smoke-001')).not.toEqual(ten(1, 'smoke-001'));
  expect(ten(1, 'smoke-002')).not.toEqual(ten(1, 'smoke-001'));
});

test('noise has mean 0 and the standard deviation asked for', () => {
  const random = randomStream(5, 'noise');
  const values = Array.from({ length: 4000 }, () => random.noise(2));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean)).toBeLessThan(0.15);
  expect(deviation).toBeGreaterThan(1.85);
  expect(deviation).toBeLessThan(2.15);
});
