import { describe, expect, it } from 'vitest';
import { parseTimeLimit, timeLimitSchema } from '../../gateway/city/time-limit.ts';

describe('time limits', () => {
  it.each([
    ['3min', 180_000, 'continuous'],
    ['30s', 30_000, 'continuous'],
    ['2h', 7_200_000, 'continuous'],
    ['1d', 86_400_000, 'continuous'],
    ['4h working', 14_400_000, 'working'],
    ['1d working', 28_800_000, 'working'],
    ['0.5d working', 14_400_000, 'working'],
  ])('reads %s', (text, ms, clock) => {
    expect(parseTimeLimit(text)).toEqual({ ms, clock });
  });

  it.each(['', '4', '4 h', 'h', '-3min', '4h Working', '4hours', '1w'])('refuses "%s"', (text) => {
    expect(parseTimeLimit(text)).toBeUndefined();
    expect(timeLimitSchema.safeParse(text).success).toBe(false);
  });

  it('refuses no time at all', () => {
    expect(timeLimitSchema.safeParse('0min').success).toBe(false);
  });
});
