import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CASE_EVENT_TYPES } from '../gateway/model/case.ts';

/** Where a promise is put to the test: a file and what its test is called. */
type Proof = readonly [file: string, title: string];

/** What the gateway guarantees, each with the tests that try to break it. */
const GUARANTEES: Readonly<Record<string, readonly Proof[]>> = {
  'an acknowledged message is on disk: kill -9 at any instant loses nothing': [
    ['inbox/inbox.test.ts', 'holds every message acknowledged before kill -9'],
    ['faults/f01-kills.test.ts', 'keeps what it acknowledged when everything around it and it itself is killed'],
    ['e2e/lab.test.ts', 'raises every acknowledged alarm once, though the gateway is killed three times'],
  ],
  'one happening is one case, through redelivery, reconnects, wiped queues and restarts': [
    ['pipeline/pipeline.test.ts', 'the same candidates delivered again, also after a restart, change nothing'],
    ['faults/f11-duplicates.test.ts', 'makes one case of what comes twice'],
    ['faults/f03-forgetful-redis.test.ts', 'needs nothing that Redis forgets or remembers wrongly'],
    ['rules/engine.test.ts', 'raises nothing on a thousand baselines, and once on a change'],
    ['rules/engine.test.ts', 'tells two doors of one controller apart'],
  ],
  'every case event at least once, with one id, in order per case, from any cursor again': [
    ['e2e/consumer.test.ts', 'on every face it gets every case event once by id and in order per case'],
    ['delivery/delivery.test.ts', 'keeps the order of each case while attempts fail, and lets other cases pass'],
    ['delivery/delivery.test.ts', 'then keeps a dead letter that does not hold later events back'],
    ['delivery/delivery.test.ts', 'replays a range with the same ids, counted apart, older events included'],
    ['cases/outbox.test.ts', 'events in commit order without gaps, though transactions fail between them'],
  ],
  'stores and receivers may be away: nothing is lost, ingest goes on and catches up; at the quota nothing is acknowledged':
    [
      ['series/influx-outage.test.ts', 'loses nothing when the server is killed while batches are written'],
      [
        'pipeline/queue.test.ts',
        'a Redis that comes up after the gateway gets the turns that ran in process until then',
      ],
      [
        'delivery/delivery.test.ts',
        'leaves a receiver that is away alone, and brings everything at once when it is back',
      ],
      ['faults/f02-partitions.test.ts', 'keeps what it acknowledged when its networks fail'],
      ['inbox/inbox.test.ts', 'refuses at the quota instead of dropping, and takes messages again after a trim'],
    ],
  'what is not understood is kept with a reason, its sender is told, and it can be replayed': [
    ['e2e/contract.test.ts', 'a real gateway prints, answers and publishes what the contract says'],
    ['series/conformance.test.ts', 'makes a dead letter of what cannot be stored and stores its neighbours'],
    ['faults/f18-payloads.test.ts', 'throws nothing but a reason, and no line breaks in two'],
  ],
  'the accounts balance': [
    ['accounts.test.ts', 'balance when every line adds up'],
    ['e2e/accounts.test.ts', 'raises one fault of its own while its accounts do not balance'],
    ['e2e/backup.test.ts', 'nothing is lost, doubled or out of balance'],
    ['pipeline/reasons.test.ts', 'every reason of the closed sets has a story that ends with it'],
  ],
  'a device acts under its own name only; nothing personal leaves an adapter': [
    ['transport/mqtt-access.test.ts', 'whatever the topic, a device reaches no name but its own'],
    ['http/restricted-canary.test.ts', 'lets a restricted case leave through no lane but its own'],
    ['redact.test.ts', 'shows no name that nobody declared'],
  ],
  'everything that grows has a bound': [
    ['faults/f19-memory.test.ts', 'does not grow under a steady load'],
    ['inbox/routes.test.ts', 'at its bound it starts afresh'],
    ['cases/merge.test.ts', 'what a case names stays bounded'],
  ],
  'the data directory has a version, one holder, and a backup of one point in time': [
    ['data-dir.test.ts', 'refuses a newer format and a path that cannot be a folder'],
    ['data-dir.test.ts', 'keeps the gateway id and refuses a second holder'],
    ['e2e/backup.test.ts', 'is one point in time under load'],
  ],
};

