import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ALLOWED, TRANSITIONS } from '../../gateway/cases/lifecycle.ts';
import type { Case, CaseSubState } from '../../gateway/model/case.ts';
import { FEEDBACK_TYPES, type Feedback, type FeedbackType } from '../../gateway/model/feedback.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, MINUTE, openCaseStand } from './stand.ts';

const { caseNo, orgCode, raisedAt } = sampleCase();
const DUPLICATE = '2512S9999999';
/** One store for all orders of arrival: each has a case of its own. */
let stand: CaseStand;
let made = 0;

beforeAll(async () => {
  stand = openCaseStand({ at: raisedAt + 30 * MINUTE });
  await stand.put(sampleCase({ caseNo: DUPLICATE, attachKey: 'other' }));
});
afterAll(() => stand.close());

/** A word `index` minutes after the case was raised. */
const word = (type: FeedbackType, index: number): Feedback => ({
  ...{ feedbackId: `f-${index}`, caseNo, type, at: raisedAt + index * MINUTE },
  ...(type === 'EXTENDED' ? { until: sampleCase().disposalDeadline + index * MINUTE } : {}),
  ...(type === 'DUPLICATE_OF' ? { duplicateOf: DUPLICATE } : {}),
});

/** A case of its own, without deadlines: only words take part. */
async function freshCase(): Promise<string> {
  const fresh = `2512S${String(++made).padStart(7, '0')}`;
  await stand.put(sampleCase({ caseNo: fresh, attachKey: fresh }));
  await stand.records.write((tx) => tx.run('DELETE FROM timer WHERE key = ?', fresh));
  return fresh;
}

const toCase = (words: readonly Feedback[], fresh: string) =>
  words.map((each) => ({ ...each, caseNo: fresh, feedbackId: `${fresh}-${each.feedbackId}` }));

/** What a case is in the end; what came when does not show in it. */
const stateOf = ({ step, subState, closedAt, disposedAt, disposalDeadline, verification, mergedInto }: Case) => ({
  ...{ step, subState, closedAt, disposedAt, disposalDeadline, verification, mergedInto },
});

/** By MQTT: words that come too early wait. */
async function byMqtt(words: readonly Feedback[]): Promise<Case> {
  const fresh = await freshCase();
  for (const each of toCase(words, fresh)) await stand.cases.applyFeedback(each, { orgCode, mayWait: true });
  expect(stand.cases.caseHistory(fresh)?.feedback).toHaveLength(words.length);
  expect(stand.records.read.all('SELECT 1 FROM early_feedback WHERE case_no = ?', fresh)).toEqual([]);
  return stand.now(fresh);
}

/** By HTTP: words that come too early are refused, and their sender comes again. */
async function byHttp(words: readonly Feedback[]): Promise<Case> {
  const fresh = await freshCase();
  let waiting = toCase(words, fresh);
  for (let round = 0; waiting.length > 0; round++) {
    expect(round, 'every word is taken sooner or later').toBeLessThanOrEqual(words.length);
    const again: typeof waiting = [];
    for (const each of waiting) {
      try {
        await stand.cases.applyFeedback(each, { orgCode });
      } catch (error) {
        expect(error).toMatchObject({ code: 'STEP_ILLEGAL' });
        again.push(each);
      }
    }
    waiting = again;
  }
  return stand.now(fresh);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}

const HISTORIES: readonly (readonly FeedbackType[])[] = [
  ['ACCEPTED', 'DISPATCHED', 'DISPOSED', 'CLOSED'],
  ['DISPATCHED', 'ARRIVED', 'DISPOSED', 'VERIFIED'],
  ['ACCEPTED', 'DISPOSED', 'RETURNED', 'DISPOSED'],
  ['ACCEPTED', 'SUSPENDED', 'EXTENDED', 'DISPOSED'],
  ['ACCEPTED', 'DISPATCHED', 'FALSE_ALARM', 'ARCHIVED'],
  ['ACCEPTED', 'DISPATCHED', 'DUPLICATE_OF', 'ARCHIVED'],
];

