import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Case } from '../../gateway/model/case.ts';
import { CaseEvent } from '../../proto/index.ts';
import { sampleCase } from '../support/case-log.ts';
import { type DataFolder, type DeliveryBench, dataFolder, openBench } from '../support/delivery-bench.ts';
import { answer, drop, hang, type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';

let folder: DataFolder;
let server: WebhookReceiver;
let second: WebhookReceiver;
let bench: DeliveryBench;
beforeEach(async () => {
  folder = dataFolder();
  [server, second] = await Promise.all([webhookReceiver(), webhookReceiver()]);
  bench = await openBench(folder.path, { timeoutMs: 300 });
});
afterEach(async () => {
  await bench.stop();
  await Promise.all([server.close(), second.close()]);
  folder.remove();
});

const raise = (no: string, changes: Partial<Case> = {}) =>
  bench.log.append('raised', sampleCase({ caseNo: no, ...changes }), bench.clock.now());
const receivers = () => bench.delivery.receivers;
const register = (more: object = {}) => receivers().create({ receiverId: 'r1', url: server.url, ...more });
const subjects = (of: WebhookReceiver) => of.received.map(({ event }) => event.subject);
const account = () => bench.delivery.accounts().find(({ receiverId }) => receiverId === 'r1');

describe('a filter', () => {
  const filterWords = {
    categories: () => ['E0498', 'E0406'],
    grids: () => ['610104', '610104001', 'UNGRIDDED'],
    parties: () => ['610104', 'FIRE', 'own-park'],
  };
  const wrong = (member: string, word: string, at: number) => ({
    ...{ code: 'REQUEST_INVALID', path: `filter.${member}.${at}` },
    detail: expect.stringMatching(`no \\w+ "${word.replace('*', '[*]')}"; GET /v1/`),
  });
  beforeEach(async () => {
    await bench.stop();
    bench = await openBench(folder.path, { filterWords });
  });

  it.each([
    ['categories', ['E0498', 'E0489'], 1],
    ['categories', ['C*'], 0],
    ['grids', ['610104', '610104001', '610104002'], 2],
    ['grids', ['6101*'], 0],
    ['orgCodes', ['610104', 'FIER'], 1],
    ['depts', ['fire'], 0],
  ] as const)('by %s that no case can carry is refused with its place: %j', async (member, words, at) => {
    const refused = wrong(member, words[at] ?? '', at);
    await expect(register({ filter: { [member]: words } })).rejects.toMatchObject(refused);
    expect(receivers().list()).toEqual([]);
    await register({ filter: { minSeverity: 2 } });
    await expect(receivers().patch('r1', { filter: { [member]: words } })).rejects.toMatchObject(refused);
    expect(receivers().get('r1')?.filter).toEqual({ minSeverity: 2, restricted: false });
  });

  it('by what cases carry is taken, and one that was taken stays when the city loses the word', async () => {
    const filter = {
      ...{ categories: ['E04*', 'E0406'], grids: ['UNGRIDDED', '610104'] },
      ...{ orgCodes: ['own-park', 'FIRE'], depts: ['FIRE'] },
    };
    await register({ filter });
    await bench.stop();
    bench = await openBench(folder.path, { filterWords: { ...filterWords, parties: () => [] } });
    await receivers().patch('r1', { paused: true });
    expect(receivers().get('r1')?.filter).toEqual({ ...filter, restricted: false });
  });

  it('by nobody at all asks for nothing, and is no mistake', async () => {
    expect((await register({ filter: { categories: [], depts: [] } })).receiver.filter.depts).toEqual([]);
  });
});

describe('a change', () => {
  it('of the filter decides about what comes from now on', async () => {
    await register({ filter: { categories: ['E0102'] } });
    await raise('A');
    await bench.delivery.idle();
    await receivers().patch('r1', { filter: { minSeverity: 2 } });
    await raise('B');
    await bench.delivery.idle();
    expect(subjects(server)).toEqual(['B']);
    expect(receivers().get('r1')?.filter).toEqual({ minSeverity: 2, restricted: false });
    expect(account()).toMatchObject({ caseEvents: 2, delivered: 1, filtered: 1, balanced: true });
  });

  it('of the address takes what waits to the new one at once, in order, though the old one was given up on', async () => {
    await register();
    server.behave(drop);
    for (const no of ['A', 'B', 'C', 'D', 'E', 'F']) await raise(no);
    await bench.delivery.idle();
    await bench.log.append('updated', sampleCase({ caseNo: 'A' }), bench.clock.now());
    await bench.delivery.idle();
    await receivers().patch('r1', { url: second.url });
    await bench.delivery.idle();
    expect(second.received).toHaveLength(7);
    expect(second.received.filter(({ event }) => event.subject === 'A').map(({ event }) => event.type)).toEqual([
      'cn.grid.case.raised.v1',
      'cn.grid.case.updated.v1',
    ]);
    expect(account()).toMatchObject({ delivered: 7, pending: 0, balanced: true });
  });

  it('to paused lets events wait, over a restart as well, and the end of it delivers them', async () => {
    await register();
    await receivers().patch('r1', { paused: true });
    await raise('A', { categoryCode: 'E0102' });
    await bench.delivery.idle();
    await bench.stop();
    bench = await openBench(folder.path);
    expect(receivers().get('r1')).toMatchObject({ state: 'paused' });
    expect([subjects(server), account()?.pending]).toEqual([[], 1]);
    await receivers().patch('r1', { paused: false });
    await bench.delivery.idle();
    expect([subjects(server), receivers().get('r1')?.state]).toEqual([['A'], 'enabled']);
  });

  it('to paused sends what lives depend on to the fallback', async () => {
    await receivers().create({ receiverId: 'r2', url: second.url, filter: { categories: [] } });
    await register({ fallback: 'r2' });
    await receivers().patch('r1', { paused: true });
    await raise('A');
    await bench.delivery.idle();
    expect([subjects(server), subjects(second)]).toEqual([[], ['A']]);
  });

  it('does not take up a receiver that answered 410', async () => {
    await register();
    server.behave(answer(410));
    await raise('A');
    await bench.delivery.idle();
    for (const paused of [true, false])
      expect((await receivers().patch('r1', { paused })).state, String(paused)).toBe('disabled');
    server.behave(answer(204));
    expect((await receivers().enable('r1')).state).toBe('enabled');
    await bench.delivery.idle();
    expect(account()).toMatchObject({ delivered: 1 });
  });

  it('is refused where a registration would be, and changes nothing', async () => {
    await register();
    const before = receivers().get('r1');
    for (const [patch, code] of [
      [{ url: 'http://10.0.0.1/' }, 'ADDRESS_FORBIDDEN'],
      [{ url: 'nonsense' }, 'REQUEST_INVALID'],
      [{ fallback: 'nobody' }, 'REQUEST_INVALID'],
      [{ fallback: 'r1' }, 'REQUEST_INVALID'],
    ] as const)
      await expect(receivers().patch('r1', patch)).rejects.toMatchObject({ code });
    expect(receivers().get('r1')).toEqual(before);
    await expect(receivers().patch('nobody', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('can give a fallback and take it away', async () => {
    await receivers().create({ receiverId: 'r2', url: second.url });
    await register();
    expect((await receivers().patch('r1', { fallback: 'r2' })).fallback).toBe('r2');
    expect(await receivers().patch('r1', { fallback: null })).not.toHaveProperty('fallback');
  });
});

describe('a test', () => {
  it('is signed, says that it is one, holds no case and counts nowhere', async () => {
    const { secret } = await register({ filter: { categories: [] } });
    await receivers().patch('r1', { paused: true });
    expect(await receivers().test('r1')).toMatchObject({ delivered: true, status: 204 });
    const [{ body, headers, event } = { body: '', headers: {}, event: undefined }] = server.received;
    expect(() => new Webhook(secret).verify(String(body), headers as Record<string, string>)).not.toThrow();
    expect(event).toMatchObject({
      type: 'cn.grid.case.test.v1',
      subject: 'r1',
      data: { test: true, receiverId: 'r1' },
    });
    expect(event).not.toHaveProperty('sequence');
    expect(event?.data).not.toHaveProperty('caseNo');
    expect(headers).toMatchObject({ 'webhook-id': event?.id });
    expect(account()).toMatchObject({ caseEvents: 0, delivered: 0, balanced: true });
  });

  it('comes in the encoding of the receiver', async () => {
    await register({ contentType: 'application/protobuf' });
    await receivers().test('r1');
    const [{ body, headers } = { body: Buffer.of(), headers: {} }] = server.received;
    expect(headers).toMatchObject({ 'ce-type': 'cn.grid.case.test.v1', 'content-type': 'application/protobuf' });
    expect(CaseEvent.decode(body)).toMatchObject({ type: 'test', case: null });
  });

  it('tells what came back, and what did not', async () => {
    await register();
    server.behave(answer(401, {}, 'wrong key'));
    expect(await receivers().test('r1')).toMatchObject({ delivered: false, status: 401, error: 'HTTP 401: wrong key' });
    server.behave(hang);
    expect(await receivers().test('r1')).toMatchObject({ delivered: false, error: 'no answer within 300 ms' });
    await expect(receivers().test('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
