import type { Decoded } from '../model/decoded.ts';

/** What became of the points of one batch: `points = stored + deadLettered`. */
export interface SeriesDelta {
  readonly points: number;
  readonly stored: number;
  readonly deadLettered: number;
}

/** A point no retry can store: its message becomes a dead letter. */
export interface RefusedPoint {
  readonly decoded: Decoded;
  readonly code: 'INFLUX_REFUSED' | 'PAYLOAD_INVALID';
  readonly detail: string;
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
  /**
   * Stores a batch; resolves once a power cut cannot undo it. May be called again before that; never after `close`.
   * Writing a batch twice leaves what writing it once leaves. An outage is retried for as long as it lasts; rejects
   * only when closed meanwhile. Refused points are in the result, their neighbours are stored.
   */
  write(batch: readonly Decoded[]): Promise<{ readonly points: number; readonly refused: readonly RefusedPoint[] }>;
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
