import { z } from 'zod';
import { hourOfDay } from '../lab-clock.ts';
import { randomStream } from '../random.ts';
import type { Surroundings } from '../sensors/sensor.ts';
import { bends } from './bend.ts';
import { shift, worksAt } from './shift.ts';
import type { Weather } from './weather.ts';

/** What a scenario may say of the places of a fleet. */
export const fleetSurroundings = {
  /** How strongly weather acts on it, each device within a tenth of it: 1 usual, 0 not at all, 2 in a dip or on a corner. */
  exposure: z.number().min(0).max(10).default(1),
  /** When people work there: dust, noise and lorries follow. Each sensor knows its own hours when absent. */
  shifts: z.array(shift).min(1).optional(),
  ...bends,
};

export type FleetSurroundings = z.output<z.ZodObject<typeof fleetSurroundings>>;

/** ms that rain takes to gather where a device is. */
const SOONEST = 5 * 60_000;
const LATEST = 15 * 60_000;

/** The surroundings of the device called `name`: at epoch ms `at`, `elapsed` ms after the start. */
export function createPlace(seed: number, name: string, { exposure, shifts }: FleetSurroundings, weather: Weather) {
  const random = randomStream(seed, `place/surroundings/${name}`);
  const own = exposure * random.between(0.9, 1.1);
  const delay = random.between(SOONEST, LATEST);
  return (at: number, elapsed: number): Surroundings => ({
    sky: weather(elapsed, delay),
    exposure: own,
    ...(shifts ? { working: worksAt(shifts, hourOfDay(at)) } : {}),
  });
}
