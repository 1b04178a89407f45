import { z } from 'zod';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time as people write it, `90s`, `1.5min`, `2h`, `250ms`; parsed to milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|min|h|d)$/, 'write a length of time such as 250ms, 90s, 5min, 1h or 2d')
  .transform((text) => {
    const unit = text.replace(/^[\d.]+/, '');
    return Math.round(Number.parseFloat(text) * (UNITS[unit] ?? 1));
  });

/** A length of time that must not be nothing, such as that between two reports. */
export const positiveDuration = duration.refine((ms) => ms > 0, 'longer than nothing');

/** A length of time that may be negative. */
export const signedDuration = z
  .string()
  .regex(/^-?\d+(\.\d+)?(ms|s|min|h)$/, 'write a length of time such as 90s or -10min')
  .transform((text) => (text.startsWith('-') ? -duration.parse(text.slice(1)) : duration.parse(text)));

/** Milliseconds as people read them: `350 ms`, `12.4 s`, `3 min 05 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')} s`;
}
