import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReceivedCase } from '../../simulators/desk.ts';
import { type DispatchPlatform, startDispatch } from '../../simulators/dispatch.ts';
import { createLabClock, type LabClock, timeText } from '../../simulators/lab-clock.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const START = Date.parse('2026-06-01T00:00:00Z');

let clock: LabClock;
let platform: DispatchPlatform;
let raised: ReceivedCase[];

beforeEach(async () => {
  clock = createLabClock(START);
  raised = [];
  platform = await startDispatch({
    clock,
    accept: 10_000,
    dispose: 60_000,
    close: 5000,
    isFalseAlarm: (devices) => devices.includes('lab/cat'),
    onRaised: (received) => raised.push(received),
  });
  platform.trust(SECRET);
});
afterEach(() => platform.close());

function eventOf(sequence: number, type: string, over: object = {}) {
  const data = {
    caseNo: '2606S0000001',
    categoryCode: 'E0498',
    categoryName: { zh: '火灾', en: 'Fire' },
    severity: 2,
    gridCode: 'S1',
    responsibleDept: 'fire',
    responseDeadline: timeText(START + 180_000),
    disposalDeadline: timeText(START + 180_000),
    raisedAt: timeText(START),
    devices: ['lab/smoke-001'],
    evidence: [{ kind: 'SERIES', uri: '/v1/series' }],
    ...over,
  };
  return {
    specversion: '1.0',
    id: `gw-${sequence}`,
    source: '/gateway/gw',
    type: `cn.grid.case.${type}.v1`,
    subject: data.caseNo,
    time: timeText(START),
    sequence: String(sequence).padStart(20, '0'),
    data,
  };
}

async function deliver(
  event: { id: string } | string,
  options: { secret?: string; aged?: number } = {},
): Promise<number> {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const id = typeof event === 'string' ? 'gw-0' : event.id;
  const signedAt = new Date((clock.machineSeconds() - (options.aged ?? 0)) * 1000);
  const answer = await fetch(platform.url, {
    method: 'POST',
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
      'webhook-signature': new Webhook(options.secret ?? SECRET).sign(id, signedAt, body),
    },
  });
  return answer.status;
}

test('takes a signed case and tells of it', async () => {
  expect(await deliver(eventOf(1, 'raised'))).toBe(204);
  expect(platform.cases()).toMatchObject([{ caseNo: '2606S0000001', raisedAt: START, worstSeverity: 2 }]);
  expect(raised).toHaveLength(1);
});

test('refuses a wrong secret and an old signature', async () => {
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  expect(await deliver(eventOf(1, 'raised'), { secret: other })).toBe(401);
  expect(await deliver(eventOf(1, 'raised'), { aged: 600 })).toBe(401);
  expect(platform.statistics.forged).toBe(2);
  expect(platform.cases()).toEqual([]);
});

test('keeps an event once, however often it is delivered', async () => {
  await deliver(eventOf(1, 'raised'));
  expect(await deliver(eventOf(1, 'raised'))).toBe(204);
  expect(platform.statistics).toMatchObject({ events: 1, redelivered: 1, outOfOrder: [] });
  expect(platform.cases()).toHaveLength(1);
});

test('notices events of a case that overtake each other, and only those', async () => {
  await deliver(eventOf(3, 'raised'));
  await deliver(eventOf(2, 'raised', { caseNo: '2606S0000002' }));
  expect(platform.statistics.outOfOrder).toEqual([]);
  await deliver(eventOf(1, 'updated'));
  expect(platform.statistics.outOfOrder).toHaveLength(1);
});

test('what is signed but no case event is answered 400', async () => {
  expect(await deliver('{"specversion":"1.0"}')).toBe(400);
  expect(await deliver('not JSON')).toBe(400);
  expect(platform.statistics.unreadable).toBe(2);
});

test('remembers the most serious level', async () => {
  await deliver(eventOf(1, 'raised', { severity: 3 }));
  await deliver(eventOf(2, 'escalated', { severity: 1 }));
  await deliver(eventOf(3, 'updated', { severity: 2 }));
  expect(platform.cases()).toMatchObject([
    { severity: 3, worstSeverity: 1, events: ['raised', 'escalated', 'updated'] },
  ]);
});

test('answers as people would: accepted, disposed, closed after the sensor has cleared', async () => {
  await deliver(eventOf(1, 'raised'));
  expect(platform.answersDue(START + 9000)).toEqual([]);
  expect(platform.answersDue(START + 10_000)).toEqual([
    {
      caseNo: '2606S0000001',
      document: {
        feedbackId: '2606S0000001-ACCEPTED',
        caseNo: '2606S0000001',
        type: 'ACCEPTED',
        actorRole: 'dispatcher',
        at: timeText(START + 10_000),
      },
    },
  ]);
  clock.advance(START + 30_000);
  await deliver(eventOf(2, 'cleared'));
  const later = platform.answersDue(START + 120_000).map(({ document }) => [document['type'], document['at']]);
  expect(later).toEqual([
    ['DISPOSED', timeText(START + 60_000)],
    ['CLOSED', timeText(START + 65_000)],
  ]);
  expect(platform.answersDue(START + 999_000)).toEqual([]);
});

test('a false alarm is answered as one and never again', async () => {
  await deliver(eventOf(1, 'raised', { devices: ['lab/cat'] }));
  await deliver(eventOf(2, 'cleared', { devices: ['lab/cat'] }));
  const answers = platform.answersDue(START + 999_000).map(({ document }) => document['type']);
  expect(answers).toEqual(['FALSE_ALARM']);
});

test('other paths and bodies beyond the bound are refused', async () => {
  expect((await fetch(platform.url.replace('/cases', '/'), { method: 'POST' })).status).toBe(404);
  expect((await fetch(platform.url, { method: 'POST', body: 'x'.repeat(300_000) })).status).toBe(413);
});

test('closes nothing that has closed by itself', async () => {
  await deliver(eventOf(1, 'raised'));
  await deliver(eventOf(2, 'cleared', { subState: 'DISPOSED' }));
  await deliver(eventOf(3, 'closed', { subState: 'CLOSED' }));
  const types = platform.answersDue(START + 3_600_000).map(({ document }) => document['type']);
  expect(types).toEqual(['ACCEPTED', 'DISPOSED']);
});
