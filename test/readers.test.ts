import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Clock, realClock } from '../gateway/clock.ts';
import { GatewayError } from '../gateway/errors.ts';
import { type Inbox, openInbox } from '../gateway/inbox/inbox.ts';
import { openSeal } from '../gateway/inbox/seal.ts';
import { silentLog } from '../gateway/log.ts';
import { createMetrics } from '../gateway/metrics.ts';
import type { Feedback } from '../gateway/model/feedback.ts';
import { FEEDBACK, startFeedbackReader } from '../gateway/readers.ts';
import { rawMessage } from './support/adapter-fixtures.ts';
import { testDir } from './support/test-dir.ts';

/** Retries come at once: what counts is how many there are. */
const clock: Clock = { ...realClock(), wait: () => new Promise((resolve) => setImmediate(resolve)) };
let inbox: Inbox;

beforeEach(() => {
  const path = testDir();
  const common = { clock: realClock(), log: silentLog(), metrics: createMetrics() };
  inbox = openInbox({ ...common, path, quota: 1e9, other: FEEDBACK, seal: openSeal(join(path, 'keys')) });
});
afterEach(() => inbox.close());

const say = (feedbackId: string) =>
  inbox.append({
    ...rawMessage({
      json: { feedbackId, caseNo: '2512S0000001', type: 'ACCEPTED', at: 1_764_720_000_000 },
      ...{ vendor: 'feedback', device: 'lianhu', topic: 'v1/feedback/lianhu' },
    }),
  });

function start(fail: (feedback: Feedback, attempt: number) => Error | undefined) {
  const attempts: string[] = [];
  const answers: Record<string, unknown>[] = [];
  const reader = startFeedbackReader({
    ...{ inbox, clock, logger: silentLog() },
    async apply(feedback) {
      attempts.push(feedback.feedbackId);
      const error = fail(feedback, attempts.filter((id) => id === feedback.feedbackId).length);
      if (error) throw error;
    },
    answer: (_orgCode, document) => void answers.push(document),
  });
  return { reader, attempts, answers };
}

test('a defect that stops one word of feedback stops it five times, then its sender is told and the next one is read', async () => {
  const { reader, attempts, answers } = start(({ feedbackId }) =>
    feedbackId === 'bad' ? new TypeError('of undefined') : undefined,
  );
  await say('bad');
  await say('good');
  await reader.idle();
  expect(attempts.filter((id) => id === 'bad')).toHaveLength(5);
  expect(attempts.at(-1)).toBe('good');
  expect(answers).toEqual([
    {
      ...{ code: 'INTERNAL', title: 'A defect in the gateway', detail: 'of undefined', feedbackId: 'bad' },
      topic: 'v1/feedback/lianhu',
    },
  ]);
  expect(reader.lag()).toBe(0);
  await reader.stop();
});

test('an outage of the store is waited for, however long it lasts', async () => {
  const { reader, attempts, answers } = start((_, attempt) =>
    attempt < 20 ? new GatewayError('RECORDS_FAILED', 'the disk is away') : undefined,
  );
  await say('patient');
  await reader.idle();
  expect([attempts.length, answers]).toEqual([20, []]);
  await reader.stop();
});

test('a defect that goes away is no refusal', async () => {
  const { reader, attempts, answers } = start((_, attempt) => (attempt < 5 ? new TypeError('once') : undefined));
  await say('a');
  await reader.idle();
  await say('b');
  await reader.idle();
  expect([attempts.length, answers]).toEqual([10, []]);
  await reader.stop();
});
