import type { Decoded } from '../model/decoded.ts';
import type { Position } from '../model/message.ts';

/** What became of the points of one batch: `points = stored + deadLettered`. */
export interface SeriesDelta {
  readonly points: number;
  readonly stored: number;
  readonly deadLettered: number;
}

/** A point no retry can store: its message becomes a dead letter. */
export interface RefusedPoint {
  /** Where the message lies in the inbox. */
  readonly position: Position;
  readonly code: 'INFLUX_REFUSED' | 'PAYLOAD_INVALID';
  readonly detail: string;
}

/** The points of some messages in the form their store takes them, small enough to wait in: nothing of the messages is held. */
export interface Points {
  /** How many there are, the refused ones among them. */
  readonly count: number;
  /** Those no store could hold. */
  readonly refused: readonly RefusedPoint[];
}

/** A window of one channel: `from` inclusive, `to` exclusive, epoch ms; `step` ms, absent for the readings as they came. */
export interface SeriesQuery {
  readonly device: string;
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  readonly step?: number;
}

/** `time` is epoch ms: of the reading, or of the start of its step (a multiple of `step`). */
export interface SeriesValue {
  readonly time: number;
  readonly value: number | boolean | string;
}

/** A time-series store. */
export interface SeriesSink {
  readonly kind: 'influx' | 'sqlite';
  /** Arranges points for `write` of this same sink. */
  prepare(batch: readonly Decoded[]): Points;
  /**
   * Stores a batch; resolves once a power cut cannot undo it, with every point that was refused; their neighbours are stored.
   * May be called again before that; never after `close`. Writing a batch twice leaves what writing it once leaves. An outage
   * is retried for as long as it lasts; rejects only when closed meanwhile.
   */
  write(batch: readonly Points[]): Promise<readonly RefusedPoint[]>;
  /** Oldest first, at most `limit`: per step the mean of numbers, the last of flags and texts. Throws when the store is away. */
  query(query: SeriesQuery, limit: number): Promise<readonly SeriesValue[]>;
  /** False while writes are being retried. */
  healthy(): boolean;
  /**
   * Removes up to about `limit` points from before `before` (epoch ms); how many. Absent where the store keeps to a retention of
   * its own.
   */
  prune?(before: number, limit: number): Promise<number>;
  /** Called once: gives up waiting writes and lets go of the store. */
  close(): Promise<void>;
}
