import { describe, expect, it, onTestFinished } from 'vitest';
import type { RuleSpec } from '../../gateway/model/device.ts';
import { device, feed, frames, openEngine, smoke, smokeRule, T0, typesOf, waiting } from '../support/rules-rig.ts';
import { testDir } from '../support/test-dir.ts';

const deviceTypes = typesOf({ ...smokeRule, dwell: 0, quiet: 0 } as RuleSpec);

async function open(path: string, outboxLimit = 1_000_000) {
  const engine = await openEngine(path, { deviceTypes, outboxLimit });
  onTestFinished(() => engine.close());
  return engine;
}

/** Raises and clears in turn. */
const onOff = (count: number, owner = device()) => {
  const frame = frames();
  return Array.from({ length: count }, (_, n) => frame(T0 + n, [smoke(n % 2 ? 0 : 0.9)], { device: owner }));
};

describe('candidate outbox', () => {
  it('keeps candidates in order under their key until they are removed, also over a restart', async () => {
    const path = testDir();
    const first = await open(path);
    await feed(first, onOff(5), 2);
    const key = 'acme/d1#|E0498';
    const ids = first.outbox.waiting(key).map(({ candidateId }) => candidateId);
    expect(first.outbox.waiting(key).map(({ type }) => type)).toEqual(['raise', 'clear', 'raise', 'clear', 'raise']);
    await first.outbox.remove(ids.slice(0, 2));
    await first.outbox.remove([...ids.slice(0, 2), 'unknown']);
    expect(first.outbox.size).toBe(3);
    await first.close();
    const second = await open(path);
    expect(second.outbox.keys()).toEqual([key]);
    expect(second.outbox.waiting(key).map(({ candidateId }) => candidateId)).toEqual(ids.slice(2));
    await second.outbox.remove(ids);
    expect(second.outbox).toMatchObject({ size: 0 });
    expect(second.outbox.keys()).toEqual([]);
    expect(second.outbox.waiting(key)).toEqual([]);
  });

  it('tells of arrivals once they are durable', async () => {
    const engine = await open(testDir());
    const heard: (readonly string[])[] = [];
    const stop = engine.outbox.onArrival((keys) => {
      heard.push(keys);
      for (const key of keys) expect(engine.outbox.waiting(key).length).toBeGreaterThan(0);
    });
    const all = onOff(3);
    await feed(engine, all.slice(0, 2));
    stop();
    await feed(engine, all.slice(2));
    expect(heard).toEqual([['acme/d1#|E0498']]);
  });

  it('holds the cursor while it is full', async () => {
    const engine = await open(testDir(), 3);
    const all = onOff(6);
    await feed(engine, all.slice(0, 4));
    let done = false;
    const held = feed(engine, all.slice(4)).then(() => {
      done = true;
    });
    const [first, second] = waiting(engine);
    await engine.outbox.remove([first?.candidateId ?? '']);
    await Promise.resolve();
    expect({ done, cursor: engine.cursor }).toEqual({ done: false, cursor: 4 });
    await engine.outbox.remove([second?.candidateId ?? '']);
    await held;
    expect(engine.cursor).toBe(6);
  });

  it('lets a waiting call go when the engine closes', async () => {
    const engine = await open(testDir(), 1);
    const all = onOff(2);
    await feed(engine, all.slice(0, 1));
    const held = feed(engine, all.slice(1));
    const refused = expect(held).rejects.toMatchObject({ code: 'RECORDS_FAILED' });
    await engine.close();
    await refused;
  });
});
