import { expect, test } from 'vitest';
import type { CityPort } from '../../gateway/pipeline/stage.ts';
import { candidate, city, deviceAt, devicePort, MINUTE, START } from './city.ts';
import { rig } from './rig.ts';

const { open } = rig('incident');
/** Metres north of `s1` at which the next grid, and the next street, begins. */
const [GRID, STREET] = [0.2 * 111_195, 0.4 * 111_195];
const flood = (name: string, change: Parameters<typeof candidate>[0] = {}) =>
  candidate({ deviceId: `acme/${name}`, category: 'E0406', certainty: 0.6, ...change });
const at = (...metres: number[]) => devicePort(...metres.map((north, i) => deviceAt(`w${i}`, north)));

test('neighbours in trouble are parts of the first case; three of them make it more urgent and surer', async () => {
  const stand = open({ devices: at(0, 200, 250) });
  await stand.decide(flood('w0'));
  await stand.decide(flood('w1', { at: START + MINUTE }));
  const incident = () => stand.all().at(-1);
  expect(incident()).toMatchObject({ severity: 3, parts: ['2512S0000002'], handlingLevel: 'UNIT', orgCode: 'S1' });
  await stand.decide(flood('w2', { at: START + 2 * MINUTE }));
  expect(incident()).toMatchObject({
    ...{ severity: 2, parts: ['2512S0000002', '2512S0000003'], devices: ['acme/w0', 'acme/w1', 'acme/w2'] },
    lastAt: START + 2 * MINUTE,
  });
  expect(incident()?.certainty).toBeCloseTo(1 - 0.4 ** 3);
  expect(stand.all().map(({ incidentNo }) => incidentNo)).toEqual(['2512S0000001', '2512S0000001', undefined]);
  expect(stand.types()).toEqual(['raised', 'raised', 'updated', 'raised', 'updated']);
  expect(stand.events().at(-1)?.reason).toBe('parts of this incident: 2512S0000003; severity raised to 2: 3 devices');
});

test('too far, too late or another category: another case', async () => {
  const stand = open({ devices: at(0, 310, 10, 20) });
  await stand.decide(flood('w0'), flood('w1'));
  await stand.decide(flood('w2', { at: START + 15 * MINUTE + 1 }), flood('w3', { category: 'E0498' }));
  expect(stand.all().flatMap(({ incidentNo }) => incidentNo ?? [])).toEqual([]);
});

test('over two grids of a street the street commands', async () => {
  const stand = open({ devices: at(GRID - 50, GRID + 50) });
  await stand.decide(flood('w0'), flood('w1'));
  expect(stand.all().map(({ gridCode }) => gridCode)).toEqual(['G002', 'G001']);
  expect(stand.all().at(-1)).toMatchObject({ orgCode: 'S1', handlingLevel: 'STREET' });
  expect(stand.all().at(-1)?.recipients).toBeUndefined();
});

test('over two streets the district commands, and both streets are told', async () => {
  const stand = open({ devices: at(STREET - 50, STREET + 50) });
  await stand.decide(flood('w0'), flood('w1'));
  const incident = stand.all().at(-1);
  expect(incident).toMatchObject({ orgCode: 'DISTRICT', handlingLevel: 'DISTRICT', recipients: ['S1', 'S2'] });
  expect(stand.all()[0]).toMatchObject({ orgCode: 'S2', incidentNo: incident?.caseNo });
  expect(stand.events().at(-1)).toMatchObject({ type: 'escalated', reason: /spreads beyond S1: DISTRICT commands/ });
  expect(
    stand.records.read.get('SELECT org_code AS org FROM case_record WHERE case_no = ?', incident?.caseNo ?? ''),
  ).toEqual({ org: 'DISTRICT' });
});

test('the lowest cell that holds all of it commands, and what was handed up is not handed down again', async () => {
  const asked: string[][] = [];
  const commonAncestor: NonNullable<CityPort['commonAncestor']> = (refs) => {
    asked.push(refs.map(({ code }) => code));
    return { orgCode: refs.some(({ path }) => path.includes('S3')) ? 'DISTRICT' : 'S12' };
  };
  const locate: CityPort['locate'] = (position) => {
    // A third street begins 100 m behind the second.
    const place = city.locate(position);
    if (position.lat < 31 + (STREET + 100) / 111_195) return place;
    return {
      ...place,
      grids: [{ system: 'duty', version: '1', code: 'G004', path: ['D', 'S3', 'G004'] }],
      orgCode: 'S3',
    };
  };
  const stand = open({
    devices: at(STREET - 50, STREET + 50, STREET + 150),
    city: { ...city, commonAncestor, locate },
  });
  const incident = () => stand.all().at(-1);
  await stand.decide(flood('w0'), flood('w1'));
  expect(incident()).toMatchObject({ orgCode: 'S12', handlingLevel: 'STREET', recipients: ['S1', 'S2'] });
  await stand.decide(flood('w2'));
  expect(incident()).toMatchObject({ orgCode: 'DISTRICT', handlingLevel: 'DISTRICT' });
  expect(incident()?.recipients).toEqual(['S1', 'S2', 'S12', 'S3']);
  await stand.decide(flood('w1', { episode: 2, part: 'other' }));
  expect(incident()?.orgCode, 'not handed down again').toBe('DISTRICT');
  expect(asked).toEqual([
    ['G002', 'G003'],
    ['G002', 'G004'],
  ]);
});

test('a closed incident takes no more parts', async () => {
  const stand = open({ devices: at(0, 10) });
  await stand.decide(flood('w0'));
  await stand.feedback('FALSE_ALARM', stand.one().caseNo);
  await stand.decide(flood('w1', { at: START + MINUTE }));
  expect(stand.all()[0]?.incidentNo).toBeUndefined();
});

test('parts are bounded: whoever comes later joins without a number of its own', async () => {
  const stand = open({ devices: at(...Array.from({ length: 60 }, (_, i) => i)) });
  for (let i = 0; i < 60; i++) await stand.decide(flood(`w${i}`, { at: START + i * 10_000 }));
  expect(stand.all()).toHaveLength(51);
  expect(stand.all().at(-1)).toMatchObject({ parts: { length: 50 }, occurrences: 10 });
});
