import { z } from 'zod';
import { duration } from '../duration.ts';
import type { KillMoment } from '../kill-moment.ts';
import type { Random } from '../random.ts';
import type { Publication } from '../traffic.ts';

/** What every disturbance may say. */
export const common = {
  /** Devices it strikes: names, names of fleets, types, or `all`. */
  target: z.union([z.string(), z.array(z.string()).min(1)]).default('all'),
  /** Of the messages that are struck, or, where it makes whole devices misbehave, of the devices. */
  share: z.number().min(0).max(1).default(1),
  /** City's time after which it ends by itself. */
  lasts: duration.optional(),
};

/** A device of the run, as a disturbance sees it. */
export interface Struck {
  readonly name: string;
  readonly type: string;
  readonly kind: 'sensor' | 'camera' | 'door';
}

/** What a disturbance does besides messages: to connections, to the gateway, to ONVIF peers. */
export interface Deed {
  readonly kills?: readonly KillMoment[];
  /** Devices whose connection is left half open. */
  readonly strands?: readonly string[];
  readonly quirks?: readonly { readonly device: string; readonly quirk: number; readonly on: boolean }[];
}

/** Something that goes wrong while it is on. Called at every instant, in the order of time. */
export interface Disturbance {
  /** Once, at the first instant. What it publishes goes out behind the messages of that instant. */
  strike?(at: number): Deed & { readonly publications?: readonly Publication[] };
  /** What becomes of the messages of one instant: what is left out is lost unless `hold` was told of it. */
  bend?(at: number, sent: readonly Publication[]): readonly Publication[];
  /** It is over: what it still has goes out, what it did is undone. */
  end?(at: number): Deed & { readonly publications?: readonly Publication[] };
}

export interface Tools {
  readonly random: Random;
  /** The devices it strikes. */
  readonly struck: ReadonlyMap<string, Struck>;
  /** Epoch ms of the city at which it began. */
  readonly begins: number;
  /** Brings a message to the broker at a later instant. */
  hold(publication: Publication, due: number): void;
  /** What a device sent last, newest last: at most four messages. */
  last(device: string): readonly Publication[];
}

/** Declares a kind of disturbance: its own parameters, and what it does. `once`: it is over when it has struck. */
export function disturbanceKind<K extends string, S extends z.ZodRawShape>(
  kind: K,
  shape: S,
  start: (parameters: z.output<z.ZodObject<S>> & z.output<z.ZodObject<typeof common>>, tools: Tools) => Disturbance,
  { once = false }: { once?: boolean } = {},
) {
  return { kind, once, shape, schema: z.strictObject({ kind: z.literal(kind), ...common, ...shape }), start };
}

/** Whether it is one of the messages it strikes: from a device's own connection, and in its share. */
export function strikes({ struck, random }: Tools, { device, terminal }: Publication, share: number): boolean {
  return terminal === 'own' && struck.has(device) && (share >= 1 || random.between(0, 1) < share);
}

/** A share of the struck devices, the same for as long as the disturbance is on. */
export function someOf({ struck, random }: Tools, share: number): ReadonlySet<string> {
  return new Set([...struck.keys()].filter(() => random.between(0, 1) < share));
}

type Body = Record<string, unknown>;

/** A telemetry or event message with its JSON changed; any other is left alone. `undefined` leaves it alone too. */
export function edited(
  publication: Publication,
  edit: (body: Body) => { readonly body: Body; readonly meaning?: Publication['meaning'] } | undefined,
): Publication {
  if (!/\/(telemetry|event)$/.test(publication.topic)) return publication;
  let body: unknown;
  try {
    body = JSON.parse(publication.payload);
  } catch {
    return publication;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return publication;
  const changed = edit(body as Body);
  if (!changed) return publication;
  const { meaning: _meaning, ...rest } = publication;
  const meaning = 'meaning' in changed ? changed.meaning : publication.meaning;
  return { ...rest, payload: JSON.stringify(changed.body), ...(meaning ? { meaning } : {}) };
}
