import { expect, test } from 'vitest';
import { createDecoding } from '../gateway/decoding.ts';
import type { Decoded } from '../gateway/model/decoded.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import { decoded, message, value } from './series/sample.ts';

/** Decoding that counts its work; every message whose payload is empty is refused. */
function counted() {
  const work = { decoded: 0, prepared: 0 };
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
  );
  return { work, decoding };
}

const commit = (number: number, frames = 2): RawMessage[] =>
  Array.from({ length: frames }, (_, frame) =>
    message({ position: { commit: number, frame }, payload: Buffer.from('x') }),
  );

test('a commit is worked on once, whichever reader asks first', () => {
  const { work, decoding } = counted();
  expect(decoding.decoded(1, commit(1))).toHaveLength(2);
  expect(decoding.points(1, commit(1)).count).toBe(2);
  expect(decoding.points(2, commit(2)).count).toBe(2);
  expect(decoding.decoded(2, commit(2))).toHaveLength(2);
  expect(work).toEqual({ decoded: 4, prepared: 4 });
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

test('who asks again has it worked on again, and nothing is kept for a reader that is past it', () => {
  const { work, decoding } = counted();
  for (const part of ['decoded', 'points', 'decoded', 'points', 'points'] as const) decoding[part](7, commit(7));
  expect(work).toEqual({ decoded: 8, prepared: 6 });
});

test('while one reader stands still the other goes on, and what was kept for it comes first', () => {
  const { work, decoding } = counted();
  for (let number = 1; number <= 200; number++) decoding.decoded(number, commit(number, 1_024));
  // 64 commits fill what may be kept: behind them nothing is prepared for nobody.
  expect(work).toEqual({ decoded: 200 * 1_024, prepared: 64 * 1_024 });
  for (let number = 1; number <= 200; number++)
    expect(decoding.points(number, commit(number, 1_024)).count).toBe(1_024);
  expect(work).toEqual({ decoded: (200 + 136) * 1_024, prepared: 200 * 1_024 });
});