describe.each(HISTORIES.map((types) => [types.join(' → '), types] as const))('%s', (_, types) => {
  test('ends the same in every order of arrival, by MQTT and by HTTP', async () => {
    const words = types.map(word);
    const expected = stateOf(await byMqtt(words));
    const last = types.at(-1) ?? 'ACCEPTED';
    expect(expected.subState).toBe(TRANSITIONS[last].to?.subState);
    // Side by side, since each write waits for the disk.
    const tries = permutations(words).map(async (order) => {
      const name = order.map(({ type }) => type).join(', ');
      expect(stateOf(await byMqtt(order)), name).toEqual(expected);
      expect(stateOf(await byHttp(order)), name).toEqual(expected);
    });
    await Promise.all(tries);
  });
});

/** Any history in which each word was allowed when it was spoken. */
const history = fc.array(fc.nat(), { minLength: 1, maxLength: 8 }).map((choices) => {
  let state: CaseSubState = 'RAISED';
  const words: Feedback[] = [];
  for (const choice of choices) {
    const allowed: readonly FeedbackType[] = ALLOWED[state];
    const type: FeedbackType | undefined = allowed[choice % allowed.length];
    if (type === undefined) break;
    words.push(word(type, words.length + 1));
    state = TRANSITIONS[type].to?.subState ?? state;
  }
  return words;
});

test('every legal history ends the same in every order of arrival', async () => {
  const orders = history.chain((words) =>
    fc.record({ words: fc.constant(words), order: fc.shuffledSubarray(words, { minLength: words.length }) }),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ({ words, order }) => {
      expect(stateOf(await byMqtt(order))).toEqual(stateOf(await byMqtt(words)));
    }),
    { numRuns: 60 },
  );
});

test('every type takes part in the histories tried', () => {
  const tried = fc.sample(history, { numRuns: 500, seed: 7 }).flat();
  expect(new Set(tried.map(({ type }) => type))).toEqual(new Set(FEEDBACK_TYPES));
});

describe('one word', () => {
  const told: [string, string, string][] = [];
  let own: CaseStand;
  beforeEach(async () => {
    told.length = 0;
    own = openCaseStand({
      at: raisedAt + 30 * MINUTE,
      refused: ({ feedbackId }, org, { detail }) => told.push([feedbackId, org, detail]),
    });
    await own.put(sampleCase());
    await own.records.write((tx) => tx.run('DELETE FROM timer'));
    await own.start();
  });
  afterEach(() => own.close());
  const say = (type: FeedbackType, index: number, change: Partial<Feedback> = {}) =>
    own.cases.applyFeedback({ ...word(type, index), ...change }, { orgCode, mayWait: true });

  test('that waits in vain is refused after two minutes, and its sender told', async () => {
    expect(await say('CLOSED', 6)).toMatchObject({ applied: false, waiting: true, case: { subState: 'RAISED' } });
    expect(await say('CLOSED', 6)).toMatchObject({ applied: false, waiting: true });
    await own.advance(2 * MINUTE - 1);
    expect(told).toEqual([]);
    await own.advance(1);
    const detail = `case ${caseNo} is RAISED, CLOSED waited in vain for the words before it; allowed now: ${ALLOWED.RAISED.join(', ')}`;
    expect(told).toEqual([['f-6', orgCode, detail]]);
    expect(own.timers()).toEqual([]);
    expect(own.types()).toEqual(['raised']);
  });

  test('that can never be allowed is refused at once', async () => {
    await say('FALSE_ALARM', 1);
    await expect(say('DISPOSED', 2)).rejects.toMatchObject({ code: 'STEP_ILLEGAL' });
  });

  test('waits with nineteen others at most', async () => {
    for (let index = 1; index <= 20; index++) await say('CLOSED', index);
    await expect(say('CLOSED', 21)).rejects.toMatchObject({ code: 'STEP_ILLEGAL' });
  });

  test('of a clock that runs ahead does not block those behind it', async () => {
    await say('ACCEPTED', 1, { at: own.clock.now() + 5 * MINUTE });
    await own.advance(MINUTE);
    await say('DISPATCHED', 2, { at: own.clock.now() });
    expect(own.now().subState).toBe('DISPATCHED');
  });
});
