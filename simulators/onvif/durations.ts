import { epochOf } from '../lab-clock.ts';

const MAX_LEASE = 3_600_000;

/** ms of an xs:duration of hours, minutes and seconds; undefined for any other text. */
export function durationOf(text: string): number | undefined {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  if (!parts || text === 'PT') return undefined;
  return (Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0)) * 1000;
}

/** A lease in ms from a duration or an absolute time on the device's clock; undefined when it is neither or out of bounds. */
export function leaseOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const lease = durationOf(text) ?? epochOf(text) - now;
  return lease > 0 && lease <= MAX_LEASE ? lease : undefined;
}
