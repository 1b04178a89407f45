import { DURATION, printDuration } from '../duration.ts';
import { GatewayError } from '../errors.ts';
import type { Device, RulePatch } from '../model/device.ts';
import { object } from './schemas.ts';

/** What is wrong with one part of the overrides of a device. */
export interface OverrideMisfit {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Reads what a device has otherwise than its type; the gateway knows the rules of the types, this face does not. */
export type ReadOverrides = (
  typeId: string,
  given: unknown,
) => { readonly overrides: NonNullable<Device['overrides']> } | { readonly misfits: readonly OverrideMisfit[] };

const number = { type: 'number' } as const;
const duration = {
  type: 'string',
  pattern: DURATION.source,
  description: 'a duration such as 10s, 30min or 3h',
} as const;

/** A patch of one rule, as `overrides` of a device type file have it. */
const patch = object({
  enabled: { type: 'boolean', description: 'false: this rule says nothing at this device' },
  severity: { type: 'integer', enum: [1, 2, 3, 4] },
  certainty: { type: 'number', minimum: 0, maximum: 1 },
  ...{ set: number, clear: number, baseline: number },
  ...{ dwell: duration, quiet: duration },
  ratio: { type: 'number', exclusiveMinimum: 0 },
  perDay: { type: 'integer', minimum: 0 },
  count: { type: 'integer', minimum: 1, maximum: 1_000 },
  ...{ horizon: duration, window: duration, maxOn: duration, offlineAfter: duration },
});

/** `overrides` in the body of a device and in its answers. */
export const overridesSchema = {
  type: 'object',
  additionalProperties: patch,
  description:
    'what is different at this device, by rule id: limits in the unit of the channel, durations as text. Wins over the type, the site and the mode',
  examples: [{ 'open-too-long': { dwell: '3h' }, 'tilt-alarm': { baseline: 2.5 } }],
} as const;

const DURATIONS = ['dwell', 'quiet', 'horizon', 'window', 'maxOn', 'offlineAfter'] as const;

/** Overrides as they were sent: durations as text, so that what is read can be sent again. */
export function printOverrides(overrides: NonNullable<Device['overrides']>): object {
  return Object.fromEntries(Object.entries(overrides).map(([id, own]) => [id, printPatch(own)]));
}

function printPatch(own: RulePatch): object {
  const durations = DURATIONS.flatMap((key) => (own[key] === undefined ? [] : [[key, printDuration(own[key])]]));
  return { ...own, ...Object.fromEntries(durations) };
}

/** The path and the words of a misfit. */
export function sayMisfit({ path, message }: OverrideMisfit): { readonly path: string; readonly detail: string } {
  const place = ['overrides', ...path].map(String).join('.');
  return { path: place, detail: `${place}: ${message}` };
}

/** The overrides of a body. Throws REQUEST_INVALID with everything that is wrong, at the path of the first. */
export function overridesOf(read: ReadOverrides, typeId: string, given: unknown): Pick<Device, 'overrides'> {
  if (given === undefined) return {};
  const found = read(typeId, given);
  if ('overrides' in found) return { overrides: found.overrides };
  const said = found.misfits.map(sayMisfit);
  throw new GatewayError('REQUEST_INVALID', said.map(({ detail }) => detail).join('; '), {
    path: said[0]?.path ?? 'overrides',
  });
}
