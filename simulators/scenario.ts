import { z } from 'zod';
import { duration } from './duration.ts';
import { fault } from './faults.ts';
import { incident } from './incidents/incidents.ts';
import { SENSORS } from './sensors/sensors.ts';

const siteClass = z
  .enum(['ORDINARY', 'KEY_UNIT', 'CROWDED', 'MAJOR_HAZARD', 'CONSTRUCTION', 'CONTROLLED_BLOCK'])
  .default('ORDINARY');

const name = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'a device name is 1 to 64 of A–Z a–z 0–9 . _ -');

/** A scenario as its file says it; `z.toJSONSchema` of it is what editors complete with. */
export const scenarioSchema = z.strictObject({
  /** Another scenario file, relative to this one, whose top-level keys hold where this file has none. */
  extends: z.string().optional(),
  title: z.string(),
  seed: z.int().min(0),
  clock: z.strictObject({
    start: z.iso.datetime({ offset: true }),
    duration,
    /** Step of the virtual time. */
    tick: duration.prefault('1s'),
    /** How long the run should take on the machine's clock; it takes longer when the gateway needs longer. */
    wall: duration.prefault('40s'),
  }),
  city: z.strictObject({
    /** City profile the gateway runs with. */
    profile: z.string().regex(/^[a-z0-9-]+$/),
    /** Grid polygons, relative to the repository; the first file of the profile's `grids` folder when absent. */
    grids: z.string().optional(),
    /** Only leaves below this grid get devices. */
    within: z.string().optional(),
    /** Metres every device keeps from the edge of its grid. */
    margin: z.number().min(0).default(15),
  }),
  fleet: z.array(
    z.strictObject({
      type: z.enum(SENSORS.map((sensor) => sensor.type)),
      count: z.int().min(1).max(5000),
      every: duration.optional(),
      site: siteClass,
    }),
  ),
  cameras: z.array(z.strictObject({ name, zones: z.array(z.string()).min(1), site: siteClass })).default([]),
  doors: z.array(z.strictObject({ name, doors: z.array(z.string()).min(1), site: siteClass })).default([]),
  incidents: z.array(incident),
  faults: z.array(fault).default([]),
  dispatch: z
    .strictObject({
      /** Virtual time from receipt of a case to each answer of the mock dispatch platform. */
      accept: duration.prefault('20s'),
      dispose: duration.prefault('3min'),
      /** After the sensor said the trouble is over. */
      close: duration.prefault('60s'),
      /** Incidents whose case is answered FALSE_ALARM. */
      falseAlarm: z.array(z.string()).default([]),
    })
    .prefault({}),
});

export type Scenario = z.output<typeof scenarioSchema>;

/** Names of the sensors of one fleet entry: `smoke-001` and so on. */
export function sensorNames(entry: { readonly type: string; readonly count: number }, from = 0): string[] {
  return Array.from(
    { length: entry.count },
    (_, index) => `${entry.type}-${String(from + index + 1).padStart(3, '0')}`,
  );
}

/** JSON Schema of a scenario file for editors. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return { title: 'gridwarden scenario', ...z.toJSONSchema(scenarioSchema, { io: 'input', reused: 'ref' }) };
}
