import { expect, test } from 'vitest';
import { candidate, device, deviceAt, devicePort, MINUTE, START } from './city.ts';
import { rig } from './rig.ts';

const { open, restart } = rig('mobile');
const van = device('van', { mobility: 'MOBILE' });
const SOUTH = { lon: 121.2, lat: 31, crs: 'wgs84' } as const;
const NORTH = { lon: 121.2, lat: 31.3, crs: 'wgs84' } as const;
const sees = (change: Parameters<typeof candidate>[0] = {}) =>
  candidate({ deviceId: 'acme/van', source: 'garbage', category: 'E0504', position: SOUTH, ...change });

test('what a van meets in another grid is another case, in the grid under it; what it meets again in the same one is not', async () => {
  const stand = open({ devices: devicePort(van) });
  await stand.decide(sees(), sees({ episode: 2, position: NORTH }), sees({ episode: 3, at: START + 1 }));
  expect(stand.all().map(({ gridCode, occurrences }) => [gridCode, occurrences])).toEqual(
    expect.arrayContaining([
      ['G001', 2],
      ['G002', 1],
    ]),
  );
  expect(stand.accounts()).toMatchObject({ opened: 2, attached: 1 });
});

test('the end of what it saw finds its case, wherever the van is by then, over a restart too', async () => {
  let stand = open({ devices: devicePort(van) });
  await stand.decide(sees(), sees({ episode: 2, position: NORTH }));
  stand = await restart(0, { devices: devicePort(van) });
  await stand.decide(sees({ type: 'clear', episode: 2, position: SOUTH, at: START + MINUTE }));
  const cleared = () => stand.all().flatMap(({ gridCode, clearedAt }) => (clearedAt === undefined ? [] : [gridCode]));
  expect(cleared()).toEqual(['G002']);
  await stand.decide(sees({ type: 'clear', episode: 1, at: START + 2 * MINUTE }));
  expect(cleared().sort()).toEqual(['G001', 'G002']);
  expect(stand.accounts()).toMatchObject({ opened: 2, cleared: 2, suppressed: {} });
});

test('a case reopens in its own grid only', async () => {
  const stand = open({ devices: devicePort(van) });
  await stand.decide(sees());
  for (const type of ['ACCEPTED', 'DISPOSED', 'CLOSED'] as const) await stand.feedback(type, stand.one().caseNo);
  await stand.decide(sees({ episode: 2, position: NORTH }), sees({ episode: 3 }));
  expect(stand.accounts()).toMatchObject({ opened: 2, reopened: 1 });
});

test('that the van is silent is one matter, wherever it is', async () => {
  const stand = open({ devices: devicePort(van) });
  const silence = { source: 'presence', category: 'E0490', rule: 'silent' };
  await stand.decide(sees(silence), sees({ ...silence, episode: 2, position: NORTH }));
  expect(stand.accounts()).toMatchObject({ opened: 1, attached: 1 });
});

test('an alarm of a drone that joined a leak stays there, and one it raises elsewhere does not', async () => {
  const stand = open({ devices: devicePort(van, deviceAt('leak', 50)) });
  await stand.decide(candidate({ deviceId: 'acme/leak', category: 'E0403' }));
  const hot = { category: 'E0105' };
  await stand.decide(sees({ ...hot, at: START + 1 }), sees({ ...hot, episode: 2, at: START + 2 }));
  expect(stand.one()).toMatchObject({ categoryCode: 'E0403', devices: ['acme/leak', 'acme/van'] });
  await stand.decide(sees({ ...hot, episode: 3, position: NORTH, at: START + 3 }));
  expect(
    stand
      .all()
      .map(({ categoryCode }) => categoryCode)
      .sort(),
  ).toEqual(['E0105', 'E0403']);
});
