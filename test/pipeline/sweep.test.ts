import { expect, test } from 'vitest';
import { caseSearch } from '../../gateway/cases/case-search.ts';
import { sweep } from '../../gateway/pipeline/sweep.ts';
import { candidate, device, devicePort, START, silent } from './city.ts';
import { rig } from './rig.ts';

const { open } = rig('sweep');
const DAY = 86_400_000;

test('what can belong to nothing new is forgotten after a day, members with their case', async () => {
  const names = Array.from({ length: 25 }, (_, i) => `d${i}`);
  const stand = open({ devices: devicePort(...names.map((name) => device(name))) });
  await stand.decide(...names.map((name) => candidate({ deviceId: `acme/${name}`, category: 'E0504' })));
  await stand.decide(...names.map((name) => silent(name)));
  await stand.decide(candidate({ deviceId: 'acme/d0', category: 'E0504', type: 'clear' }));
  const count = (table: string) => stand.records.read.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n;
  expect(await sweep(stand.records, caseSearch, START + DAY)).toBe(0);
  expect([count('case_spot'), count('case_member'), count('chatter')]).toEqual([23, 27, 1]);
  expect(await sweep(stand.records, caseSearch, START + DAY + 1)).toBeGreaterThan(0);
  expect([count('case_spot'), count('vendor_silence'), count('chatter')]).toEqual([0, 0, 0]);
  expect(count('case_member'), 'their cases are open').toBe(27);
});
