import { describe, expect, it } from 'vitest';
import { writerOf } from '../../gateway/transport/mqtt-append-writer.ts';
import { until } from '../support/mqtt-rig.ts';

describe('writer over append', () => {
  it('tells each sender in the order it put, though appends settle in another', async () => {
    const settle: ((error?: Error) => void)[] = [];
    const writer = writerOf(
      () =>
        new Promise((resolve, reject) => {
          settle.push((error) => (error ? reject(error) : resolve(undefined)));
        }),
    );
    const told: string[] = [];
    const sender = (name: string) => ({
      settled: (count: number, error?: Error) => void told.push(`${name} ${count}${error ? ` ${error.message}` : ''}`),
    });
    const [a, b] = [sender('a'), sender('b')];
    const route = writer.route({ vendor: 'v', device: 'd', topic: 't' });
    const piece = {
      route,
      receivedAt: 1,
      qos: 1 as const,
      retain: false,
      dup: false,
      bytes: Buffer.from('xy'),
      start: 0,
      end: 2,
    };
    for (const to of [a, a, b, a, a]) writer.put(piece, to);
    settle[1]?.();
    settle[2]?.();
    await until(() => told.length === 1);
    expect(told).toEqual(['b 1']);
    settle[4]?.();
    settle[3]?.(new Error('disk'));
    settle[0]?.();
    await until(() => told.length === 4);
    expect(told.slice(1)).toEqual(['a 2', 'a 1 disk', 'a 1']);
  });

  it('copies the piece and knows only its own routes', () => {
    const payloads: Uint8Array[] = [];
    const writer = writerOf((arrival) => {
      payloads.push(arrival.payload);
      return new Promise(() => undefined);
    });
    const bytes = Buffer.from('abcdef');
    const piece = { receivedAt: 1, qos: 0 as const, retain: false, dup: false, bytes, start: 1, end: 3 };
    const sender = { settled: () => undefined };
    expect(writer.put({ ...piece, route: Buffer.from('t') }, sender)).toBe(false);
    expect(writer.put({ ...piece, route: writer.route({ vendor: 'v', device: 'd', topic: 't' }) }, sender)).toBe(true);
    bytes.fill(0);
    expect(payloads.map((payload) => Buffer.from(payload).toString())).toEqual(['bc']);
  });
});
