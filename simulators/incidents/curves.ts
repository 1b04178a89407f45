import { rounded } from '../sensors/sensor.ts';

/** Lengths in ms of the three parts of a trapezoid. */
export interface Trapezoid {
  readonly rise: number;
  readonly hold: number;
  readonly fall: number;
}

/** From `normal` up (or down) to `peak` in `rise`, there for `hold`, and back in `fall`; `normal` outside. */
export function trapezoid(elapsed: number, { rise, hold, fall }: Trapezoid, normal: number, peak: number): number {
  const share =
    elapsed < rise
      ? elapsed / Math.max(1, rise)
      : elapsed <= rise + hold
        ? 1
        : Math.max(0, 1 - (elapsed - rise - hold) / Math.max(1, fall));
  return normal + (peak - normal) * share;
}

/** Storm hydrograph: a straight rise to `peak`, then exponential drain with the given half-life. */
export function hydrograph(elapsed: number, rise: number, halfLife: number, peak: number): number {
  if (elapsed <= rise) return (peak * elapsed) / Math.max(1, rise);
  return peak * 2 ** (-(elapsed - rise) / halfLife);
}

/** A channel value as a number, 0 when the healthy sensor does not report it. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

export function rounded2(value: number): number {
  return rounded(value, 2);
}
