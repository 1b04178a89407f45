import { describe, expect, it } from 'vitest';
import { checkPositions, type JudgePosition } from '../../gateway/ingest/position-check.ts';
import type { GeoPosition, Observation } from '../../gateway/model/observation.ts';

const HOME = { lon: 108.93, lat: 34.26, crs: 'wgs84' } as const;
const AWAY = { ...HOME, lon: 0, lat: 0 } as const;
const device = { position: HOME, mobility: 'FIXED' } as const;
const judge: JudgePosition = (reported, { position }) =>
  reported.lon === 0
    ? { fault: 'NULL_ISLAND', detail: 'no fix', ...(position ? { position } : {}) }
    : { position: reported };
const reading = (position?: GeoPosition, quality: Observation['quality'] = 'GOOD'): Observation => ({
  ...{ kind: 'value', deviceId: 'acme/d1', time: 1, receivedAt: 1, reading: 0, quality, simulated: false },
  ...{ channel: 'level', value: 1, ...(position ? { position } : {}) },
});

describe('positions of a message', () => {
  it('cost nothing where there are none', () => {
    const observations = [reading()];
    expect(checkPositions(observations, device, judge)).toEqual({ observations });
    expect(checkPositions(observations, device, judge).observations).toBe(observations);
  });

  it('that are not believed give way to the one to go by, and make the reading SUSPECT', () => {
    const { observations, report } = checkPositions([reading(AWAY), reading(), reading(AWAY, 'BAD')], device, judge);
    expect(report).toEqual({ fault: 'NULL_ISLAND', detail: 'no fix' });
    expect(observations).toEqual([reading(HOME, 'SUSPECT'), reading(), reading(HOME, 'BAD')]);
    const bare = checkPositions([reading(AWAY)], { mobility: 'MOBILE' }, judge).observations[0];
    expect(bare).not.toHaveProperty('position');
  });

  it('that are right pass as they are, and say that nothing is wrong any more', () => {
    const there = { ...HOME, lon: 108.94 };
    expect(checkPositions([reading(AWAY), reading(there)], device, judge)).toEqual({
      ...{ observations: [reading(HOME, 'SUSPECT'), reading(there)], report: {} },
    });
  });
});
