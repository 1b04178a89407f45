import { z } from 'zod';
import type { Random } from '../random.ts';
import { bump, type Moment, rounded, type Values } from '../sensors/sensor.ts';

const byChannel = <S extends z.ZodType>(value: S) => z.record(z.string(), value).default({});

/** What a fleet's readings have beyond what is normal for their type, by channel. Numbers only. */
export const bends = {
  /** Units a day: a sensor that ages, a wall that gives way. */
  drift: byChannel(z.number()),
  /** Standard deviation of further noise. */
  noise: byChannel(z.number().min(0)),
  /** A daily wave: `swing` at the hour `peak`, nothing half a day away from it. */
  diurnal: byChannel(z.strictObject({ peak: z.number().min(0).max(24), swing: z.number() })),
};

export type Bends = z.output<z.ZodObject<typeof bends>>;

/** How many digits a bent value keeps: finer than any sensor of the lab prints. */
const DIGITS = 3;

/** Applies a fleet's bends to one report; draws from `random` once for each noisy channel. */
export function bent(values: Values, { drift, noise, diurnal }: Bends, moment: Moment, random: Random): Values {
  const changed: Record<string, number> = {};
  const add = (channel: string, by: number) => {
    const value = changed[channel] ?? values[channel];
    if (typeof value === 'number') changed[channel] = value + by;
  };
  for (const [channel, perDay] of Object.entries(drift)) add(channel, perDay * moment.age);
  for (const [channel, sigma] of Object.entries(noise)) add(channel, random.noise(sigma));
  for (const [channel, { peak, swing }] of Object.entries(diurnal)) add(channel, swing * bump(moment.hour, peak, 12));
  const printed = Object.entries(changed).map(([channel, value]) => [channel, rounded(value, DIGITS)]);
  return { ...values, ...Object.fromEntries(printed) };
}
