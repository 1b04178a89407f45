import { z } from 'zod';
import { duration } from '../../duration.ts';
import { checkKind } from '../check.ts';
import type { Report } from '../stand.ts';

const value = z.union([
  z.number(),
  z.boolean(),
  z.string(),
  /** From one value to another, evenly over `for`. */
  z.strictObject({ from: z.number(), to: z.number() }),
]);

type Value = z.output<typeof value>;

const at = (given: Value, share: number) =>
  typeof given === 'object' ? given.from + (given.to - given.from) * share : given;

/** Devices say something: now, or every so often for a while, during which the city's time passes. */
export const reportCheck = checkKind(
  'report',
  {
    devices: z.array(z.string()).min(1),
    values: z.record(z.string(), value).optional(),
    event: z
      .strictObject({
        code: z.string(),
        active: z.boolean().default(true),
        data: z.record(z.string(), z.unknown()).optional(),
      })
      .optional(),
    /** Where a mobile device is as it says it. */
    position: z.strictObject({ lon: z.number(), lat: z.number() }).optional(),
    every: duration.optional(),
    for: duration.prefault('0s'),
  },
  async (stand, { devices, values, event, position, every = 0, for: length }) => {
    const where = position ? { position: { ...position, crs: 'wgs84' } } : {};
    const sayAt = (share: number) => {
      const reports = devices.flatMap((device): Report[] => [
        ...(values
          ? [
              {
                device,
                leaf: 'telemetry' as const,
                body: {
                  values: Object.fromEntries(Object.entries(values).map(([key, given]) => [key, at(given, share)])),
                  ...where,
                },
              },
            ]
          : []),
        ...(event ? [{ device, leaf: 'event' as const, body: { ...event, ...where } }] : []),
      ]);
      return stand.say(reports);
    };
    await sayAt(0);
    for (let passed = every; every > 0 && passed <= length; passed += every) {
      await stand.pass(every, every);
      await sayAt(passed / length);
    }
    return 0;
  },
);
