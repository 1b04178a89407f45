import { describe, expect, it } from 'vitest';
import { createRetained, type Kept } from '../../gateway/transport/mqtt-retained.ts';

const message = (topic: string, payload = 'x'): Kept => ({
  ...{ cmd: 'publish', topic, qos: 1, retain: true },
  payload: Buffer.from(payload),
});
const SMALL = { messages: 10, bytes: 10_000, messagesPerOwner: 3, bytesPerOwner: 100 };

async function topics(found: AsyncIterable<Kept> | Iterable<Kept>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { topic } of found) seen.push(topic);
  return seen;
}

describe('retained messages', () => {
  it('are replaced, and taken away by an empty payload', async () => {
    const retained = createRetained();
    for (const payload of ['one', 'two!']) expect(retained.store(message('v1/a/b/status', payload))).toBe(true);
    expect([retained.messages, retained.bytes]).toEqual([1, 'v1/a/b/status'.length + 4]);
    expect([...(retained.matching('v1/a/b/status') as Iterable<Kept>)].map(({ payload }) => String(payload))).toEqual([
      'two!',
    ]);
    retained.store(message('v1/a/b/status', ''));
    retained.store(message('v1/a/b/never', ''));
    expect([retained.messages, retained.bytes]).toEqual([0, 0]);
    expect(await topics(retained.matching('#'))).toEqual([]);
  });

  it.each([
    ['#', ['a', 'a/', 'a/b/c', 'a/b/c/d', 'a/b/x']],
    ['a/+', ['a/']],
    ['a', ['a']],
    ['a/#', ['a', 'a/', 'a/b/c', 'a/b/c/d', 'a/b/x']],
    ['a/b/c/#', ['a/b/c', 'a/b/c/d']],
    ['a/b/c/+', ['a/b/c/d']],
    ['a/b/c', ['a/b/c']],
    ['+/b/x', ['a/b/x']],
    ['z/z/z/#', []],
  ])('match %s', async (filter, expected) => {
    const retained = createRetained();
    for (const topic of ['a', 'a/', 'a/b/c', 'a/b/c/d', 'a/b/x', '$SYS/x']) retained.store(message(topic));
    expect((await topics(retained.matching(filter))).sort()).toEqual(expected);
  });

  it('are bounded for each owner and in all, and what is kept can still be replaced', () => {
    const retained = createRetained(SMALL);
    const put = (topic: string, size = 1) => retained.store(message(topic, 'x'.repeat(size)));
    expect([1, 2, 3, 4].map((n) => put(`v1/a/b/${n}`))).toEqual([true, true, true, false]);
    expect([put('v1/a/b/3', 2), put('v1/a/b/3', 90), put('v1/a/c/1', 93)]).toEqual([true, false, false]);
    for (let owner = 0; owner < 7; owner++) expect(put(`v1/o/${owner}`)).toBe(true);
    expect([put('v1/o/7'), retained.messages]).toEqual([false, 10]);
    retained.store(message('v1/o/0', ''));
    expect(put('v1/o/7')).toBe(true);
  });

  it('hold on to no received buffer', () => {
    const retained = createRetained();
    const received = Buffer.from('...payload...');
    retained.store({ ...message('t'), payload: received.subarray(3, 10) });
    received.fill(0);
    const [kept] = [...(retained.matching('t') as Iterable<Kept>)];
    const payload = kept?.payload as Buffer | undefined;
    expect([String(payload), payload?.buffer.byteLength]).toEqual(['payload', 7]);
  });

  it('of everybody are looked through in several turns of the event loop', async () => {
    const retained = createRetained();
    for (let index = 0; index < 5_000; index++) retained.store(message(`v1/a/d${index}/status`));
    let turns = 0;
    let done = false;
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    expect(await topics(retained.matching('v1/+/d4999/status'))).toEqual(['v1/a/d4999/status']);
    done = true;
    expect(turns).toBeGreaterThan(1);
  });
});
