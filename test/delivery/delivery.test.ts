import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryQuery } from '../../gateway/delivery/deliveries.ts';
import type { Case } from '../../gateway/model/case.ts';
import type { WakeUps } from '../../gateway/model/wake-ups.ts';
import { sampleCase } from '../support/case-log.ts';
import { type DataFolder, type DeliveryBench, dataFolder, openBench, START } from '../support/delivery-bench.ts';
import { inProcessWakeUps } from '../support/in-process-wake-ups.ts';
import { answer, drop, hang, type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let folder: DataFolder;
let server: WebhookReceiver;
let bench: DeliveryBench;

beforeEach(async () => {
  folder = dataFolder();
  server = await webhookReceiver();
  bench = await openBench(folder.path);
});

afterEach(async () => {
  await bench.stop();
  await server.close();
  folder.remove();
});

const caseNo = (n: number) => `2512S${String(n).padStart(7, '0')}`;
const raise = (n: number, changes: Partial<Case> = {}) =>
  bench.log.append('raised', sampleCase({ caseNo: caseNo(n), ...changes }), bench.clock.now());
const update = (n: number) => bench.log.append('updated', sampleCase({ caseNo: caseNo(n) }), bench.clock.now());
const register = (receiverId = 'r1', more: object = {}) =>
  bench.delivery.receivers.create({ receiverId, url: server.url, ...more });
const rows = (query: Partial<DeliveryQuery> = {}) => [...bench.delivery.deliveries({ limit: 1_000, ...query }).items];
const sequencesOf = (no: string) =>
  server.received.filter((w) => w.event.subject === no).map((w) => Number(w.event.sequence));
const account = (receiverId = 'r1') => bench.delivery.accounts().find((entry) => entry.receiverId === receiverId);
const restart = async (options: Parameters<typeof openBench>[1] = {}) => {
  const at = bench.clock.now();
  await bench.stop();
  bench = await openBench(folder.path, { at, ...options });
};

describe('delivery', () => {
  it('hands every event over once, signed, and balances its account', async () => {
    const { secret } = await register();
    await Promise.all([1, 2, 3].map((n) => raise(n)));
    await bench.delivery.idle();
    expect(server.received.map((webhook) => webhook.headers['webhook-id']).sort()).toEqual(['gw1-1', 'gw1-2', 'gw1-3']);
    for (const { body, headers } of server.received)
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
    expect(account()).toMatchObject({
      caseEvents: 3,
      delivered: 3,
      filtered: 0,
      failed: 0,
      pending: 0,
      balanced: true,
    });
    expect(rows()[0]).toMatchObject({ state: 'delivered', attempts: 1, lastStatus: 204, doneAt: START });
  });

  it('begins with what comes after the registration, or behind a given sequence', async () => {
    await raise(1);
    await raise(2);
    await register('late');
    await register('from-one', { after: 1 });
    await raise(3);
    await bench.delivery.idle();
    expect(rows({ receiverId: 'late' }).map((row) => row.sequence)).toEqual([3]);
    expect(rows({ receiverId: 'from-one' }).map((row) => row.sequence)).toEqual([2, 3]);
  });

  it('filters, and counts what it filtered', async () => {
    await register('fire', { filter: { categories: ['E0498'], minSeverity: 2 } });
    await register('open', { filter: { restricted: true } });
    await raise(1);
    await raise(2, { severity: 3 });
    await raise(3, { categoryCode: 'E0102' });
    await raise(4, { restricted: true });
    await bench.delivery.idle();
    expect(account('fire')).toMatchObject({ caseEvents: 4, delivered: 1, filtered: 3, balanced: true });
    expect(account('open')).toMatchObject({ caseEvents: 4, delivered: 4, filtered: 0, balanced: true });
  });

  it('gives a backlog of several batches its rows in one go', async () => {
    await Promise.all(Array.from({ length: 600 }, (_, n) => raise(n)));
    await register('r1', { after: 0, filter: { categories: [] } });
    await bench.delivery.idle();
    expect(account()).toMatchObject({ caseEvents: 600, filtered: 600, balanced: true });
  });

  it('keeps the order of each case while attempts fail, and lets other cases pass', async () => {
    await register();
    server.behave((webhook, response) =>
      response.writeHead(webhook.event.subject === caseNo(1) && server.received.length < 4 ? 500 : 204).end(),
    );
    await raise(1);
    await bench.delivery.idle();
    await update(1);
    await raise(2);
    await update(1);
    await bench.delivery.idle();
    expect(sequencesOf(caseNo(1))).toEqual([1]);
    expect(sequencesOf(caseNo(2))).toEqual([3]);
    await bench.forward(6_000);
    await bench.forward(6 * MINUTE);
    expect(sequencesOf(caseNo(1))).toEqual([1, 1, 1, 2, 4]);
    expect(account()).toMatchObject({ delivered: 4, pending: 0, balanced: true });
  });

  it('retries on the schedule over three days, then keeps a dead letter that does not hold later events back', async () => {
    await register();
    server.behave(answer(500));
    await raise(1);
    await bench.delivery.idle();
    const attempts = [1];
    for (const pause of [
      6_000,
      6 * MINUTE,
      36 * MINUTE,
      2.4 * HOUR,
      6 * HOUR,
      12 * HOUR,
      17 * HOUR,
      24 * HOUR,
      29 * HOUR,
    ]) {
      await bench.forward(pause);
      attempts.push(server.received.length);
    }
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(rows()[0]).toMatchObject({ state: 'failed', attempts: 10, lastStatus: 500 });
    server.behave(answer(204));
    await update(1);
    await bench.delivery.idle();
    expect(account()).toMatchObject({ failed: 1, delivered: 1, pending: 0, balanced: true });
    await bench.forward(30 * DAY);
    expect(server.received).toHaveLength(11);
  });

  it('gives up early on an event that is refused', async () => {
    await register();
    server.behave(answer(422, {}, 'no such category'));
    await raise(1);
    await bench.delivery.idle();
    await bench.forward(6_000);
    await bench.forward(6 * MINUTE);
    expect(rows()[0]).toMatchObject({
      state: 'failed',
      attempts: 3,
      lastStatus: 422,
      lastError: 'HTTP 422: no such category',
    });
  });

  it('never tries before Retry-After is over, with any event of that receiver', async () => {
    await register();
    server.behave(answer(429, { 'retry-after': '600' }));
    await raise(1);
    await bench.delivery.idle();
    server.behave(answer(204));
    await raise(2);
    await bench.forward(599_000);
    expect(server.received).toHaveLength(1);
    await bench.forward(1_000);
    await bench.delivery.idle();
    expect(account()).toMatchObject({ delivered: 2, pending: 0, balanced: true });
  });

  it('disables a receiver that answers 410 and keeps what it owes until it is enabled again', async () => {
    await register();
    server.behave(answer(410));
    await raise(1);
    await bench.delivery.idle();
    expect(bench.delivery.receivers.get('r1')).toMatchObject({ state: 'disabled', disabledReason: 'HTTP 410' });
    await raise(2);
    await bench.forward(DAY);
    expect(server.received).toHaveLength(1);
    expect(account()).toMatchObject({ caseEvents: 2, pending: 2, balanced: true });
    server.behave(answer(204));
    await restart();
    expect(server.received).toHaveLength(1);
    const enabled = await bench.delivery.receivers.enable('r1');
    expect(enabled).not.toHaveProperty('disabledReason');
    await bench.delivery.idle();
    expect(account()).toMatchObject({ delivered: 2, pending: 0, balanced: true });
  });

  it('lets a slow receiver delay nobody, and no slow case all others', async () => {
    const slow = await webhookReceiver(hang);
    await bench.delivery.receivers.create({ receiverId: 'slow', url: slow.url });
    await register('quick');
    await Promise.all(Array.from({ length: 40 }, (_, n) => raise(n)));
    await Promise.all([server.until(40), slow.until(8)]);
    expect(account('quick')?.caseEvents).toBe(40);
    expect(slow.open).toBe(8);
    slow.behave(answer(204));
    await slow.close();
  });

  it('leaves a receiver that is away alone, and brings everything at once when it is back', async () => {
    await register();
    server.behave(answer(503));
    await Promise.all(Array.from({ length: 60 }, (_, n) => raise(n)));
    await bench.delivery.idle();
    // Eight were under way when the fifth failure came; nothing more was sent.
    const tried = server.received.length;
    expect(tried).toBeLessThanOrEqual(12);
    await bench.forward(29_000);
    expect(server.received).toHaveLength(tried);
    await bench.forward(1_000);
    expect(server.received).toHaveLength(tried + 1);
    server.behave(answer(204));
    await bench.forward(60_000);
    expect(account()).toMatchObject({ delivered: 60, pending: 0, balanced: true });
  });

  it('brings what failed twice while the receiver was away for a moment, with the next answer', async () => {
    await register();
    server.behave(drop);
    await raise(1);
    await bench.delivery.idle();
    await bench.forward(6_000);
    expect(rows().map(({ state, attempts }) => [state, attempts])).toEqual([['pending', 2]]);
    server.behave(answer(204));
    await raise(2);
    await bench.delivery.idle();
    expect(account()).toMatchObject({ delivered: 2, pending: 0 });
  });

  it('does not spend the attempts of an event that hangs the receiver between answers to others', async () => {
    await register();
    server.behave((webhook, response) => (webhook.event.subject === caseNo(1) ? drop : answer(204))(webhook, response));
    for (let n = 1; n <= 12; n++) {
      await raise(n);
      await bench.delivery.idle();
    }
    expect(rows()[0]?.attempts).toBeLessThanOrEqual(5);
    expect(account()).toMatchObject({ delivered: 11, pending: 1, failed: 0 });
  });

  it('brings what waits from an absence before a restart with the first answer after it', async () => {
    await register();
    await raise(1);
    await bench.delivery.idle();
    server.behave(drop);
    await raise(2);
    await bench.delivery.idle();
    for (let attempt = 2; attempt <= 4; attempt++) await bench.forward(60 * 60_000);
    expect(rows()[1]).toMatchObject({ state: 'pending', attempts: 4 });
    await restart();
    server.behave(answer(204));
    await raise(3);
    await bench.delivery.idle();
    expect(account()).toMatchObject({ delivered: 3, pending: 0 });
  });

  it('continues after a restart exactly where it stood', async () => {
    await register();
    await raise(1);
    await bench.delivery.idle();
    server.behave(drop);
    await raise(2);
    await update(1);
    await bench.delivery.idle();
    const before = rows();
    await restart();
    expect(rows()).toEqual(before);
    server.behave(answer(204));
    await bench.delivery.idle();
    expect(account()).toMatchObject({ delivered: 1, pending: 2 });
    await bench.forward(6_000);
    expect(account()).toMatchObject({ caseEvents: 3, delivered: 3, pending: 0, balanced: true });
    expect(rows().map((row) => row.attempts)).toEqual([1, 2, 2]);
  });

  it('sends an attempt that a stop broke off again, with the same id and uncounted', async () => {
    await register();
    server.behave(hang);
    await raise(1);
    await server.until(1);
    await bench.delivery.stop();
    expect(rows()[0]).toMatchObject({ state: 'pending', attempts: 0 });
    server.behave(answer(204));
    await restart();
    await bench.delivery.idle();
    expect(server.received.map((webhook) => webhook.headers['webhook-id'])).toEqual(['gw1-1', 'gw1-1']);
    expect(rows()[0]).toMatchObject({ state: 'delivered', attempts: 1 });
  }, 10_000);

  it('takes up events that were written while it was not running', async () => {
    await register();
    await bench.delivery.stop();
    await raise(1);
    await restart();
    await bench.delivery.idle();
    expect(server.received).toHaveLength(1);
  });

  it('finds its work again when wake-ups were lost', async () => {
    const working = inProcessWakeUps();
    let deaf = true;
    const wakeUps: WakeUps = { ...working, wake: (lane, key) => deaf || working.wake(lane, key) };
    await restart({ wakeUps });
    await register();
    await raise(1);
    await raise(2);
    expect(server.received).toHaveLength(0);
    deaf = false;
    bench.delivery.rewake();
    await server.until(2);
    await bench.delivery.idle();
    expect(account()).toMatchObject({ delivered: 2, pending: 0 });
  });

  it('replays a range with the same ids, counted apart, older events included', async () => {
    await raise(1);
    await register();
    await raise(2);
    server.behave(answer(400));
    await raise(3);
    await bench.delivery.idle();
    await bench.forward(6_000);
    await bench.forward(6 * MINUTE);
    server.behave(answer(204));
    const before = server.received.length;
    expect(await bench.delivery.receivers.replay('r1', { from: 1, to: 3 })).toBe(3);
    await bench.delivery.idle();
    const ids = server.received.slice(before).map((webhook) => webhook.headers['webhook-id']);
    expect(ids.sort()).toEqual(['gw1-1', 'gw1-2', 'gw1-3']);
    expect(account()).toMatchObject({ caseEvents: 3, delivered: 3, failed: 0, replayed: 3, balanced: true });
    await expect(bench.delivery.receivers.replay('nobody', { from: 1, to: 3 })).rejects.toThrow(/NOT_FOUND/);
  });

  it('replays a long range in batches', async () => {
    await register('r1', { filter: { orgCodes: ['elsewhere'] } });
    await Promise.all(Array.from({ length: 520 }, (_, n) => raise(n, n % 260 === 0 ? { orgCode: 'elsewhere' } : {})));
    await bench.delivery.idle();
    expect(await bench.delivery.receivers.replay('r1', { from: 0, to: 10_000 })).toBe(2);
    await bench.delivery.idle();
    expect(account()).toMatchObject({ caseEvents: 520, delivered: 2, filtered: 518, replayed: 2, balanced: true });
  });

  it('pages through deliveries', async () => {
    await register();
    for (const n of [1, 2, 3]) await raise(n);
    await bench.delivery.idle();
    const first = bench.delivery.deliveries({ limit: 2 });
    const second = bench.delivery.deliveries({ limit: 2, ...(first.next ? { cursor: first.next } : {}) });
    expect([...first.items, ...second.items].map((row) => row.sequence)).toEqual([1, 2, 3]);
    expect(second.next).toBeUndefined();
    expect(rows({ caseNo: caseNo(2) }).map((row) => row.sequence)).toEqual([2]);
    expect(rows({ state: 'failed' })).toEqual([]);
  });
});

describe('receivers', () => {
  it('are refused when they exist, point inside or have no proper secret', async () => {
    await register();
    await expect(register()).rejects.toThrow(/RECEIVER_EXISTS/);
    const create = (more: object) => bench.delivery.receivers.create({ url: server.url, ...more });
    await expect(create({ url: 'https://10.0.0.1/' })).rejects.toThrow(/ADDRESS_FORBIDDEN/);
    await expect(create({ url: 'dispatch' })).rejects.toThrow(/REQUEST_INVALID.*not a URL/);
    await expect(create({ secret: 'hunter2' })).rejects.toThrow(/REQUEST_INVALID.*whsec_/);
    expect(bench.delivery.receivers.list().map(({ receiverId }) => receiverId)).toEqual(['r1']);
  });

  it('rotate their secret with an overlap on the city clock', async () => {
    const { secret: old } = await register();
    const { secret: fresh, oldUntil } = await bench.delivery.receivers.rotate('r1', { overlap: HOUR });
    expect(oldUntil).toBe(START + HOUR);
    await raise(1);
    await bench.delivery.idle();
    await bench.forward(HOUR);
    await raise(2);
    await bench.delivery.idle();
    const signatures = server.received.map((webhook) => String(webhook.headers['webhook-signature']).split(' ').length);
    expect(signatures).toEqual([2, 1]);
    const [first] = server.received;
    for (const secret of [old, fresh])
      expect(() =>
        new Webhook(secret).verify(first?.body ?? '', first?.headers as Record<string, string>),
      ).not.toThrow();
    await expect(bench.delivery.receivers.rotate('nobody')).rejects.toThrow(/NOT_FOUND/);
  });

  it('are forgotten with their deliveries', async () => {
    await register();
    server.behave(answer(500));
    await raise(1);
    await bench.delivery.idle();
    expect(await bench.delivery.receivers.remove('r1')).toBe(true);
    expect(await bench.delivery.receivers.remove('r1')).toBe(false);
    expect(rows()).toEqual([]);
    await bench.forward(DAY);
    expect(server.received).toHaveLength(1);
  });

  it('outlive a restart with secrets, filter and counters', async () => {
    const { secret } = await register('r1', { filter: { categories: ['E0498'] }, contentType: 'application/protobuf' });
    await raise(1);
    await bench.delivery.idle();
    const before = bench.delivery.receivers.list();
    await restart();
    expect(bench.delivery.receivers.list()).toEqual(before);
    expect(bench.delivery.receivers.get('r1')).toMatchObject({ secrets: [{ secret }], cursor: 1, caseEvents: 1 });
  });
});

describe('old deliveries', () => {
  it('are removed in batches, go on counting, and can still be replayed', async () => {
    await register('r1');
    await register('other', { filter: { categories: ['E0406'] } });
    await Promise.all([1, 2, 3].map((n) => raise(n)));
    await bench.delivery.idle();
    server.behave(answer(400));
    await raise(4);
    await bench.delivery.idle();
    for (const ms of [HOUR, HOUR, 40 * DAY]) await bench.forward(ms);
    server.behave(answer(204));
    const failed = rows({ receiverId: 'r1', state: 'failed' }).length;
    expect(failed).toBe(1);
    await raise(5);
    await bench.delivery.idle();
    const now = bench.clock.now();
    const before = { done: now - 30 * DAY, failed: now - 60 * DAY };
    const totals = () => [account('r1'), account('other')];
    const counted = totals();
    expect(await bench.delivery.prune(before, 4)).toBe(4);
    expect(await bench.delivery.prune(before, 100)).toBe(3);
    expect(await bench.delivery.prune(before, 100)).toBe(0);
    expect(totals()).toEqual(counted);
    expect(totals().every((entry) => entry?.balanced)).toBe(true);
    expect(rows({ receiverId: 'r1' }).map(({ sequence }) => sequence)).toEqual([4, 5]);
    await restart();
    expect(totals()).toEqual(counted);
    expect(await bench.delivery.prune({ ...before, failed: now }, 100)).toBe(1);
    expect(await bench.delivery.receivers.replay('r1', { from: 1, to: 2 })).toBe(2);
    await bench.delivery.idle();
    expect(account('r1')).toMatchObject({ balanced: true, replayed: 2 });
  });
});
