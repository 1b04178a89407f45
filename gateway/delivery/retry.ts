import { createHash } from 'node:crypto';
import type { Outcome } from './channel.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** ms before each attempt, as the Standard Webhooks specification proposes ("Deliverability and reliability"). */
export const SCHEDULE = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** Attempts for an event the receiver refuses by name (4xx): a wrong deployment may be put right, a wrong event not. */
export const REFUSED_ATTEMPTS = 3;
/** The longest `Retry-After` that is believed. */
export const MAX_RETRY_AFTER = 24 * HOUR;
/** Spread of retries, so that what failed together does not come back together. */
const JITTER = 0.2;

/** What becomes of a delivery row after an attempt. */
export type Decision =
  | { readonly state: 'delivered' }
  | { readonly state: 'failed' }
  | { readonly state: 'pending'; readonly dueAt: number };

/**
 * Decides by the outcome of attempt number `attempts` (from 1). `Retry-After` can only put a retry off, never bring it
 * forward: a receiver that always answers `Retry-After: 1` would else use up all attempts within seconds.
 */
export function decide(
  outcome: Exclude<Outcome, { kind: 'aborted' }>,
  delivery: { receiverId: string; sequence: number; attempts: number },
  now: number,
): Decision {
  if (outcome.kind === 'delivered') return { state: 'delivered' };
  if (outcome.kind === 'gone') return { state: 'pending', dueAt: now };
  const last = outcome.kind === 'refused' ? REFUSED_ATTEMPTS : SCHEDULE.length;
  const delay = SCHEDULE[delivery.attempts];
  if (delivery.attempts >= last || delay === undefined) return { state: 'failed' };
  const asked = outcome.kind === 'retry' ? Math.min(outcome.retryAfter ?? 0, MAX_RETRY_AFTER) : 0;
  return { state: 'pending', dueAt: now + Math.max(Math.round(delay * (1 + jitterOf(delivery))), asked) };
}

/** 0 to JITTER, a function of the delivery alone: a simulated day gives the same times when it is run again. */
function jitterOf({ receiverId, sequence, attempts }: Parameters<typeof decide>[1]): number {
  const hash = createHash('sha256').update(`${receiverId}|${sequence}|${attempts}`).digest();
  return (hash.readUInt32BE(0) / 2 ** 32) * JITTER;
}

/** ms of a `Retry-After` header, seconds or an HTTP date (RFC 9110 §10.2.3); undefined when it says nothing usable. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER) : undefined;
}