/** Edges of a case's life that no word of feedback makes; those that one makes are swept in cases/edges.test.ts. */
const EDGES: Readonly<Record<string, Proof>> = {
  'nothing → RAISED': ['pipeline/pipeline.test.ts', 'a raise becomes a case with its grid'],
  'nothing → PENDING_REVIEW': ['cases/lifecycle.test.ts', 'nothing but a person lets a case pass its review'],
  'closed → RAISED, by an alarm within the window': [
    ...(['pipeline/pipeline.test.ts', 'within 30 minutes after its closing a case comes back'] as const),
  ],
  'closed → a new case that names it': ['pipeline/pipeline.test.ts', 'later a new one names it'],
  'archived stays archived': ['pipeline/pipeline.test.ts', 'an archived case stays closed for good'],
  'unanswered → OVERDUE': ['cases/deadlines.test.ts', 'an answer at 2:59.999 is in time, one at 3:00 is late'],
  'OVERDUE → ESCALATED': [
    'cases/urging.test.ts',
    'five levels are told one after the other, the district takes command',
  ],
  'URGED → ESCALATED': ['cases/urging.test.ts', 'work that is sent back climbs as well, from its return on'],
  'DISPOSED → PASSED, by its sensor': ['cases/verification.test.ts', 'ten quiet minutes are PASSED'],
  'PASSED → CLOSED, by its sensor': [
    'e2e/auto-close.test.ts',
    'a small matter whose sensor has seen it settled closes by itself',
  ],
  'DISPOSED → URGED, by its sensor': [
    'cases/verification.test.ts',
    'a sensor that is still in alarm sends it to step 5',
  ],
  'PASSED → URGED, by a new alarm': [
    'cases/verification.test.ts',
    'an alarm after it had PASSED throws it back as well',
  ],
  'DISPOSED → CHECKING, for a person': ['cases/verification.test.ts', 'a sensor that nobody hears of proves nothing'],
  'URGED → CHECKING, silent at last': [
    'cases/verification.test.ts',
    'the quiet period begins anew when the sensor falls silent',
  ],
  'open → WITHDRAWN': ['cases/rulings.test.ts', 'a case that should never have been is withdrawn'],
  'open → MERGED, its keys with it': ['cases/merge.test.ts', 'later alarms of its key join the other case'],
  'shelved and back': ['cases/shelf.test.ts', 'says so, and then no more of its small changes, until its time is over'],
  'severity up and down': ['cases/rulings.test.ts', 'severity rises and falls, each time with its event'],
  'in alarm → cleared → in alarm': [
    'pipeline/pipeline.test.ts',
    'an alarm after the clear takes the clear back and says so',
  ],
};

function isThere([file, title]: Proof): boolean {
  const path = join(import.meta.dirname, file);
  if (!existsSync(path)) return false;
  // A title is the text of a test's first argument, which the formatter leaves on one line.
  const titles = readFileSync(path, 'utf8').matchAll(/\b(?:test|it)(?:\.[^(]+(?:\([^)]*\))?)?\(\s*(['"`])(.*?)\1/g);
  return [...titles].some(([, , text = '']) => text.includes(title));
}

test.each(Object.entries(GUARANTEES))('guaranteed: %s', (_promise, proofs) => {
  expect(proofs.length).toBeGreaterThan(1);
  expect(proofs.filter((proof) => !isThere(proof))).toEqual([]);
});

test.each(Object.entries(EDGES))('edge: %s', (_edge, proof) => {
  expect(isThere(proof), proof.join(': ')).toBe(true);
});

test('a proof that does not exist is missed', () => {
  expect(isThere(['cases/edges.test.ts', 'the table has every state and every word'])).toBe(true);
  expect(isThere(['cases/edges.test.ts', 'no such test'])).toBe(false);
  expect(isThere(['cases/nothing.test.ts', ''])).toBe(false);
});

test('there are nine guarantees, and an event for every kind of edge', () => {
  expect(Object.keys(GUARANTEES)).toHaveLength(9);
  expect(CASE_EVENT_TYPES).toEqual([
    ...['raised', 'updated', 'escalated', 'cleared', 'verified', 'closed', 'reopened', 'withdrawn'],
  ]);
});
