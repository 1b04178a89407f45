import type { Measurement, Observation } from '../model/observation.ts';
import type { ChannelState } from './device-state.ts';

/** Readings that come later than this are stored and never evaluated, ms. */
export const MAX_LATE_MS = 24 * 3_600_000;
/** Readings of one message that are older than its newest by more than this are history, not the present, ms. */
export const HISTORY_MS = 5 * 60_000;
/** Jumps are judged as if readings were at least so far apart, ms: two of one instant have no speed. */
const MIN_STEP_MS = 1_000;

/** Why an observation was stored without being evaluated. */
export type Unevaluated = 'late' | 'older' | 'quality' | 'range' | 'jump' | 'backfill' | 'echo';

export function nothingUnevaluated(): Record<Unevaluated, number> {
  return { late: 0, older: 0, quality: 0, range: 0, jump: 0, backfill: 0, echo: 0 };
}

/**
 * The value as the rules count it: booleans as 1 and 0, an enum as the place of its word. Undefined where it is none that the
 * channel can have.
 */
export function levelOf(channel: ChannelState, value: Measurement['value']): number | undefined {
  switch (typeof value) {
    case 'number':
      return channel.kind === 'number' && value >= channel.min && value <= channel.max ? value : undefined;
    case 'boolean':
      return channel.kind === 'boolean' ? Number(value) : undefined;
    default: {
      const place = channel.kind === 'enum' ? channel.words.indexOf(value) : -1;
      return place < 0 ? undefined : place;
    }
  }
}

/**
 * Whether a value lies further from the one before than the channel can move in the time between. It then becomes the one
 * before all the same: if the level is real, the next reading confirms it.
 */
export function isJump(channel: ChannelState, level: number, order: number): boolean {
  if (channel.maxRate === Number.POSITIVE_INFINITY || channel.time < 0) return false;
  return Math.abs(level - Number(channel.value)) > channel.maxRate * Math.max(order - channel.time, MIN_STEP_MS);
}

/** The newest event time of every channel in a message of several readings; undefined for the usual message of one. */
export function newestTimes(observations: readonly Observation[]): ReadonlyMap<string, number> | undefined {
  if ((observations.at(-1)?.reading ?? 0) === 0 && (observations[0]?.reading ?? 0) === 0) return undefined;
  const newest = new Map<string, number>();
  for (const observation of observations)
    if (observation.kind === 'value')
      newest.set(observation.channel, Math.max(newest.get(observation.channel) ?? 0, observation.time));
  return newest;
}

/** How much of a new lag goes into the estimate when it is larger: a slow message says little about the clock. */
const SKEW_SHARE = 0.02;

/**
 * How far a device's clock is behind, from the lag of its messages: the way takes time too, so the smallest lag is nearest to
 * the truth, and the estimate rises slowly for clocks that drift.
 */
export function skewWith(skew: number | undefined, lag: number): number {
  if (skew === undefined || lag < skew) return lag;
  return skew + (lag - skew) * SKEW_SHARE;
}
