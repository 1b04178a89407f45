import { expect, it } from 'vitest';
import { encodeCandidate } from '../../gateway/candidate-codec.ts';
import { stepClock } from '../../gateway/clock.ts';
import type { CaseCandidate } from '../../gateway/model/candidate.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { alarmsIn, compareAlarms } from '../../gateway/trials/alarms.ts';

const T0 = 1_764_720_000_000;
const candidate = (device: string, at: number, more: Partial<CaseCandidate> = {}): CaseCandidate => ({
  ...{ candidateId: `${device}-${at}-${more.type ?? 'raise'}`, type: 'raise', deviceId: device, source: 'temperature' },
  ...{ part: '', category: 'E0498', certainty: 0.9, at, since: at, simulated: false, commit: 1, frame: 0 },
  verdict: { ruleId: 'heat', ruleVersion: '1', episode: 1, inputs: { temperature: 60, set: 57 } },
  ...more,
});

async function storeOf(candidates: readonly CaseCandidate[]) {
  const records = openRecords(openDatabase(':memory:'), stepClock(T0));
  await records.write((tx) => {
    for (const one of candidates)
      tx.run(
        `INSERT INTO candidate (candidate_id, type, outcome, at, decided_at, body) VALUES (?, ?, 'shadow', ?, ?, ?)`,
        ...[one.candidateId, one.type, one.at, one.at, encodeCandidate(one)],
      );
  });
  return records.read;
}

it('reads alarms with their ends, the newest so many', async () => {
  const read = await storeOf([
    candidate('a/1', T0 - 5),
    candidate('a/1', T0, { verdict: { ruleId: 'heat', ruleVersion: '1', episode: 2, inputs: {} } }),
    candidate('a/1', T0 + 9, { type: 'clear', verdict: { ruleId: 'heat', ruleVersion: '1', episode: 2, inputs: {} } }),
    candidate('a/2', T0 + 1),
  ]);
  const { alarms, cut } = alarmsIn(read, T0, 100);
  expect(alarms.map(({ subject, from, until }) => [subject, from, until])).toEqual([
    ['a/1#', T0, T0 + 9],
    ['a/2#', T0 + 1, undefined],
  ]);
  expect(cut).toBe(false);
  expect(alarmsIn(read, T0 - 9, 2)).toMatchObject({ cut: true, alarms: [{ device: 'a/2' }] });
});

it('counts by rule, and names what one side alone saw or saw at another time', async () => {
  const sideOf = async (...candidates: CaseCandidate[]) => alarmsIn(await storeOf(candidates), T0, 100).alarms;
  const live = await sideOf(candidate('a/1', T0), candidate('a/2', T0), candidate('a/3', T0 + 60_000));
  const shadow = await sideOf(candidate('a/1', T0), candidate('a/3', T0), candidate('a/4', T0 + 1));
  const { byRule, differences, ...counts } = compareAlarms(live, shadow);
  expect(counts).toEqual({ live: 3, shadow: 3, same: 1 });
  expect(byRule).toEqual([{ ruleId: 'heat', live: 3, shadow: 3, gained: 1, lost: 1 }]);
  expect(differences.map(({ change, device, byMs }) => [change, device, byMs])).toEqual([
    ['lost', 'a/2', undefined],
    ['earlier', 'a/3', -60_000],
    ['gained', 'a/4', undefined],
  ]);
  expect(differences[1]?.explanation).toMatch(/^60 s earlier; live: heat \(temperature 60, set 57\)/);
});
