import { expect, test } from 'vitest';
import type { CityPort } from '../../gateway/pipeline/stage.ts';
import { candidate, city, device, devicePort, MINUTE, START } from './city.ts';
import { rig } from './rig.ts';

const { open } = rig('assign');
type Categories = Parameters<CityPort['category']>[0];

/** The city with another category E0504 and whatever else it is told. */
const cityWith = (change: object, more: Partial<CityPort> = {}): CityPort => ({
  ...city,
  category(code: Categories) {
    const category = city.category(code);
    return category && code === 'E0504' ? { ...category, ...change } : category;
  },
  ...more,
});
const alarm = (change: Parameters<typeof candidate>[0] = {}) => candidate({ category: 'E0504', ...change });

/** The case of one alarm in such a city. */
async function assigned(
  change: object,
  more: Partial<CityPort> = {},
  raise: Parameters<typeof candidate>[0] = {},
  siteClass: 'ORDINARY' | 'MAJOR_HAZARD' = 'ORDINARY',
) {
  const stand = open({
    file: ':memory:',
    city: cityWith(change, more),
    devices: devicePort(device('s1', { siteClass })),
  });
  await stand.decide(alarm(raise));
  const subject = stand.one();
  await stand.close();
  return subject;
}

const communityOf = (path: readonly string[]) => (path.includes('G001') ? 'N7' : undefined);
const selfGoverned: Partial<CityPort> = {
  communityOf,
  locate(position) {
    const location = city.locate(position);
    return { ...location, grids: location.grids.map((grid) => ({ ...grid, type: 'SELF_GOVERNED' as const })) };
  },
};

test('layer, line and emergency flow come from the category, kind and severity from the rule before it', async () => {
  const category = { layer: 'FACADE', line: 'GRID', emergencyFlow: 6 };
  expect(await assigned(category)).toMatchObject({ ...category, kind: 'ALARM', severity: 4 });
  expect(await assigned(category, {}, { kind: 'WARNING', severity: 2 })).toMatchObject({
    kind: 'WARNING',
    severity: 2,
  });
});

test('the level that settles it follows severity, small matters lowest', async () => {
  const levels = [];
  for (const severity of [4, 3, 2, 1] as const) levels.push((await assigned({}, {}, { severity })).handlingLevel);
  expect(levels).toEqual(['GRID', 'UNIT', 'AREA', 'STREET']);
  const bySeverity = { 1: 'DISTRICT', 2: 'DISTRICT', 3: 'STREET', 4: 'AREA' } as const;
  const ladder = {
    levels: [],
    bySeverity: Object.fromEntries(Object.entries(bySeverity).map(([s, from]) => [s, { from, to: from }])),
  } as unknown as NonNullable<CityPort['ladder']>;
  expect((await assigned({}, { ladder })).handlingLevel).toBe('AREA');
});

test('the class of the site changes severity and both deadlines', async () => {
  const more: Partial<CityPort> = {
    severityOf: (_, siteClass, ruleSays) => (siteClass === 'MAJOR_HAZARD' ? 1 : (ruleSays ?? 3)),
    deadlines: (_, from, siteClass) => {
      const minutes = siteClass === 'MAJOR_HAZARD' ? 3 : 5;
      return { response: from + minutes * MINUTE, disposal: from + 10 * minutes * MINUTE };
    },
  };
  expect(await assigned({}, more)).toMatchObject({ severity: 3, responseDeadline: START + 5 * MINUTE });
  expect(await assigned({}, more, {}, 'MAJOR_HAZARD')).toMatchObject({
    ...{ severity: 1, handlingLevel: 'STREET' },
    ...{ responseDeadline: START + 3 * MINUTE, disposalDeadline: START + 30 * MINUTE },
  });
});

test('a joint case goes to neighbourhood and department, in a self-governed grid the neighbourhood looks first', async () => {
  expect((await assigned({ joint: true }, { communityOf })).recipients).toEqual(['N7', 'fire']);
  expect((await assigned({ joint: true })).recipients).toEqual(['S1', 'fire']);
  expect((await assigned({}, { communityOf })).recipients).toBeUndefined();
  const own = await assigned({}, selfGoverned, { severity: 2 });
  expect(own).toMatchObject({ recipients: ['N7'], handlingLevel: 'GRID', orgCode: 'S1' });
  expect((await assigned({}, selfGoverned, { severity: 1 })).handlingLevel).toBe('STREET');
});

test('where there is a gate a case waits for a person, unless it flows by itself or is life safety', async () => {
  const gate = { reviewGate: true };
  expect(await assigned({}, gate)).toMatchObject({ subState: 'PENDING_REVIEW' });
  expect(await assigned({ emergencyFlow: 5 }, gate)).toMatchObject({ subState: 'RAISED', emergencyFlow: 5 });
  expect(await assigned({ emergencyFlow: 5, restricted: true }, gate)).toMatchObject({ subState: 'PENDING_REVIEW' });
  expect(await assigned({ autoFlow: true }, gate)).toMatchObject({ subState: 'RAISED', autoAccept: true });
  expect(await assigned({ lifeSafety: true }, gate)).toMatchObject({ subState: 'RAISED' });
  expect(await assigned({ autoFlow: true, restricted: true }, gate)).toMatchObject({ subState: 'PENDING_REVIEW' });
  expect(await assigned({})).toMatchObject({ subState: 'RAISED' });
});

test('the mode in force is named, and may give other hands', async () => {
  const routing = [{ categories: ['E0504'], dept: 'water', responderRole: 'pump crew', level: 'AREA' as const }];
  const flood = await assigned({}, { mode: () => ({ id: 'FLOOD', routing, deferred: [] }) });
  expect(flood).toMatchObject({
    ...{ mode: 'FLOOD', responsibleDept: 'water', responderRole: 'pump crew', handlingLevel: 'AREA' },
  });
});

test('who is on duty is asked with the place, the time and how busy the grid is', async () => {
  const asked: unknown[] = [];
  const stand = open({
    city: cityWith(
      {},
      {
        dutyHint(place, { code }, at, openCases) {
          asked.push([place.gridCode, code, at, openCases]);
          return { post: 'P3', name: { zh: '三岗', en: 'post 3' }, role: 'patrol' };
        },
      },
    ),
    devices: devicePort(device('s1'), device('s2')),
  });
  await stand.decide(alarm(), alarm({ deviceId: 'acme/s2' }));
  expect(asked).toEqual([
    ['G001', 'E0504', START, 0],
    ['G001', 'E0504', START, 1],
  ]);
  expect(stand.all()[0]?.dutyHint).toMatchObject({ post: 'P3' });
});

test('a fault goes to whoever maintains', async () => {
  const change = { departments: { maintain: 'keeper' } };
  expect((await assigned(change)).responsibleDept).toBe('fire');
  expect((await assigned(change, {}, { kind: 'FAULT' })).responsibleDept).toBe('keeper');
});
