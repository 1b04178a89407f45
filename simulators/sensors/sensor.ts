import { hourOfDay } from '../lab-clock.ts';
import type { Random } from '../random.ts';
import { FAIR, type Sky } from '../signals/weather.ts';

/** What one report of a sensor holds: channel → value. */
export type Values = Readonly<Record<string, number | boolean | string>>;

/** The instant of one report, as a sensor sees it. */
export interface Moment {
  /** Epoch ms of the city. */
  readonly at: number;
  /** Hour of the day with fraction, UTC+8. */
  readonly hour: number;
  /** Saturday or Sunday, UTC+8. */
  readonly restDay: boolean;
  /** 1 at the turn of the year, 0 at the height of summer, smooth between. */
  readonly winter: number;
  /** Days since this device was switched on, with fraction. */
  readonly age: number;
  readonly sky: Sky;
  /** How strongly the surroundings act on this device: 1 is usual, 0 not at all. */
  readonly exposure: number;
  /** Whether people work where it stands; absent where the scenario has no shifts and each sensor knows its own hours. */
  readonly working?: boolean;
}

/** What the scenario says of the place of one device. */
export type Surroundings = Pick<Moment, 'sky' | 'exposure' | 'working'>;

const USUAL: Surroundings = { sky: FAIR, exposure: 1 };

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

const DAY = 24 * 60 * MINUTE;
/** Mean length of a Gregorian year: the seasons stay where they are for as long as anybody simulates. */
const YEAR = 365.2425 * DAY;

export function momentOf(at: number, startedAt: number, surroundings: Surroundings = USUAL): Moment {
  // The epoch began on a Thursday, eight hours into it by local time.
  const weekday = (Math.floor((at + 8 * 60 * MINUTE) / DAY) + 4) % 7;
  const winter = 0.5 + 0.5 * Math.cos((2 * Math.PI * (at % YEAR)) / YEAR);
  const restDay = weekday === 0 || weekday === 6;
  return { at, hour: hourOfDay(at), restDay, winter, age: (at - startedAt) / DAY, ...surroundings };
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
