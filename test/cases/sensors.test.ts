import { describe, expect, test } from 'vitest';
import { sensorsOver } from '../../gateway/cases/sensors.ts';

type Phase = 'idle' | 'pending' | 'active' | 'clearing';
const episode = (phase: Phase, number = 3, due = 0) => ({
  ...{ ruleId: 'smoke-density', source: 'smoke', phase, episode: number },
  ...(due ? { due } : {}),
});
const over = (report: Partial<{ online: boolean; lastSeen: number; episodes: ReturnType<typeof episode>[] }> = {}) =>
  sensorsOver({
    report: (deviceId) => (deviceId === 'acme/s1' ? { online: true, episodes: [], ...report } : undefined),
    current: () => true,
  });
const KEY = 'acme/s1|smoke-density|smoke|3';

describe('a sensor is heard of', () => {
  test.each([
    [{ lastSeen: 100 }, true],
    [{ lastSeen: 99 }, false],
    [{ lastSeen: 200, online: false }, false],
    [{}, false],
  ])('%o since 100: %s', (report, online) => {
    expect(over(report).online('acme/s1', 100)).toBe(online);
  });

  test('not when the rules know nothing of it', () => {
    expect(over({ lastSeen: 200 }).online('acme/other', 100)).toBe(false);
  });
});

describe('its episodes', () => {
  test.each([
    ['active', 'on'],
    ['idle', 'off'],
    ['pending', 'off'],
  ] as const)('%s are %s', (phase, alarm) => {
    expect(over({ episodes: [episode(phase)] }).alarm(['acme/s1'], [KEY])).toBe(alarm);
  });

  test('that clear fade until the last one does', () => {
    const both = [episode('clearing', 3, 500), { ...episode('clearing', 3, 700), source: 'heat' }];
    const keys = [KEY, 'acme/s1|smoke-density|heat|3'];
    expect(over({ episodes: both }).alarm(['acme/s1'], keys)).toEqual({ fading: 700 });
    expect(over({ episodes: [...both, { ...episode('active'), source: 'co' }] }).alarm(['acme/s1'], keys)).toEqual({
      fading: 700,
    });
  });

  test('of other cases do not count, nor do those of devices nobody knows', () => {
    expect(over({ episodes: [episode('active', 4)] }).alarm(['acme/s1'], [KEY])).toBe('off');
    expect(over().alarm(['acme/other'], ['acme/other|r|s|1'])).toBe('off');
  });
});
