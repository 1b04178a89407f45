import { describe, expect, it } from 'vitest';
import { PARTS, partOf, planOf } from './plan.ts';

describe('plan of faults', () => {
  it('is a function of the seed', () => {
    expect(planOf(3, 20)).toEqual(planOf(3, 20));
    expect(planOf(3, 20)).not.toEqual(planOf(4, 20));
  });

  it('has every fault in 30 rounds, and one of each part in a round', () => {
    const rounds = planOf(1, 30);
    const faults = rounds.flatMap(({ strikes }) => strikes.map(({ fault }) => fault));
    expect(new Set(faults).size).toBe(20);
    for (const { strikes } of rounds) {
      const parts = strikes.map(({ fault }) => partOf(fault));
      expect(parts.length).toBeGreaterThan(0);
      expect(new Set(parts).size).toBe(parts.length);
    }
  });

  it('leaves out parts that are not there', () => {
    const parts = PARTS.filter((part) => part !== 'influx');
    const faults = planOf(1, 30, parts).flatMap(({ strikes }) => strikes.map(({ fault }) => partOf(fault)));
    expect(new Set(faults)).toEqual(new Set(parts));
  });
});
