import { describe, expect, it } from 'vitest';
import { candidateIdOf } from '../../gateway/rules/candidate-id.ts';

const key = { deviceId: 'a/b', source: 'smoke', ruleId: 'r', episode: 1, type: 'raise', at: 5 } as const;

describe('candidateId', () => {
  it('is short, has a letter, and is the same for the same happening', () => {
    expect(candidateIdOf(key)).toMatch(/^c[0-9a-f]{31}$/);
    expect(candidateIdOf({ ...key })).toBe(candidateIdOf(key));
  });

  it('differs with every part, also when parts only shift', () => {
    const others = [
      { ...key, deviceId: 'a/c' },
      { ...key, source: 'x' },
      { ...key, ruleId: 'q' },
      { ...key, episode: 2 },
      { ...key, type: 'clear' as const },
      { ...key, at: 6 },
      { ...key, source: 'smoker', ruleId: '' },
      { ...key, episode: 15, at: 0 },
    ];
    expect(new Set([key, ...others].map(candidateIdOf)).size).toBe(others.length + 1);
  });
});
