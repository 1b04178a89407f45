import { z } from 'zod';
import { duration } from '../duration.ts';
import type { Values } from '../sensors/sensor.ts';
import { instant } from './instant.ts';

/** A discrete event a device publishes on its `event` topic. */
export interface EventSpec {
  readonly code: string;
  readonly active: boolean;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

/** What an incident does to one MQTT sensor, in ms after the incident's start. */
export interface Effect {
  /** Another device it happens to, one that plays a part in the same happening; the incident's own when absent. */
  readonly device?: string;
  readonly from: number;
  readonly to: number;
  /** Reports while it lasts come this often, the first at `from`, one more at `to`: alarm and restore are reported at once. */
  readonly every: number;
  /** Channel values during the effect, from what the healthy sensor would have said. */
  readonly shape?: (elapsed: number, normal: Values) => Values;
  /** Nothing at all is sent while it lasts. */
  readonly mute?: boolean;
  readonly events?: readonly { readonly after: number; readonly event: EventSpec }[];
}

/** Something done to an ONVIF peer, in ms after the incident's start; `verb` is a method of the peer's simulator. */
export interface PeerAction {
  readonly after: number;
  /** Another peer it is done to; the incident's own when absent. */
  readonly device?: string;
  readonly verb:
    | 'motion'
    | 'intrusion'
    | 'lineCrossed'
    | 'grant'
    | 'deny'
    | 'forceOpen'
    | 'holdOpen'
    | 'close'
    | 'duress';
  readonly args: readonly (string | boolean)[];
}

export interface IncidentPlan {
  readonly effects: readonly Effect[];
  readonly actions: readonly PeerAction[];
}

/**
 * When a condition is complete, judged by the lab on the traffic it really sent: a channel beyond a level for some time,
 * an event on for some time or repeated, an action on an ONVIF peer, or silence.
 */
export const condition = z.union([
  z.strictObject({ channel: z.string(), atLeast: z.number(), for: duration.prefault('0s') }),
  z.strictObject({ channel: z.string(), atMost: z.number(), for: duration.prefault('0s') }),
  z.strictObject({ channel: z.string(), is: z.union([z.boolean(), z.string()]), for: duration.prefault('0s') }),
  z.strictObject({ event: z.string(), for: duration.prefault('0s') }),
  z.strictObject({ event: z.string(), times: z.int().min(2), in: duration }),
  z.strictObject({ silentFor: duration }),
]);

export type Condition = z.output<typeof condition>;

/** The case that must come of an incident, or `none`. */
export const expectation = z.union([
  z.literal('none'),
  z.strictObject({
    category: z.string().regex(/^[CE]\d{4}$/, 'a category code carries its letter, such as E0498'),
    /** Judged on each device of the incident; with several devices it is complete when the first one's is. */
    when: condition,
    /** Cases that must come of it: with several devices one for all of them together, or more. */
    cases: z.int().min(1).default(1),
    kind: z.enum(['ALARM', 'WARNING', 'CLUE', 'FAULT']).optional(),
    /** Grid it must lie in; of a single device the lab reckons it itself. */
    grid: z.string().optional(),
    /** Organisation that must have it. */
    orgCode: z.string().optional(),
    /** Virtual time after the condition is complete within which the case must have been raised. */
    within: duration.prefault('30s'),
    /** The most serious level the case must reach, 1 (life) to 4 (minor). */
    severity: z.int().min(1).max(4).optional(),
    /** Time from the raising to the response deadline, where it matters. */
    responseIn: duration.optional(),
    /** Time from the raising to the disposal deadline; of a limit in working hours the calendar decides. */
    disposalIn: duration.optional(),
  }),
]);

export type Expectation = z.output<typeof expectation>;

/** Any device of a type, by the seed. */
const anyOf = z.strictObject({ any: z.string() });

const common = {
  name: z.string().min(1),
  /** After the start of the scenario, or somewhere in a stretch by the seed. */
  at: instant,
  /** Device it happens to, such as `smoke-017`, or any of a type. */
  device: z.union([z.string(), anyOf]).optional(),
  /** Devices it happens to at once: names, or how many of a type. */
  devices: z.union([z.array(z.string()).min(1), anyOf.extend({ count: z.int().min(1) })]).optional(),
  /** It happens again and again: each time with `at` and `device` of its own by the seed, or `every` so long after the last. */
  repeat: z
    .strictObject({
      times: z.int().min(1).max(100_000),
      every: duration.optional(),
      /** Time between two happenings at one device that the seed picks, at least. */
      apart: duration.prefault('2h'),
    })
    .optional(),
  expect: expectation,
};

/** Whether something of an incident at `devices` concerns `device`. */
export function concerns(device: string, devices: readonly string[], part: { readonly device?: string }): boolean {
  return part.device === undefined ? devices.includes(device) : part.device === device;
}

type Common = z.output<z.ZodObject<typeof common>>;

/** An incident as its file says it, with what it does. */
export interface ScriptedIncident extends Common, IncidentPlan {
  readonly kind: string;
}

/** One happening: at an instant, to devices that are known. */
export interface Incident extends IncidentPlan {
  readonly kind: string;
  /** Of a repeated one with its number: `full bin 17`. */
  readonly name: string;
  /** As the file calls it. */
  readonly title: string;
  /** ms after the start of the scenario. */
  readonly at: number;
  readonly devices: readonly string[];
  /** How many devices the file asks for; there are fewer where the fleet is too small. */
  readonly asked: number;
  readonly expect: Expectation;
  /** Its place in the file's list. */
  readonly origin: number;
}

/**
 * Declares a kind of incident: its own parameters and what follows from them. The schema it makes parses straight into an
 * `Incident`, so that nothing after the loader knows kinds.
 */
export function incidentKind<K extends string, S extends z.ZodRawShape>(
  kind: K,
  shape: S,
  plan: (parameters: z.output<z.ZodObject<S>>) => Partial<IncidentPlan>,
) {
  const parameters = z.strictObject(shape);
  const schema = z.strictObject({ kind: z.literal(kind), ...common, ...shape });
  type Input = z.output<typeof parameters> & Common;
  return schema.transform((value): ScriptedIncident => {
    const { name, at, device, devices, repeat, expect, ...own } = value as unknown as Input;
    const { effects = [], actions = [] } = plan(own as unknown as z.output<typeof parameters>);
    return { kind, name, at, device, devices, repeat, expect, effects, actions };
  });
}
