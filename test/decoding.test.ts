import { expect, test } from 'vitest';
import { createDecoding } from '../gateway/decoding.ts';
import type { Decoded } from '../gateway/model/decoded.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import { decoded, message, value } from './series/sample.ts';

/** Decoding that counts its work; every message whose payload is empty is refused. */
function counted() {
  const work = { decoded: 0, prepared: 0 };
  const patience = new Set<() => void>();
  const decoding = createDecoding(
    {
      decode(messages) {
        work.decoded += messages.length;
        return messages.map((each): Decoded => {
          const made = decoded([value('smoke', 1)], each);
          return each.payload.length > 0 ? made : { ...made, rejection: { code: 'PAYLOAD_NOT_JSON', detail: 'empty' } };
        });
      },
    },
    {
      prepare(batch) {
        work.prepared += batch.length;
        return { count: batch.length, refused: [] };
      },
    },
    // Time stands until the test lets it pass.
    {
      wait: (_ms, signal) =>
        new Promise((resolve) => patience.add(resolve) && signal?.addEventListener('abort', () => resolve())),
    },
  );
  return { work, decoding, losePatience: () => [...patience].map((resolve) => resolve()) };
}

const commit = (number: number, frames = 2): RawMessage[] =>
  Array.from({ length: frames }, (_, frame) =>
    message({ position: { commit: number, frame }, payload: Buffer.from('x') }),
  );

test('a commit is worked on once', () => {
  const { work, decoding } = counted();
  expect(decoding.decoded(1, commit(1))).toHaveLength(2);
  expect(decoding.points(1, commit(1)).count).toBe(2);
  expect(work).toEqual({ decoded: 2, prepared: 2 });
});

test('the series wait for the rules', async () => {
  const { work, decoding } = counted();
  const order: string[] = [];
  const stored = (async () => {
    await decoding.behindRules(2);
    order.push(`points of ${decoding.points(2, commit(2)).count}`);
  })();
  for (const number of [1, 2]) {
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`rules ${number}`);
    decoding.decoded(number, commit(number));
  }
  await stored;
  expect(order).toEqual(['rules 1', 'rules 2', 'points of 2']);
  expect(work).toEqual({ decoded: 4, prepared: 4 });
});

test('the series go their own way while the rules stand still, and wait again once they move', async () => {
  const { work, decoding, losePatience } = counted();
  const first = decoding.behindRules(1);
  losePatience();
  await first;
  // Without a wait: nobody loses patience again.
  await decoding.behindRules(2);
  expect([decoding.points(1, commit(1)).count, decoding.points(2, commit(2)).count]).toEqual([2, 2]);
  decoding.decoded(1, commit(1));
  decoding.decoded(2, commit(2));
  // Nothing is kept for series that are past it.
  expect(work).toEqual({ decoded: 8, prepared: 4 });
  let waits = true;
  const third = decoding.behindRules(3).then(() => {
    waits = false;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(waits).toBe(true);
  decoding.decoded(3, commit(3));
  await third;
});

test('what was refused has no points, and is there for the rules', () => {
  const { decoding } = counted();
  const messages = [...commit(1), message({ payload: Buffer.alloc(0) })];
  expect(decoding.decoded(1, messages).map(({ rejection }) => rejection?.code)).toEqual([
    undefined,
    undefined,
    'PAYLOAD_NOT_JSON',
  ]);
  expect(decoding.points(1, messages).count).toBe(2);
});

test('who asks again has it worked on again; what is laid by stays', () => {
  const { work, decoding } = counted();
  for (const part of ['decoded', 'decoded', 'points', 'points'] as const) decoding[part](7, commit(7));
  expect(work).toEqual({ decoded: 6, prepared: 4 });
});

test('while the series stand still the rules go on, and what was kept comes first', () => {
  const { work, decoding } = counted();
  for (let number = 1; number <= 200; number++) decoding.decoded(number, commit(number, 1_024));
  // 128 commits fill what may be kept: behind them nothing is prepared for nobody.
  expect(work).toEqual({ decoded: 200 * 1_024, prepared: 128 * 1_024 });
  for (let number = 1; number <= 200; number++)
    expect(decoding.points(number, commit(number, 1_024)).count).toBe(1_024);
  expect(work).toEqual({ decoded: (200 + 72) * 1_024, prepared: 200 * 1_024 });
});
