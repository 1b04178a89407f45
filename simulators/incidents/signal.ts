import { z } from 'zod';
import { duration, positiveDuration } from '../duration.ts';
import type { Values } from '../sensors/sensor.ts';
import { numberOf, rounded2, trapezoid } from './curves.ts';
import { type Effect, incidentKind } from './incident.ts';

const value = z.union([z.number(), z.boolean(), z.string()]);

const shape = {
  /** Channel → value at the height of it. Numbers climb there and back, anything else switches. */
  channels: z.record(z.string(), value),
  rise: duration.prefault('0s'),
  hold: duration,
  fall: duration.prefault('0s'),
  every: positiveDuration.prefault('5s'),
  /** Channel → value of the last report, where people leave it better than it was: an emptied bin. Normal values when absent. */
  leaves: z.record(z.string(), value).default({}),
};

type Signal = z.output<z.ZodObject<typeof shape>>;

function shaped({ channels, rise, hold, fall, leaves }: Signal, elapsed: number, normal: Values): Values {
  // The last report of an effect is the restore: with no fall the sensor is back to normal by then.
  if (elapsed >= rise + hold + fall) return { ...normal, ...leaves };
  const moved = Object.entries(channels).map(([channel, peak]) => [
    channel,
    typeof peak === 'number'
      ? rounded2(trapezoid(elapsed, { rise, hold, fall }, numberOf(normal[channel]), peak))
      : peak,
  ]);
  return { ...normal, ...Object.fromEntries(moved) };
}

export function signalEffect(signal: Signal): Effect {
  return {
    from: 0,
    to: signal.rise + signal.hold + signal.fall,
    every: signal.every,
    shape: (elapsed, normal) => shaped(signal, elapsed, normal),
  };
}

/** Any channels of any sensor going to a level, staying, and coming back: leaks, tilts, noise, full bins, low pressure. */
export const signal = incidentKind('signal', shape, (parameters) => ({ effects: [signalEffect(parameters)] }));

/** A short excursion that a dwell must hold back: one wrong reading, or a truck over a manhole. */
export const spike = incidentKind(
  'spike',
  { channels: shape.channels, hold: positiveDuration.prefault('1s') },
  ({ channels, hold }) => ({
    effects: [signalEffect({ channels, rise: 0, hold, fall: 0, every: hold, leaves: {} })],
  }),
);
