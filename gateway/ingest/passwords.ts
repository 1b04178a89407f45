import { Worker } from 'node:worker_threads';
import { GatewayError } from '../errors.ts';
import type { DeriveAnswer, DeriveRequest } from './password-worker.ts';

/** Hashes of passwords that people chose: slow on purpose, so one thread does nothing else. */
export interface Passwords {
  /** The scrypt key of a password, 32 bytes. Throws RATE_LIMITED when too many wait. */
  derive(password: Uint8Array, salt: Uint8Array): Promise<Buffer>;
  /** Ends the thread; what waits is rejected. Twice is harmless. */
  stop(): Promise<void>;
}

/** Hashes that wait for the thread; beyond that the caller says "later" (CONNACK 3), and the device tries again. */
const MAX_WAITING = 1_000;

interface Waiting {
  resolve(key: Buffer): void;
  reject(error: Error): void;
}

/** The thread starts with the first password and is started again should it ever die. */
export function createPasswords(options: { maxWaiting?: number } = {}): Passwords {
  const { maxWaiting = MAX_WAITING } = options;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let count = 0;
  let stopped = false;

  const fail = (reason: string): void => {
    for (const { reject } of waiting.values()) reject(new GatewayError('INTERNAL', `password thread: ${reason}`));
    waiting.clear();
  };
  const start = (): Worker => {
    const made = new Worker(new URL('./password-worker.ts', import.meta.url));
    made.on('message', ({ id, key }: DeriveAnswer) => {
      waiting.get(id)?.resolve(Buffer.from(key));
      waiting.delete(id);
      // An idle thread does not keep the process alive.
      if (waiting.size === 0) made.unref();
    });
    made.on('error', (error: Error) => fail(error.message));
    made.on('exit', () => {
      if (worker === made) worker = undefined;
      fail('it ended');
    });
    return made;
  };

  return {
    derive(password, salt) {
      if (stopped) return Promise.reject(new GatewayError('INTERNAL', 'password thread: it was stopped'));
      if (waiting.size >= maxWaiting)
        return Promise.reject(
          new GatewayError('RATE_LIMITED', `${maxWaiting} passwords wait to be checked; try later`),
        );
      worker ??= start();
      worker.ref();
      const request: DeriveRequest = { id: count++, password, salt };
      const answer = new Promise<Buffer>((resolve, reject) => waiting.set(request.id, { resolve, reject }));
      worker.postMessage(request);
      return answer;
    },
    async stop() {
      stopped = true;
      await worker?.terminate();
    },
  };
}
