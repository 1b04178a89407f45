import { describe, expect, it } from 'vitest';
import { SENSORS } from '../../simulators/sensors/sensors.ts';
import { decide, sentBy } from '../support/class-rig.ts';

const HOUR = 3_600_000;

describe('three devices that nothing is wrong with', () => {
  // A Friday and a Saturday in summer, a working day and a day of rest; a day in winter.
  it.each(
    SENSORS.flatMap(({ type, every }) => [
      { type, every, start: '2026-06-05T00:00:00+08:00', hours: 48 },
      { type, every, start: '2026-12-18T00:00:00+08:00', hours: 24 },
    ]),
  )('$type from $start raise nothing for $hours hours', async ({ type, every, start, hours }) => {
    const sent = sentBy({ start, duration: `${hours}h`, tick: '1min', fleets: [{ type, count: 3 }] });
    expect(sent.length).toBeGreaterThanOrEqual((3 * hours * HOUR) / every);
    expect(await decide(sent, Date.parse(start) + hours * HOUR)).toEqual([]);
  });
});
