import { hourOfDay } from '../lab-clock.ts';
import type { Random } from '../random.ts';

/** What one report of a sensor holds: channel → value. */
export type Values = Readonly<Record<string, number | boolean | string>>;

/** The instant of one report, as a sensor sees it. */
export interface Moment {
  /** Epoch ms of the city. */
  readonly at: number;
  /** Hour of the day with fraction, UTC+8. */
  readonly hour: number;
  /** Days since this device was switched on, with fraction. */
  readonly age: number;
}

/**
 * How one class of sensor behaves while nothing is wrong. `start` is called once per device with the device's own random
 * stream and may draw its traits; the function it returns is called once per report, in the order of time.
 */
export interface SensorProfile {
  /** Device type as it is registered. */
  readonly type: string;
  /** ms between two reports of a healthy device. */
  readonly every: number;
  start(random: Random): (moment: Moment) => Values;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

export function momentOf(at: number, startedAt: number): Moment {
  return { at, hour: hourOfDay(at), age: (at - startedAt) / 86_400_000 };
}

/** Value as a sensor with `digits` decimals prints it. */
export function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

export function limited(value: number, from: number, to: number): number {
  return Math.min(to, Math.max(from, value));
}

/** A smooth daily bump: 1 at `peak`, falling to 0 `width` hours away from it; hours wrap at midnight. */
export function bump(hour: number, peak: number, width: number): number {
  const apart = Math.abs(((hour - peak + 36) % 24) - 12);
  return apart >= width ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * apart) / width);
}

/** Battery in percent, draining 0.02 % a day from where the device started. */
export function battery(random: Random): (moment: Moment) => number {
  const full = random.between(72, 100);
  return ({ age }) => rounded(full - 0.02 * age, 1);
}
