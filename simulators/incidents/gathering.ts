import { z } from 'zod';
import { duration, positiveDuration } from '../duration.ts';
import { rounded } from '../sensors/sensor.ts';
import { numberOf, type Trapezoid, trapezoid } from './curves.ts';
import { type Effect, incidentKind } from './incident.ts';

/** Square metres that a counter looks at, persons that a lift takes, and per cent of a bin that a crowd fills. */
const AREA = 300;
const LIFT = 12;
const LITTER = 40;
/** A bin that a crowd filled is not yet one that nobody emptied. */
const BIN_LIMIT = 94;

/**
 * People come together: the counter sees them, lifts nearby run full, bins fill up and stay so until somebody empties them.
 * The lifts and bins raise nothing by themselves.
 */
export const gathering = incidentKind(
  'gathering',
  {
    /** Persons per m² at the height of it. */
    peak: z.number().default(5.5),
    rise: duration.prefault('10min'),
    hold: duration.prefault('20min'),
    fall: duration.prefault('10min'),
    every: positiveDuration.prefault('30s'),
    lifts: z.array(z.string()).default([]),
    bins: z.array(z.string()).default([]),
  },
  ({ peak, rise, hold, fall, every, lifts, bins }) => {
    const times: Trapezoid = { rise, hold, fall };
    const common = { from: 0, to: rise + hold + fall, every };
    const counter: Effect = {
      ...common,
      shape: (elapsed, normal) => {
        const density = trapezoid(elapsed, times, numberOf(normal['density']), peak);
        return {
          ...normal,
          density: rounded(density, 2),
          count: Math.round(density * AREA),
          flow: Math.round(numberOf(normal['flow']) + density * 10),
        };
      },
    };
    const lift = (device: string): Effect => ({
      ...common,
      device,
      shape: (elapsed, normal) => ({
        ...normal,
        persons: Math.round(trapezoid(elapsed, times, numberOf(normal['persons']), LIFT)),
      }),
    });
    const bin = (device: string): Effect => ({
      ...common,
      device,
      shape: (elapsed, normal) => {
        const litter = trapezoid(elapsed, { rise: rise + hold, hold: fall, fall: 0 }, 0, LITTER);
        return {
          ...normal,
          fill: Math.max(numberOf(normal['fill']), Math.min(BIN_LIMIT, numberOf(normal['fill']) + litter)),
        };
      },
    });
    return { effects: [counter, ...lifts.map(lift), ...bins.map(bin)] };
  },
);
