import { decodeCandidate } from '../candidate-codec.ts';
import type { CandidateSource } from '../model/candidate.ts';
import type { RuleStore, StoredCandidate } from './rule-store.ts';

/** Waiting candidates at which the rules stop reading the inbox until the pipeline has taken some. */
export const OUTBOX_LIMIT = 1_000_000;

/** The candidates that records do not have yet. Memory holds a count per attach key; the candidates stay on disk. */
export interface CandidateOutbox extends CandidateSource {
  /** Told after a commit that put `candidates` on disk. */
  arrived(candidates: readonly StoredCandidate[]): void;
  /** Resolves once fewer candidates than the limit wait, or on close. */
  room(): Promise<void>;
  close(): void;
}

export function createCandidateOutbox(store: RuleStore, limit: number = OUTBOX_LIMIT): CandidateOutbox {
  const counts = new Map<string, number>();
  const listeners = new Set<(keys: readonly string[]) => void>();
  let size = 0;
  let waiters: (() => void)[] = [];
  let closed = false;
  const count = (attachKey: string, change: number) => {
    size += change;
    const left = (counts.get(attachKey) ?? 0) + change;
    if (left > 0) counts.set(attachKey, left);
    else counts.delete(attachKey);
  };
  const release = () => {
    if (size >= limit && !closed) return;
    const released = waiters;
    waiters = [];
    for (const resolve of released) resolve();
  };
  for (const attachKey of store.waitingKeys()) count(attachKey, 1);

  return {
    keys: () => [...counts.keys()],
    waiting: (key) => (counts.has(key) ? store.waiting(key).map(decodeCandidate) : []),
    get size() {
      return size;
    },
    async remove(candidateIds) {
      if (candidateIds.length === 0) return;
      for (const attachKey of await store.remove(candidateIds)) count(attachKey, -1);
      release();
    },
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    arrived(candidates) {
      if (candidates.length === 0) return;
      const keys = new Set<string>();
      for (const { attachKey } of candidates) {
        count(attachKey, 1);
        keys.add(attachKey);
      }
      for (const listener of listeners) listener([...keys]);
    },
    room: () => (size < limit || closed ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    close() {
      closed = true;
      release();
    },
  };
}
