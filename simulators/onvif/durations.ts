import { epochOf } from '../lab-clock.ts';

const MAX_LEASE = 3_600_000;

/** ms of an xs:duration of days, hours, minutes and seconds; undefined for any other text, years and months included. */
export function durationOf(text: string): number | undefined {
  const parts = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** A lease in ms from a duration or an absolute time on the device's clock; undefined when it is neither or out of bounds. */
export function leaseOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const lease = durationOf(text) ?? epochOf(text) - now;
  return lease > 0 && lease <= MAX_LEASE ? lease : undefined;
}
