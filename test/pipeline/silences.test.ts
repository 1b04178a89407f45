import { expect, test } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import type { NewSilence } from '../../gateway/model/silence.ts';
import { openSilences } from '../../gateway/pipeline/silences.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { device, START } from './city.ts';

const DAY = 86_400_000;
const subject = { device: device('s1'), category: 'E0498', grids: ['G001', 'S1', 'D'] };

function stand() {
  const clock = stepClock(START);
  const records = openRecords(openDatabase(':memory:'), clock);
  return { clock, records, silences: openSilences({ records, clock }) };
}

const during = (match: NewSilence['match']): NewSilence => ({ match, from: START, until: START + DAY, reason: 'x' });

test.each<[NewSilence['match'], boolean]>([
  [{ device: 'acme/s1' }, true],
  [{ device: 'acme/s2' }, false],
  [{ vendor: 'acme', typeId: 'smoke' }, true],
  [{ vendor: 'acme', typeId: 'door' }, false],
  [{ grid: 'S1' }, true],
  [{ grid: 'S2' }, false],
  [{ category: 'E0498', grid: 'D' }, true],
  [{ category: 'E0406', grid: 'D' }, false],
])('every value it gives must be that of the alarm: %j', async (match, expected) => {
  const { silences, records } = stand();
  await silences.add(during(match));
  expect(silences.matches(subject, START)).toBe(expected);
  expect(silences.matches(subject, START - 1)).toBe(false);
  expect(silences.matches(subject, START + DAY)).toBe(false);
  await records.close();
});

test('one that is over counts for alarms from its time for a day, then it is forgotten', async () => {
  const { silences, clock, records } = stand();
  const { silenceId } = await silences.add(during({ vendor: 'acme' }));
  clock.advance(START + 1_000);
  await silences.end(silenceId);
  expect(silences.list()).toMatchObject([{ silenceId, until: START + 1_000 }]);
  expect([silences.matches(subject, START + 999), silences.matches(subject, START + 1_000)]).toEqual([true, false]);
  clock.advance(START + 2 * DAY);
  await silences.add({ ...during({ vendor: 'other' }), until: START + 3 * DAY });
  expect(silences.list()).toHaveLength(1);
  expect(openSilences({ records, clock }).list()).toHaveLength(1);
  await records.close();
});

test('a thousand stand at a time', async () => {
  const { silences, records } = stand();
  await Promise.all(Array.from({ length: 1_000 }, () => silences.add(during({ vendor: 'acme' }))));
  await expect(silences.add(during({ vendor: 'acme' }))).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  await records.close();
});
