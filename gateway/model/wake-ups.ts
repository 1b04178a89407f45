/**
 * Wake-ups for keyed work. A wake-up carries only its key: what there is to do stands in records or the candidate outbox,
 * so losing every wake-up loses nothing but time. Per lane and key the handler never runs twice at once; a wake-up that
 * comes while it runs makes it run once more.
 */
export interface WakeUps {
  readonly kind: 'redis' | 'redis-child' | 'postgres';
  /** Registers the handler of a lane, once, before the first wake-up. `concurrency`: keys at a time. */
  serve(lane: string, concurrency: number, handler: (key: string) => Promise<void>): void;
  /** Never throws and never waits for the network: without a queue the handler runs in process. */
  wake(lane: string, key: string): void;
  /** Resolves when no wake-up is waiting or running in any lane. */
  idle(): Promise<void>;
  /** Whether the queue store answers; false while wake-ups run in process. */
  healthy(): boolean;
  close(): Promise<void>;
}
