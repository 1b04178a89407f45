import { expect, it, onTestFinished } from 'vitest';
import { feed, frames, openEngine, SECOND, smoke, T0 } from '../support/rules-rig.ts';
import { testDir } from '../support/test-dir.ts';

it('counts messages and candidates from the moment they are on disk, also while a commit is on its way', async () => {
  const engine = await openEngine(testDir());
  onTestFinished(() => engine.close());
  const frame = frames();
  let working = true;
  const work = feed(engine, [frame(T0, [smoke(0.2)]), frame(T0 + 10 * SECOND, [smoke(0.3)])], 1).finally(() => {
    working = false;
  });
  const accounts = () => {
    const { decoded, candidates } = engine.accounts();
    return `${decoded} decoded up to ${engine.cursor}, ${candidates} emitted, ${engine.outbox.size} there`;
  };
  const seen = new Set<string>();
  while (working) {
    seen.add(accounts());
    await new Promise((resolve) => setImmediate(resolve));
  }
  await work;
  seen.add(accounts());
  expect([...seen]).toEqual([
    '0 decoded up to 0, 0 emitted, 0 there',
    '1 decoded up to 1, 0 emitted, 0 there',
    '2 decoded up to 2, 1 emitted, 1 there',
  ]);
});
