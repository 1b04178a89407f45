import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Case } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { type DataFolder, type DeliveryBench, dataFolder, openBench } from '../support/delivery-bench.ts';
import { answer, type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';

let folder: DataFolder;
let first: WebhookReceiver;
let second: WebhookReceiver;
let bench: DeliveryBench;

beforeEach(async () => {
  folder = dataFolder();
  [first, second] = await Promise.all([webhookReceiver(), webhookReceiver()]);
  bench = await openBench(folder.path);
  await bench.delivery.receivers.create({ receiverId: 'second', url: second.url, filter: { orgCodes: ['elsewhere'] } });
  await bench.delivery.receivers.create({ receiverId: 'first', url: first.url, fallback: 'second' });
});
afterEach(async () => {
  await bench.stop();
  await Promise.all([first.close(), second.close()]);
  folder.remove();
});

const append = (type: 'raised' | 'updated', changes: Partial<Case> = {}) =>
  bench.log.append(type, sampleCase(changes), bench.clock.now());
const ids = (server: WebhookReceiver) => server.received.map((webhook) => webhook.headers['webhook-id']);
const balanced = () => bench.delivery.accounts().every((account) => account.balanced);

it('hands a life-safety case over at the first failure, later events of it too, and the first receiver gets all when it is back', async () => {
  first.behave(answer(503));
  await append('raised');
  await bench.delivery.idle();
  expect(ids(second)).toEqual(['gw1-1']);
  await append('updated');
  await append('raised', { caseNo: '2512S0000002', categoryCode: 'E0102' });
  await bench.delivery.idle();
  expect(ids(second)).toEqual(['gw1-1', 'gw1-2']);
  first.behave(answer(204));
  await bench.forward(6_000);
  expect(ids(first).slice(-3).sort()).toEqual(['gw1-1', 'gw1-2', 'gw1-3']);
  expect(ids(second)).toHaveLength(2);
  expect(balanced()).toBe(true);
});

it('hands over without an attempt while the receiver is known to be away', async () => {
  first.behave(answer(503));
  for (let n = 1; n <= 8; n++) await append('raised', { caseNo: `2512S000010${n}`, categoryCode: 'E0102' });
  await bench.delivery.idle();
  const tried = first.received.length;
  await append('raised');
  await bench.delivery.idle();
  expect(first.received).toHaveLength(tried);
  expect(ids(second)).toEqual(['gw1-9']);
});

it('hands over what a receiver that answered 410 no longer takes', async () => {
  first.behave(answer(410));
  await append('raised');
  await bench.delivery.idle();
  await append('updated');
  await bench.delivery.idle();
  expect(ids(second)).toEqual(['gw1-1', 'gw1-2']);
});

it('never hands a restricted case to a receiver that may not see it', async () => {
  await bench.delivery.receivers.create({
    ...{ receiverId: 'sealed', url: first.url, fallback: 'second' },
    filter: { restricted: true },
  });
  first.behave(answer(503));
  await append('raised', { restricted: true });
  await bench.delivery.idle();
  expect(ids(first)).toEqual(['gw1-1']);
  expect(second.received).toEqual([]);
});

it('refuses a fallback that is not registered', async () => {
  const wrong = { receiverId: 'wrong', url: first.url, fallback: 'nobody' };
  await expect(bench.delivery.receivers.create(wrong)).rejects.toThrow(/register that one first/);
});
