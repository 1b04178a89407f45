import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { faults, golden, topicOf } from '../contract/contract.ts';
import { startGateway } from '../support/gateway.ts';

/** The shape of a document: member names and kinds of values, whatever the values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shapeOf(member)]));
}

it('a real gateway prints, answers and publishes what the contract says', async () => {
  const { ready } = await startGateway();
  const line = golden<{ line: Record<string, string> }>('ready-line').line;
  expect(shapeOf(ready)).toEqual(shapeOf(line));
  for (const member of ['mqtt', 'http', 'ws'] as const) {
    const [real, said] = [ready[member], line[member] ?? ''].map((url) => url.replace(/:\d+/, ':port'));
    expect(real).toBe(said);
  }

  const { balanced } = golden<{ balanced: { candidates: object } }>('accounts');
  const books = (await (await fetch(`${ready.http}/v1/accounts`)).json()) as { balanced: boolean; candidates: object };
  const noReasons = (book: typeof balanced) => ({ ...book, candidates: { ...book.candidates, suppressed: {} } });
  expect(shapeOf(noReasons(books))).toEqual(shapeOf(noReasons(balanced)));
  expect(books.balanced).toBe(true);
  expect(await (await fetch(`${ready.http}/asyncapi.json`)).json()).toMatchObject({ asyncapi: '3.0.0' });

  const device = await connectAsync(ready.mqtt, { username: 'lab/s1', password: 'lab', clientId: 'lab/s1' });
  onTestFinished(() => device.endAsync(true));
  await device.subscribeAsync('v1/me/down/rejected', { qos: 1 });
  const heard = new Promise<{ topic: string; qos: number; retain: boolean; notice: unknown }>((resolve) =>
    device.once('message', (topic, payload, { qos, retain }) =>
      resolve({ topic, qos, retain, notice: JSON.parse(payload.toString()) }),
    ),
  );
  await device.publishAsync('v1/me/raw/hj212', 'ST=22', { qos: 1 });
  const { topic, qos, retain, notice } = await heard;
  const row = topicOf(topic);
  expect({ qos, retain }).toEqual({ qos: row.qos, retain: row.retain });
  expect(faults(notice, row.payload ?? '')).toEqual([]);
  expect(notice).toMatchObject({ code: 'ADAPTER_UNDECODABLE', topic: 'v1/lab/s1/raw/hj212' });
});
