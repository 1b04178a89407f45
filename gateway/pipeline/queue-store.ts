/** What a job carries: keys to work on, or the probe that tells whether turns come round again. */
export type Turn = { readonly keys: readonly string[] } | { readonly probe: true };

/** BullMQ queue and worker of one lane. */
export interface LaneQueue {
  /** Rejects when the store does not answer. */
  add(turns: readonly Turn[]): Promise<void>;
  /** Never waits longer than a few seconds, whatever the state of the store. */
  close(): Promise<void>;
}

/** A store BullMQ runs on. Nothing in it is the record of anything: it may be wiped at any time. */
export interface QueueStore {
  readonly kind: 'redis' | 'redis-child' | 'postgres';
  /** Called once per lane. `process` gets each turn; at most `concurrency` at a time. */
  openLane(lane: string, concurrency: number, process: (turn: Turn) => Promise<void>): LaneQueue;
  /** Whether the epoch key is there; writes it when it is not. False means that the store was wiped or is new. */
  epoch(): Promise<boolean>;
  /** Called each time a connection was made again after it was lost. */
  onReconnect(listener: () => void): void;
  /** Why it was not reached since the start; undefined once it was. Absent where it was reached at the start. */
  away?(): string | undefined;
  close(): Promise<void>;
}
