import { expect, test } from 'vitest';
import { candidate, device, devicePort, MINUTE, START } from './city.ts';
import { rig } from './rig.ts';

const { open } = rig('storm');
const names = (count: number) => Array.from({ length: count }, (_, i) => `d${i}`);
const fleet = (count: number) => devicePort(...names(count).map((name) => device(name)));
const storm = (count: number, change: Parameters<typeof candidate>[0] = {}, from = 0) =>
  names(count)
    .slice(from)
    .map((name) => candidate({ deviceId: `acme/${name}`, ...change }));

test('twenty new cases a minute are cases; the others join the first one, which says so once', async () => {
  const stand = open({ devices: fleet(300) });
  await stand.decide(...storm(300, { category: 'E0504' }));
  expect(stand.all()).toHaveLength(20);
  const [incident] = stand.all().filter(({ parts }) => parts !== undefined);
  expect(incident).toMatchObject({ parts: { length: 19 }, occurrences: 281, devices: { length: 50 } });
  expect(incident?.evidence).toHaveLength(20);
  const others = stand.all().filter(({ caseNo }) => caseNo !== incident?.caseNo);
  expect(others.every(({ incidentNo }) => incidentNo === incident?.caseNo)).toBe(true);
  expect(stand.accounts()).toMatchObject({ opened: 20, attached: 280 });
  expect(stand.events().filter(({ reason }) => reason?.startsWith('more than 20 new cases'))).toHaveLength(1);
  expect(stand.types()).toHaveLength(20 + 19 + 2);
});

test('the incident clears with the last alarm that joined it', async () => {
  const stand = open({ devices: fleet(30) });
  const change = { category: 'E0504' };
  await stand.decide(...storm(30, change));
  const incident = () => stand.all().find(({ parts }) => parts !== undefined);
  await stand.decide(...storm(29, { ...change, type: 'clear' }));
  expect(incident()?.clearedAt).toBeUndefined();
  await stand.decide(...storm(30, { ...change, type: 'clear', at: START + MINUTE }, 29));
  expect(incident()?.clearedAt).toBe(START + MINUTE);
  expect(stand.accounts()).toMatchObject({ cleared: 30, suppressed: {} });
});

test('the same number over a longer time is no storm, however fast it is worked off', async () => {
  const stand = open({ devices: fleet(60) });
  await stand.decide(...storm(60, { category: 'E0504' }).map((one, i) => ({ ...one, at: START + i * 3_001 })));
  expect(stand.all()).toHaveLength(60);
});

test('a storm ends with a pause, and goes on without one', async () => {
  const stand = open({ devices: fleet(40) });
  const change = { category: 'E0504' };
  await stand.decide(...storm(22, change));
  await stand.decide(...storm(23, { ...change, at: START + 50_000 }, 22));
  await stand.decide(...storm(24, { ...change, at: START + 100_000 }, 23));
  expect(stand.accounts()).toMatchObject({ opened: 20, attached: 4 });
  await stand.decide(...storm(25, { ...change, at: START + 160_001 }, 24));
  expect(stand.accounts().opened).toBe(21);
});

test('life safety is never swallowed; another category or grid is another storm', async () => {
  const stand = open({ devices: fleet(30) });
  await stand.decide(...storm(30, { category: 'E0403' }), ...storm(15, { category: 'E0504' }), ...storm(15));
  expect(stand.accounts()).toMatchObject({ opened: 60, attached: 0 });
});

test('a later alarm of a device that joined attaches there, and a repeated delivery changes nothing', async () => {
  const stand = open({ devices: fleet(21) });
  const all = storm(21, { category: 'E0504' });
  await stand.decide(...all);
  const before = stand.accounts();
  await stand.decide(...all);
  expect(stand.accounts()).toEqual(before);
  await stand.decide(candidate({ deviceId: 'acme/d20', category: 'E0504', episode: 2, at: START + 5 * MINUTE }));
  expect(stand.accounts()).toMatchObject({ opened: 20, attached: 2 });
});
