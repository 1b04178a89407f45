import { describe, expect, it } from 'vitest';
import { createTurns } from '../../gateway/transport/onvif-turns.ts';

/** Waits that end when the test says, or when they are given up. */
function waits() {
  const open: (() => void)[] = [];
  const wait = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      open.push(resolve);
      signal?.addEventListener('abort', () => resolve());
    });
  return { clock: { wait }, pass: () => open.splice(0).forEach((resolve) => void resolve()) };
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

describe('turns', () => {
  it('are given in order, no more than there are', async () => {
    const turns = createTurns(2, waits().clock);
    const first = await turns.take(never);
    await turns.take(never);
    const order: number[] = [];
    const third = turns.take(never).then((done) => {
      order.push(3);
      return done;
    });
    void turns.take(never).then(() => order.push(4));
    await settle();
    expect(order).toEqual([]);
    first();
    (await third)();
    await settle();
    expect(order).toEqual([3, 4]);
  });

  it('that are not given back are passed on, once', async () => {
    const { clock, pass } = waits();
    const turns = createTurns(1, clock);
    const slow = await turns.take(never);
    const next = turns.take(never);
    pass();
    const done = await next;
    slow();
    let third = false;
    void turns.take(never).then(() => {
      third = true;
    });
    await settle();
    expect(third).toBe(false);
    done();
    await settle();
    expect(third).toBe(true);
  });

  it('are not waited for by who gives up, and none is lost or won', async () => {
    const turns = createTurns(1, waits().clock);
    const held = await turns.take(never);
    const giving = new AbortController();
    const gone = turns.take(giving.signal);
    giving.abort();
    (await gone)();
    await settle();
    held();
    await settle();
    const one = await turns.take(never);
    let second = false;
    void turns.take(never).then(() => {
      second = true;
    });
    await settle();
    expect(second).toBe(false);
    one();
    await settle();
    expect(second).toBe(true);
  });
});
