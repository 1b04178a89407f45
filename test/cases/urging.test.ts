import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LADDER, rungsOf } from '../../gateway/cases/ladder.ts';
import type { Case } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, MINUTE, openCaseStand } from './stand.ts';

const { raisedAt } = sampleCase();
/** 区 → 街道 → 片区 → 单元 → 网格, dispatched by the street. */
const PATH = ['610104', '610104001', 'A1', 'U1', 'G1'];
const inGrid = (change: Partial<Case> = {}): Case =>
  sampleCase({
    gridCode: 'G1',
    grids: [{ system: 'lianhu', version: '1', code: 'G1', path: PATH }],
    orgCode: '610104001',
    responseDeadline: raisedAt + 3 * MINUTE,
    disposalDeadline: raisedAt + 600 * MINUTE,
    ...change,
  });
const codes = (change: Partial<Case>) => rungsOf(DEFAULT_LADDER, inGrid(change)).map(({ code }) => code);

let stand: CaseStand;
beforeEach(async () => {
  stand = openCaseStand();
  await stand.start();
});
afterEach(() => stand.close());

const steps = () =>
  stand.cases.events
    .read(0, 100)
    .filter(({ type }) => type === 'escalated')
    .map(({ at, case: { subState, escalation, recipients } }) => [
      (at - raisedAt) / MINUTE,
      subState,
      escalation,
      recipients?.at(-1),
    ]);

describe('who can be told', () => {
  test('by severity: minor matters stay in their grid, others in their street, danger to life goes up to the district', () => {
    expect(codes({ severity: 4 })).toEqual(['G1']);
    expect(codes({ severity: 3 })).toEqual(['G1', 'U1', 'A1', '610104001']);
    expect(codes({ severity: 2 })).toEqual(['G1', 'U1', 'A1', '610104001']);
    expect(codes({ severity: 1 })).toEqual(['G1', 'U1', 'A1', '610104001', '610104']);
  });

  test('from the level that handles it, beyond the severity where that is higher', () => {
    expect(codes({ severity: 2, handlingLevel: 'AREA' })).toEqual(['A1', '610104001']);
    expect(codes({ severity: 4, handlingLevel: 'DISTRICT' })).toEqual(['610104']);
  });

  test('levels that a grid system has not are left out; outside every grid the district is told', () => {
    const path = (...levels: string[]) => codes({ grids: [{ system: 's', version: '1', code: 'x', path: levels }] });
    expect(path('D', 'S', 'G')).toEqual(['G', 'S', 'D']);
    expect(path('D', 'S', 'A', 'G')).toEqual(['G', 'A', 'S', 'D']);
    expect(path('D', 'G')).toEqual(['G', 'D']);
    expect(path('D')).toEqual(['D']);
    expect(codes({ grids: [], severity: 4, orgCode: '610104' })).toEqual(['610104']);
  });
});

test('five levels are told one after the other, the district takes command, then three reminders', async () => {
  await stand.put(inGrid());
  await stand.advance(600 * MINUTE - 1);
  expect(steps()).toEqual([
    [3, 'OVERDUE', 1, 'G1'],
    [13, 'OVERDUE', 2, 'U1'],
    [23, 'OVERDUE', 3, 'A1'],
    // The street dispatches it already: no further recipient.
    [38, 'OVERDUE', 4, 'A1'],
    [68, 'ESCALATED', 5, '610104'],
    [128, 'ESCALATED', 6, '610104'],
    [188, 'ESCALATED', 7, '610104'],
    [248, 'ESCALATED', 8, '610104'],
  ]);
  expect(stand.now().recipients).toEqual(['G1', 'U1', 'A1', '610104']);
});

test('a minor matter never leaves its grid', async () => {
  await stand.put(inGrid({ severity: 4 }));
  await stand.advance(600 * MINUTE - 1);
  expect(steps().map(([, state, , told]) => [state, told])).toEqual(Array(4).fill(['OVERDUE', 'G1']));
});

test('an answer ends the ladder; the disposal deadline takes it up where it stood', async () => {
  await stand.put(inGrid({ disposalDeadline: raisedAt + 60 * MINUTE }));
  await stand.advance(15 * MINUTE);
  expect(steps()).toHaveLength(2);
  await stand.feedback('ACCEPTED');
  expect(stand.dueAt('escalation')).toBeUndefined();
  await stand.advance(44 * MINUTE);
  expect(steps()).toHaveLength(2);
  await stand.advance(1 * MINUTE);
  expect(steps().at(-1)).toEqual([60, 'OVERDUE', 3, 'A1']);
});

test('acting on an overdue disposal gives one more patience, not peace', async () => {
  await stand.put(inGrid({ subState: 'ACCEPTED', disposalDeadline: raisedAt + 10 * MINUTE }));
  await stand.advance(10 * MINUTE);
  await stand.feedback('DISPATCHED');
  expect(stand.now()).toMatchObject({ step: 2, subState: 'DISPATCHED' });
  await stand.advance(10 * MINUTE);
  expect(steps()).toEqual([
    [10, 'OVERDUE', 1, 'G1'],
    [20, 'OVERDUE', 2, 'U1'],
  ]);
  await stand.feedback('DISPOSED');
  expect(stand.timers()).toEqual([]);
});

test('work that is sent back climbs as well, from its return on', async () => {
  await stand.put(inGrid({ subState: 'DISPOSED', step: 3 }));
  await stand.feedback('RETURNED');
  expect(stand.now()).toMatchObject({ step: 5, subState: 'URGED' });
  await stand.advance(10 * MINUTE);
  expect(stand.reasons().at(-1)).toBe('urged in vain; told: grid G1');
});

test('a city has a ladder of its own, and reads it again while in use', async () => {
  let patience = 1 * MINUTE;
  const own = openCaseStand({
    ladder: () => ({
      ...DEFAULT_LADDER,
      levels: DEFAULT_LADDER.levels.map((level) => ({
        ...level,
        patience: { ms: patience, clock: 'continuous' as const },
      })),
    }),
  });
  await own.start();
  await own.put(inGrid());
  await own.advance(3 * MINUTE);
  expect(own.dueAt('escalation')).toBe(raisedAt + 4 * MINUTE);
  patience = 2 * MINUTE;
  await own.advance(1 * MINUTE);
  expect(own.dueAt('escalation')).toBe(raisedAt + 6 * MINUTE);
  await own.close();
});
