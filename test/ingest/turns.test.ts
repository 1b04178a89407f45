import { expect, test } from 'vitest';
import { createTurns } from '../../gateway/ingest/turns.ts';

test('work goes on at once while the turn is young, and in a later turn when it is not', async () => {
  let now = 0;
  const turns = createTurns({ monotonic: () => now });
  let loops = 0;
  const count = () => {
    loops++;
    setImmediate(count);
  };
  setImmediate(count);
  await turns.mine();
  now += 19;
  await turns.mine();
  expect(loops).toBe(0);
  now += 1;
  await turns.mine();
  expect(loops).toBeGreaterThan(0);
  // Nobody works all the time: with the new turn there is time again.
  const before = loops;
  now += 10;
  await turns.mine();
  expect(loops).toBe(before);
});

test('those who share a turn share its time', async () => {
  let now = 0;
  const turns = createTurns({ monotonic: () => now });
  const order: string[] = [];
  let turn = 0;
  const count = () => {
    turn++;
    if (turn < 20) setImmediate(count);
  };
  setImmediate(count);
  const work = async (name: string) => {
    for (let piece = 0; piece < 3; piece++) {
      await turns.mine();
      order.push(`${name}${turn}`);
      now += 12;
    }
  };
  await Promise.all([work('a'), work('b')]);
  // Two pieces of 12 ms fill a turn; the other one may have been let in before.
  const perTurn = Map.groupBy(order, (piece) => piece.slice(1));
  for (const pieces of perTurn.values()) expect(pieces.length).toBeLessThanOrEqual(3);
  expect(order).toHaveLength(6);
});
