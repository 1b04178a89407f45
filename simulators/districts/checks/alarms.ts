import { z } from 'zod';
import { duration } from '../../duration.ts';
import { checkKind } from '../check.ts';
import type { Report } from '../stand.ts';

const values = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]));
/** ms between the first devices and the next, so that many cases of one grid are no storm. */
const APART_MS = 60_000;

/** The first devices of a name say something, still say it `hold` later, and then that it is over. */
export const alarmsCheck = checkKind(
  'alarms',
  {
    name: z.string(),
    count: z.int().min(1),
    values,
    hold: duration,
    clear: values.optional(),
    /** Devices that begin together. */
    together: z.int().min(1).default(50),
  },
  async (stand, { name, count, values: said, hold, clear, together }) => {
    const devices = Array.from({ length: count }, (_, index) => (count === 1 ? name : `${name}-${index + 1}`));
    const telemetry = (now: readonly string[], what: object): Report[] =>
      now.map((device) => ({ device, leaf: 'telemetry', body: { values: what } }));
    for (let from = 0; from < count; from += together) {
      const now = devices.slice(from, from + together);
      await stand.say(telemetry(now, said));
      await stand.pass(hold, hold);
      await stand.say(telemetry(now, said));
      await stand.pass(APART_MS, APART_MS);
      if (clear) await stand.say(telemetry(now, clear));
    }
    return 0;
  },
);
