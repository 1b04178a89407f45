import { expect, test } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { combine, reliabilityOf } from '../../gateway/pipeline/certainty.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';

test('independent sources make surer: 1 − Π(1 − p)', () => {
  expect(combine([0.6])).toBe(0.6);
  expect(combine([])).toBe(0);
  expect(combine([0.6, 0.5, 0.2])).toBeCloseTo(1 - 0.4 * 0.5 * 0.8);
  expect(combine([1, 0.3])).toBe(1);
});

test.each([
  [0, 0, 1],
  [0, 2, 0.8],
  [12, 5, 0.8],
  [0, 32, 0.2],
  [0, 10_000, 0.2],
  [500, 0, 1],
])('%i confirmed and %i false alarms: reliability %d', async (confirmed, wrong, expected) => {
  const records = openRecords(openDatabase(':memory:'), stepClock(0));
  await records.write((tx) => tx.run(`INSERT INTO device_reliability VALUES ('a/b', ?, ?)`, confirmed, wrong));
  expect(reliabilityOf(records.read, 'a/b')).toBeCloseTo(expected);
  expect(reliabilityOf(records.read, 'a/unknown')).toBe(1);
  await records.close();
});
