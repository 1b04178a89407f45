import { expect, it, onTestFinished } from 'vitest';
import { feed, frames, openEngine, SECOND, smoke, T0 } from '../support/rules-rig.ts';
import { testDir } from '../support/test-dir.ts';

it('counts a candidate from the moment the outbox has it, also while a commit is on its way', async () => {
  const engine = await openEngine(testDir());
  onTestFinished(() => engine.close());
  const frame = frames();
  let working = true;
  const work = feed(engine, [frame(T0, [smoke(0.2)]), frame(T0 + 10 * SECOND, [smoke(0.3)])]).finally(() => {
    working = false;
  });
  const seen = new Set<string>();
  while (working) {
    const { candidates, clears } = engine.accounts();
    seen.add(`${candidates + clears} emitted, ${engine.outbox.size} there`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await work;
  expect([...seen, `${engine.accounts().candidates} emitted, ${engine.outbox.size} there`]).toEqual(
    expect.arrayContaining(['0 emitted, 0 there', '1 emitted, 1 there']),
  );
  expect([...seen].filter((line) => !['0 emitted, 0 there', '1 emitted, 1 there'].includes(line))).toEqual([]);
});
