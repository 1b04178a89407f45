import { expect, test } from 'vitest';
import type { Clue } from '../../gateway/model/clue.ts';
import { candidate, deviceAt, devicePort, MINUTE, START } from './city.ts';
import { rig } from './rig.ts';

const { open } = rig('clues');
const devices = devicePort(deviceAt('s1', 0), deviceAt('far', 250));

let made = 0;
const clue = (change: Partial<Clue> = {}): Clue => ({
  clueId: `clue-${++made}`,
  source: 'PUBLIC',
  category: 'E0406',
  position: { lon: 121.2, lat: 31, crs: 'wgs84' },
  at: START,
  ...change,
});

test('a clue near an open case of the same major class speaks for it, once', async () => {
  const stand = open({ devices });
  await stand.decide(candidate({ category: 'E0406', certainty: 0.5 }));
  const { caseNo } = stand.one();
  const said = clue({ category: 'E0498', at: START + 15 * MINUTE, note: 'knee-deep' });
  expect(await stand.pipeline.clues.take(said)).toEqual({ applied: true, outcome: 'attached', caseNo });
  expect(await stand.pipeline.clues.take(said)).toEqual({ applied: false, outcome: 'attached', caseNo });
  expect(stand.one()).toMatchObject({ certainty: 0.7, occurrences: 1, evidence: { length: 2 } });
  expect(stand.one().evidence[1]).toEqual({
    kind: 'DOC',
    uri: `/v1/clues/${said.clueId}`,
    capturedAt: said.at,
    note: 'PUBLIC: knee-deep',
  });
  expect(stand.types()).toEqual(['raised', 'updated']);
});

test('too far, too late, another class or a restricted case: the clue waits, and no case comes of it', async () => {
  const stand = open({ devices });
  await stand.decide(candidate({ category: 'E0406' }), candidate({ category: 'E2199' }));
  for (const change of [
    { position: { lon: 121.2, lat: 31.002, crs: 'wgs84' as const } },
    { at: START + 15 * MINUTE + 1 },
    { category: 'E0105' },
    { category: 'E2199' },
  ])
    expect(await stand.pipeline.clues.take(clue(change))).toEqual({ applied: true, outcome: 'waiting' });
  expect(stand.all()).toHaveLength(2);
  expect(stand.types()).toEqual(['raised', 'raised']);
});

test('a clue that came first speaks for the case that begins nearby soon', async () => {
  const stand = open({ devices });
  const said = clue({ source: 'PATROL' });
  await stand.pipeline.clues.take(said);
  await stand.decide(candidate({ category: 'E0406', certainty: 0.5, at: START + 10 * MINUTE }));
  expect(stand.one()).toMatchObject({ certainty: 0.9, evidence: { length: 2 } });
  expect(stand.pipeline.clues.get(said.clueId)?.result).toMatchObject({
    ...{ outcome: 'attached', caseNo: stand.one().caseNo },
  });
  await stand.decide(candidate({ deviceId: 'acme/far', category: 'E0406', at: START + 10 * MINUTE }));
  expect(stand.all()[0]?.evidence, 'it speaks for one case').toHaveLength(1);
});

test('a clue confirms an alarm that waits for a second word', async () => {
  const stand = open({ devices });
  await stand.decide(candidate({ category: 'E0301', certainty: 0.4 }));
  expect(await stand.pipeline.clues.take(clue({ category: 'E0301' }))).toMatchObject({ outcome: 'waiting' });
  expect(await stand.pipeline.clues.take(clue({ category: 'E0301', source: 'HOTLINE' }))).toMatchObject({
    outcome: 'attached',
  });
  expect(stand.one().certainty).toBeCloseTo(1 - 0.6 * 0.6 * 0.5);
  expect(stand.accounts()).toMatchObject({ opened: 1, held: 0 });
});

test('an alarm and a clue that waits for it together need not wait', async () => {
  const stand = open({ devices });
  await stand.pipeline.clues.take(clue({ category: 'E0301' }));
  await stand.decide(candidate({ category: 'E0301', certainty: 0.5 }));
  expect(stand.one().certainty).toBeCloseTo(0.7);
});

test('only a category of kind CLUE makes a case of a clue alone', async () => {
  const stand = open({ devices });
  const result = await stand.pipeline.clues.take(clue({ category: 'E0801', source: 'HOTLINE' }));
  expect(result).toMatchObject({ applied: true, outcome: 'opened' });
  expect(stand.one()).toMatchObject({
    ...{ caseNo: result.caseNo, kind: 'CLUE', certainty: 0.5, devices: [], gridCode: 'G001', orgCode: 'S1' },
    verdict: { ruleId: 'clue', inputs: { source: 'HOTLINE' } },
  });
  await stand.pipeline.clues.take(clue({ category: 'E0801' }));
  expect(stand.one()).toMatchObject({ certainty: 0.7 });
});

test('a clue outside every grid is taken, one of an unknown category is refused', async () => {
  const stand = open({ devices });
  const position = { lon: 120, lat: 31, crs: 'wgs84' } as const;
  expect(await stand.pipeline.clues.take(clue({ category: 'E0801', position }))).toMatchObject({ outcome: 'opened' });
  expect(stand.one()).toMatchObject({ gridCode: 'UNGRIDDED', orgCode: 'DISTRICT' });
  await expect(stand.pipeline.clues.take(clue({ category: 'E9999' }))).rejects.toMatchObject({
    ...{ code: 'REQUEST_INVALID', path: 'category' },
  });
});

test('telephone and identity numbers do not stay in a note', async () => {
  const stand = open({ devices });
  const said = clue({ note: 'call 138 1234 5678 or 110101199003071234 at house 12, 3 floors' });
  await stand.pipeline.clues.take(said);
  expect(stand.pipeline.clues.get(said.clueId)?.clue.note).toBe('call … or … at house 12, 3 floors');
  expect(stand.pipeline.clues.get('nobody')).toBeUndefined();
});

test('a clue whose id is half a character holds up no alarm near it', async () => {
  const stand = open({ devices });
  await stand.pipeline.clues.take(clue({ clueId: 'a\ud800' }));
  await stand.decide(candidate({ category: 'E0406', certainty: 0.5 }));
  expect(stand.one().caseNo).toBeTruthy();
});
