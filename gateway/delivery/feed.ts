import type { Clock } from '../clock.ts';
import { type Case, type CaseEvent, type CaseEventLog, concerns } from '../model/case.ts';
import { delimitedProtobufOf, eventIdOf, sequenceText, structuredJson } from './case-event.ts';

/** Events looked at without a pause; a reader whose scope hides many lets others run between batches. */
const BATCH = 256;

/** Which events a reader may see. */
export interface FeedScope {
  /** Only cases of this organisation; absent: of all. */
  readonly orgCode?: string;
  readonly restricted: boolean;
}

/** An event of the feed, encoded when asked. */
export interface FeedEntry {
  readonly id: string;
  readonly sequence: number;
  /** The cursor behind this event: 20 digits. */
  readonly cursor: string;
  readonly type: string;
  /** CloudEvents structured JSON, of the case as `shown` shows it. */
  json(shown?: (record: Case) => Case): string;
  /** `gridwarden.v1.CaseEvent` with its length in front, likewise. */
  protobuf(shown?: (record: Case) => Case): Uint8Array;
}

/** The cursor feed over the ordered outbox: the face that can always be read again from anywhere. */
export interface CaseEventFeed {
  /**
   * Events behind `after`, at most `limit`. When there are none it waits up to `timeoutMs` (machine time) or until `signal`.
   * `next` is the cursor to go on with; events outside the scope are behind it already.
   */
  read(options: {
    after: number;
    limit: number;
    timeoutMs: number;
    scope: FeedScope;
    signal: AbortSignal;
  }): Promise<{ entries: readonly FeedEntry[]; next: number }>;
  /** Every event behind `after`, then live ones as they are committed, until `signal`. */
  stream(options: { after: number; scope: FeedScope; signal: AbortSignal }): AsyncIterable<FeedEntry>;
  /** Sequence of the newest event. */
  head(): number;
}

const asIs = (record: Case): Case => record;

export function createFeed(options: { events: CaseEventLog; clock: Clock; gatewayId: string }): CaseEventFeed {
  const { events, clock, gatewayId } = options;
  const entryOf = (event: CaseEvent): FeedEntry => ({
    id: eventIdOf(gatewayId, event.sequence),
    sequence: event.sequence,
    cursor: sequenceText(event.sequence),
    type: event.type,
    json: (shown = asIs) => structuredJson(gatewayId, { ...event, case: shown(event.case) }),
    protobuf: (shown = asIs) => delimitedProtobufOf(gatewayId, { ...event, case: shown(event.case) }),
  });

  /** Visible events of one batch behind `after`. `level`: the log ends here. */
  const visible = (
    after: number,
    limit: number,
    scope: FeedScope,
  ): { entries: FeedEntry[]; next: number; level: boolean } => {
    const batch = events.read(after, BATCH);
    const entries: FeedEntry[] = [];
    let next = after;
    for (const event of batch) {
      if (entries.length === limit) return { entries, next, level: false };
      next = event.sequence;
      if (isVisible(event, scope)) entries.push(entryOf(event));
    }
    return { entries, next, level: batch.length < BATCH };
  };

  /** Resolves at the next append or when the signal fires. Armed before the log is read, so that no append slips between. */
  const appended = (signal: AbortSignal): { promise: Promise<void>; cancel: () => void } => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const unsubscribe = events.onAppend(resolve);
    const done = () => resolve();
    signal.addEventListener('abort', done, { once: true });
    return {
      promise,
      cancel() {
        unsubscribe();
        signal.removeEventListener('abort', done);
      },
    };
  };

  return {
    head: () => events.head(),
    async read({ after, limit, timeoutMs, scope, signal }) {
      const finished = new AbortController();
      const timeout = clock.wait(timeoutMs, finished.signal);
      let expired = timeoutMs <= 0;
      void timeout.then(() => {
        expired = true;
      });
      let position = after;
      try {
        for (;;) {
          const news = appended(signal);
          try {
            const { entries, next, level } = visible(position, limit, scope);
            if (entries.length > 0 || signal.aborted || (level && expired)) return { entries, next };
            position = next;
            await (level ? Promise.race([news.promise, timeout]) : clock.wait(0));
          } finally {
            news.cancel();
          }
        }
      } finally {
        finished.abort();
      }
    },
    async *stream({ after, scope, signal }) {
      let position = after;
      while (!signal.aborted) {
        const news = appended(signal);
        try {
          const found = visible(position, BATCH, scope);
          for (const entry of found.entries) {
            if (signal.aborted) return;
            yield entry;
          }
          if (found.level) await news.promise;
          position = found.next;
        } finally {
          news.cancel();
        }
      }
    },
  };
}

function isVisible({ case: record }: CaseEvent, scope: FeedScope): boolean {
  return (!record.restricted || scope.restricted) && (scope.orgCode === undefined || concerns(record, scope.orgCode));
}
