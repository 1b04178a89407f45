import { z } from 'zod';
import { type Curve, curve, levelAt } from './curve.ts';

/** The weather a scenario says; what it does not say is that of a fair day, as each sensor knows it. */
export const weatherSignals = z.strictObject({
  /** mm/h. */
  rain: curve.optional(),
  /** m/s, mean over ten minutes. */
  wind: curve.optional(),
  /** ℃ in the shade. */
  temperature: curve.optional(),
});

export type WeatherSignals = z.output<typeof weatherSignals>;

/** The weather at one device at one instant. */
export interface Sky {
  /** mm/h. */
  readonly rain: number;
  /** m/s; absent where the scenario says nothing. */
  readonly wind?: number;
  /** ℃; absent where the scenario says nothing. */
  readonly temperature?: number;
  /** mm of the rain that have gathered where this device is and not drained yet. */
  readonly standing: number;
}

export const FAIR: Sky = { rain: 0, standing: 0 };

/** The weather of a run. Both arguments are ms: since the start, and how long rain takes to reach the place. */
export type Weather = (elapsed: number, delay: number) => Sky;

const STEP = 60_000;
const HOUR = 3_600_000;
/** Half of what stands has drained after half an hour: domain practice has 30 to 90 min for all of it. */
const DRAIN_MS = (30 * 60_000) / Math.LN2;

/** mm standing at every whole minute: a reservoir that the rain fills and that drains in proportion to what is in it. */
function reservoir(rain: Curve, lasts: number): Float64Array {
  const filled = new Float64Array(Math.ceil(lasts / STEP) + 1);
  const kept = Math.exp(-STEP / DRAIN_MS);
  for (let minute = 1; minute < filled.length; minute += 1)
    filled[minute] = (filled[minute - 1] ?? 0) * kept + (levelAt(rain, (minute - 0.5) * STEP) * STEP) / HOUR;
  return filled;
}

/** Weather as the curves have it, for a run of `lasts` ms. Costs eight bytes for each minute of a run with rain. */
export function createWeather({ rain, wind, temperature }: WeatherSignals, lasts: number): Weather {
  if (!rain && !wind && !temperature) return () => FAIR;
  const filled = rain ? reservoir(rain, lasts) : new Float64Array(1);
  const standing = (elapsed: number) => {
    const minute = Math.max(0, elapsed / STEP);
    const before = Math.min(Math.floor(minute), filled.length - 1);
    const from = filled[before] ?? 0;
    return from + ((filled[before + 1] ?? from) - from) * (minute - before);
  };
  return (elapsed, delay) => ({
    rain: rain ? Math.max(0, levelAt(rain, elapsed)) : 0,
    standing: standing(elapsed - delay),
    ...(wind ? { wind: Math.max(0, levelAt(wind, elapsed)) } : {}),
    ...(temperature ? { temperature: levelAt(temperature, elapsed) } : {}),
  });
}
