import { GatewayError } from './errors.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { DeadLetters } from './ingest/dead-letters.ts';
import type { Decoder } from './ingest/decoder.ts';
import { type InboxReader, startReader } from './ingest/reader.ts';
import type { Decoded } from './model/decoded.ts';
import { lastOf, ofDevices, type ReaderParts } from './readers.ts';
import type { Series } from './series/batcher.ts';
import type { Points, RefusedPoint, SeriesDelta } from './series/sink.ts';

/** Machine ms between two writes: nobody waits for a reading to be stored. */
const LINGER = 100;

/** What became of the points so far: `points = stored + deadLettered + pending`. */
export interface SeriesAccounts extends SeriesDelta {
  /** Handed to the store and not yet acknowledged, or not yet passed by the cursor. */
  readonly pending: number;
}

export interface SeriesReader extends InboxReader {
  accounts(): SeriesAccounts;
}

/** The series' reader: the cursor and the counts of points move together, once the store has acknowledged the batch. */
export function startSeriesReader(parts: ReaderParts & { series: Series }): SeriesReader {
  const { inbox, decoding, turns, series, clock, logger } = parts;
  const { points = 0, stored = 0, deadLettered = 0 } = inbox.numbers('series');
  const counts = { points, stored, deadLettered };
  /** Points of each batch under way, by its last commit. */
  const handed = new Map<number, number>();
  const reader = startReader({
    ...{ name: 'series', log: inbox.follow(), from: inbox.cursor('series'), clock, logger },
    // Two writes keep the store busy; more would only queue there. Large ones cost it less for each point.
    ahead: 2,
    ...{ batch: { frames: 4_096, bytes: 2 << 20 }, linger: LINGER },
    async work(batch) {
      const prepared: Points[] = [];
      for (const commit of batch) {
        await decoding.behindRules(commit.commit);
        await turns.mine();
        prepared.push(decoding.points(commit.commit, ofDevices(commit)));
      }
      // Behind a failure batches come again, perhaps cut in other places.
      for (const last of handed.keys()) if (last >= (batch[0]?.commit ?? 0)) handed.delete(last);
      handed.set(
        lastOf(batch),
        prepared.reduce((sum, { count }) => sum + count, 0),
      );
      return series.store(prepared);
    },
    async finish(batch, delta) {
      const next = {
        points: counts.points + delta.points,
        stored: counts.stored + delta.stored,
        deadLettered: counts.deadLettered + delta.deadLettered,
      };
      await inbox.setCursor('series', lastOf(batch), next);
      Object.assign(counts, next);
      handed.delete(lastOf(batch));
    },
  });
  return {
    ...reader,
    accounts() {
      const pending = [...handed.values()].reduce((sum, count) => sum + count, 0);
      return { ...counts, points: counts.points + pending, pending };
    },
  };
}

/**
 * Keeps the messages of refused points as dead letters: they are read from the inbox again, since nobody holds them while the
 * store has their points. Throws when they cannot be read or kept.
 */
export function buryRefused(parts: {
  inbox: Pick<Inbox, 'read'>;
  decoder: Decoder;
  deadLetters: Pick<DeadLetters, 'keep'>;
}): (refused: readonly RefusedPoint[]) => Promise<void> {
  return async (refused) => {
    const letters: Decoded[] = [];
    for (const [commit, points] of Map.groupBy(refused, ({ position }) => position.commit)) {
      const [found] = parts.inbox.read(commit - 1, 1);
      for (const { position, code, detail } of points) {
        const message = found?.commit === commit ? found.messages[position.frame] : undefined;
        const [decoded] = message ? parts.decoder.decode([message]) : [];
        if (!decoded) throw new GatewayError('INBOX_CORRUPT', `message ${commit}-${position.frame} is gone`);
        letters.push({ ...decoded, rejection: { code, detail } });
      }
    }
    await parts.deadLetters.keep(letters);
  };
}
