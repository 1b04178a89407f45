import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseDuration } from '../gateway/duration.ts';
import { GatewayError } from '../gateway/errors.ts';
import type { DeviceType } from '../gateway/model/device.ts';
import { readYaml, type YamlProblem } from '../gateway/yaml-file.ts';

/** Becomes ms. */
const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: 'must be a duration such as 10s, 30min or 24h' });
  return z.NEVER;
});

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'must start with a letter and have 1 to 64 of A-Z a-z 0-9 _ . -');
const channel = z
  .strictObject({
    unit: z.string(),
    kind: z.enum(['number', 'boolean', 'enum']),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min < max, 'min must be below max');
const ruleBase = {
  id: name,
  category: z.string().regex(/^[CE]\d{4}$/, 'must be a category code with its letter, e.g. E0498'),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
  certainty: z.number().min(0).max(1).optional(),
};
const threshold = z
  .strictObject({
    ...ruleBase,
    kind: z.literal('threshold'),
    channel: name,
    direction: z.enum(['above', 'below']),
    set: z.number(),
    clear: z.number(),
    dwell: duration,
    quiet: duration,
  })
  .refine(({ direction, set, clear }) => (direction === 'above' ? clear <= set : clear >= set), {
    path: ['clear'],
    message: 'must lie on the healthy side of set',
  });
const event = z
  .strictObject({
    ...ruleBase,
    kind: z.literal('event'),
    code: name,
    dwell: duration,
    quiet: duration,
    maxOn: duration.optional(),
    count: z.number().int().min(1).max(1_000).optional(),
    window: duration.optional(),
    where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .refine(({ count, window }) => (count ?? 1) === 1 || window !== undefined, {
    path: ['count'],
    message: 'needs a window in which to count',
  });
const silent = z.strictObject({ ...ruleBase, kind: z.literal('silent'), offlineAfter: duration });

const schema = z
  .strictObject({
    typeId: name,
    name: z.strictObject({ zh: z.string(), en: z.string() }),
    heartbeat: duration,
    channels: z.record(name, channel),
    events: z.record(name, z.strictObject({ stateful: z.boolean() })),
    rules: z.array(z.discriminatedUnion('kind', [threshold, event, silent])),
  })
  .superRefine((type, context) => {
    const ids = new Set<string>();
    const refuse = (index: number, field: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['rules', index, field], message });
    for (const [index, rule] of type.rules.entries()) {
      if (ids.has(rule.id)) refuse(index, 'id', `"${rule.id}" is used twice`);
      ids.add(rule.id);
      if (rule.kind === 'threshold') {
        const kind = Object.hasOwn(type.channels, rule.channel) ? type.channels[rule.channel]?.kind : undefined;
        if (kind === undefined) refuse(index, 'channel', `there is no channel "${rule.channel}"`);
        if (kind === 'enum') refuse(index, 'channel', 'a threshold needs a number or boolean channel');
      }
      if (rule.kind !== 'event') continue;
      const declared = Object.hasOwn(type.events, rule.code) ? type.events[rule.code] : undefined;
      if (!declared) refuse(index, 'code', `there is no event "${rule.code}"`);
      if (declared?.stateful && rule.count !== undefined)
        refuse(index, 'count', 'only occurrences are counted, not states');
      if (declared && !declared.stateful && rule.dwell > 0)
        refuse(index, 'dwell', 'an occurrence has no duration: use 0s');
      if (declared && !declared.stateful && rule.maxOn !== undefined)
        refuse(index, 'maxOn', 'an occurrence has no off to miss: use quiet');
    }
    if (type.rules.filter((rule) => rule.kind === 'silent').length > 1)
      context.addIssue({
        code: 'custom',
        path: ['rules'],
        message: 'a device is silent in one way only: use one silent rule',
      });
  });

/**
 * Reads every `*.yaml` of a folder as one device type each, by typeId. Durations become ms. Throws CITY_INVALID with
 * file:line:column for the first thing that is wrong, unknown keys included.
 */
export function loadDeviceTypes(folder: string): ReadonlyMap<string, DeviceType> {
  const types = new Map<string, DeviceType>();
  for (const file of yamlFiles(folder)) {
    const type = parseDeviceType(readFileSync(join(folder, file), 'utf8'), join(folder, file));
    if (`${type.typeId}.yaml` !== file)
      throw new GatewayError(
        'CITY_INVALID',
        `${join(folder, file)}:1:1: typeId is "${type.typeId}": name the file ${type.typeId}.yaml`,
      );
    types.set(type.typeId, type);
  }
  return types;
}

function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .sort();
  } catch (error) {
    throw new GatewayError('CITY_INVALID', `${folder}: ${(error as Error).message}`, { cause: error });
  }
}

/** One device type from YAML text; `file` only names it in errors. */
export function parseDeviceType(text: string, file: string): DeviceType {
  const { value, problems } = readYaml({ file, text }, schema);
  // An unknown key first: the field that is missing is then usually the one it was meant to be.
  const problem = problems.find(({ unknownKey }) => unknownKey !== undefined) ?? problems[0];
  if (problem) throw new GatewayError('CITY_INVALID', `${file}:${problem.line}:${problem.col}: ${say(problem)}`);
  return value as DeviceType;
}

function say({ path, unknownKey, message }: YamlProblem): string {
  if (unknownKey !== undefined) return `${[...(path ?? []), unknownKey].join('.')}: is not a known key`;
  return path ? `${path.join('.') || 'file'}: ${message}` : message;
}
