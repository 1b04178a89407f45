/** Runs scrypt on a thread of its own: libuv's pool also flushes the inbox, and one slow hash there is one slow PUBACK. */
import { scryptSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** scrypt cost: N 2^14, r 8, p 1 takes about 40 ms and 16 MiB; results are cached by whoever asks. */
const COST = { N: 2 ** 14, r: 8, p: 1 } as const;
const KEY_BYTES = 32;

/** What the thread is asked. */
export interface DeriveRequest {
  readonly id: number;
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
}

/** What it answers. */
export interface DeriveAnswer {
  readonly id: number;
  readonly key: Uint8Array;
}

parentPort?.on('message', ({ id, password, salt }: DeriveRequest) => {
  const answer: DeriveAnswer = { id, key: scryptSync(password, salt, KEY_BYTES, COST) };
  parentPort?.postMessage(answer);
});
