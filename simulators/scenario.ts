import { z } from 'zod';
import { duration, positiveDuration } from './duration.ts';
import { fault } from './faults.ts';
import { happenings } from './happenings.ts';
import type { Incident } from './incidents/incident.ts';
import { incident } from './incidents/incidents.ts';
import { PERSONA_NAMES } from './onvif/personas.ts';
import { QUIRKS } from './onvif/quirks.ts';
import { SENSORS } from './sensors/sensors.ts';
import { fleetSurroundings } from './signals/place.ts';
import { weatherSignals } from './signals/weather.ts';

const siteClass = z
  .enum(['ORDINARY', 'KEY_UNIT', 'CROWDED', 'MAJOR_HAZARD', 'CONSTRUCTION', 'CONTROLLED_BLOCK'])
  .default('ORDINARY');

const name = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'a device name is 1 to 64 of A–Z a–z 0–9 . _ -');

const point = z.strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });

/** Where the devices of a fleet stand: spread over the city's grids when absent. */
const place = z.union([
  /** All in grids below this code. */
  z.strictObject({ grid: z.string() }),
  /** One after the other on these points, WGS-84; the last one takes the rest. */
  z.strictObject({ points: z.array(point).min(1) }),
  /** Moving: along these points and back to the first, once around in `lap`; each device starts a part of the lap later. */
  z.strictObject({ route: z.array(point).min(2), lap: positiveDuration }),
]);

/** How an ONVIF device differs from what the specifications say. */
const oddities = {
  /** A kind of device that is known for its quirks. */
  persona: z.enum(PERSONA_NAMES).optional(),
  /** Numbers of further quirks. */
  quirks: z.array(z.int().min(1).max(QUIRKS.size)).default([]),
};

/** A request that an operator makes during the run, such as switching the operating mode. */
const action = z.strictObject({
  at: duration,
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  /** Below the gateway's address: `/v1/mode`. */
  path: z.string().startsWith('/'),
  body: z.record(z.string(), z.unknown()).optional(),
  /** Status that must be answered; any success when absent. */
  status: z.int().min(200).max(599).optional(),
});

/** What a run must reach to pass; a scenario that says nothing asks for everything: all there, nothing else. */
const criteria = z.strictObject({
  recall: z.number().min(0).max(1).default(1),
  /** Cases without a cause, as a share of all raised. */
  falseShare: z.number().min(0).max(1).default(0),
  duplicated: z.int().min(0).default(0),
  /** Share of the expected cases of severity 1, where lives are at stake, that came in time; `recall` where absent. */
  lifeSafety: z.number().min(0).max(1).optional(),
  /** Share of the cases that lie in their grid. */
  grids: z.number().min(0).max(1).default(1),
  /** Machine ms from knowing to webhook. */
  latencyP95: z.number().min(0).optional(),
});

/** A scenario as its file says it; `z.toJSONSchema` of it is what editors complete with. */
const fileSchema = z.strictObject({
  /** Another scenario file, relative to this one, whose top-level keys hold where this file has none. */
  extends: z.string().optional(),
  title: z.string(),
  seed: z.int().min(0),
  clock: z.strictObject({
    start: z.iso.datetime({ offset: true }),
    duration: positiveDuration,
    /** Step of the virtual time. */
    tick: positiveDuration.prefault('1s'),
    /** City's seconds per second of the machine, or `max`; `wall` decides when absent. */
    speed: z.union([z.literal('max'), z.number().positive()]).optional(),
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
  fleets: z.array(
    z.strictObject({
      type: z.enum(SENSORS.map((sensor) => sensor.type)),
      count: z.int().min(1).max(50_000),
      /** First part of the names: `smoke` makes `smoke-001` and so on; the type when absent. */
      name: name.max(50).optional(),
      every: positiveDuration.optional(),
      place: place.optional(),
      /** Coordinate system in which its positions are registered, and said to be. */
      crs: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
      site: siteClass,
      ...fleetSurroundings,
    }),
  ),
  cameras: z
    .array(z.strictObject({ name, zones: z.array(z.string()).min(1), site: siteClass, ...oddities }))
    .default([]),
  doors: z.array(z.strictObject({ name, doors: z.array(z.string()).min(1), site: siteClass, ...oddities })).default([]),
  /** What happens to the whole city. */
  signals: weatherSignals.prefault({}),
  incidents: z.array(incident),
  faults: z.array(fault).default([]),
  actions: z.array(action).default([]),
  expect: criteria.prefault({}),
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

export type ScenarioFile = z.output<typeof fileSchema>;

/** A scenario ready to be played: every incident at its instant and with its devices. */
export type Scenario = Omit<ScenarioFile, 'incidents'> & { readonly incidents: readonly Incident[] };

export const scenarioSchema = fileSchema.transform((file): Scenario => ({ ...file, incidents: happenings(file) }));

/** Type and name of every sensor, in the order of the file: `smoke-001` and so on, counted per name. */
export function sensorsOf({ fleets }: Pick<ScenarioFile, 'fleets'>): { name: string; type: string; fleet: number }[] {
  const counts = new Map<string, number>();
  return fleets.flatMap(({ type, count, name: prefix = type }, fleet) => {
    const from = counts.get(prefix) ?? 0;
    counts.set(prefix, from + count);
    return Array.from({ length: count }, (_, index) => ({
      ...{ name: `${prefix}-${String(from + index + 1).padStart(3, '0')}`, type, fleet },
    }));
  });
}

/** JSON Schema of a scenario file for editors. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return { title: 'gridwarden scenario', ...z.toJSONSchema(fileSchema, { io: 'input', reused: 'ref' }) };
}
