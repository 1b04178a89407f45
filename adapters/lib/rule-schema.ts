import { z } from 'zod';
import { category, duration, name, patchParts, period, provenance, severity, when } from './schema-parts.ts';

/** What every rule has, whatever its kind. */
const base = {
  id: name,
  category: category.optional().describe('default: the category of the type'),
  severity: severity.optional().describe("default: the type's, else the category's"),
  certainty: z.number().min(0).max(1).optional().describe('how likely an alarm of this rule is true; default 0.9'),
  raises: z
    .enum(['ALARM', 'WARNING', 'CLUE', 'FAULT'])
    .optional()
    .describe("kind of the case; default: the category's"),
  when: when.optional().describe('begins episodes only then'),
  enabled: z.boolean().optional(),
  limits: z
    .array(z.strictObject({ when, ...patchParts }))
    .min(1)
    .max(16)
    .optional()
    .describe('other limits at certain times, in certain modes or at certain sites'),
  provenance: provenance.optional(),
  reference: z.string().optional().describe('where the limit was read, e.g. GB 12523'),
};
const held = {
  dwell: duration.describe('how long the condition must hold before it raises'),
  quiet: duration.describe('how long health must last before it clears'),
};
const direction = z.enum(['above', 'below']);
const levels = { direction, set: z.number(), clear: z.number() };
const reference = {
  type: name.describe('device type of the reference station'),
  channel: name,
  maxAge: period,
  maxDistance: z.number().positive().optional().describe('m'),
};

const threshold = z.strictObject({
  ...base,
  ...{ kind: z.literal('threshold'), channel: name },
  ...levels,
  ...held,
  of: z
    .strictObject({ n: z.int().min(1).max(32), m: z.int().min(1).max(32) })
    .optional()
    .describe('alarm when n of the last m values are beyond set'),
});

const mean = z.strictObject({
  ...base,
  ...{ kind: z.literal('mean'), channel: name, window: period },
  average: z.enum(['arithmetic', 'energetic']).optional(),
  ...levels,
  windows: z.int().min(1).max(1_000).default(1),
  clearWindows: z.int().min(1).max(1_000).default(1),
  perDay: z.int().min(0).max(1_440).optional(),
  minSamples: z.int().min(1).max(100_000).default(1),
  background: z.strictObject({ ...reference, ratio: z.number().positive() }).optional(),
});

const rate = z.strictObject({
  ...base,
  ...{ kind: z.literal('rate'), channel: name, window: period, per: period, percent: z.boolean().optional() },
  ...levels,
  ...held,
});

const forecast = z.strictObject({
  ...base,
  ...{ kind: z.literal('forecast'), channel: name, window: period, horizon: period },
  ...levels,
  ...held,
});

const relative = z.strictObject({
  ...base,
  ...{ kind: z.literal('relative'), channel: name, against: z.strictObject(reference) },
  ratio: z.number().positive(),
  clearRatio: z.number().positive().optional(),
  set: z.number().optional(),
  ...held,
});

const delta = z.strictObject({
  ...base,
  ...{ kind: z.literal('delta'), channel: name, direction: z.enum(['both', 'above', 'below']).optional() },
  ...{ set: z.number().positive(), clear: z.number().min(0), baseline: z.number().optional() },
  learn: z.int().min(1).max(1_000).default(10).describe('values the baseline is learnt from'),
  ...held,
});

const state = z.strictObject({
  ...base,
  ...{ kind: z.literal('state'), channel: name },
  values: z.array(z.string()).min(1),
  from: z.array(z.string()).min(1).optional(),
  ...held,
});

const expression = z.strictObject({
  ...base,
  kind: z.literal('expression'),
  channels: z.array(name).min(1).max(16),
  raise: z.string().min(1).max(1_000).describe('CEL over the channels by their names'),
  clear: z.string().min(1).max(1_000).optional().describe('default: whenever raise is not'),
  ...held,
});

const event = z.strictObject({
  ...base,
  ...{ kind: z.literal('event'), code: name },
  ...held,
  maxOn: duration.optional(),
  count: z.int().min(1).max(1_000).optional(),
  window: duration.optional(),
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const distinct = z.strictObject({
  ...base,
  ...{ kind: z.literal('distinct'), code: name, field: name },
  count: z.int().min(1).max(64).describe('different values on a local day'),
  days: z.int().min(1).max(31),
  within: z.int().min(1).max(31),
});

const composite = z.strictObject({
  ...base,
  ...{ kind: z.literal('composite'), a: name, window: period },
  b: z.strictObject({ rule: name, type: name.optional(), distance: z.number().positive().max(10_000).optional() }),
});

const flapping = z.strictObject({
  ...base,
  kind: z.literal('flapping'),
  count: z.int().min(2).max(32),
  window: period,
  quiet: period,
  spare: z.int().min(0).max(4).default(1).describe('alarms of this severity and graver are never muted; 0: all are'),
});

const silent = z.strictObject({
  ...base,
  kind: z.literal('silent'),
  offlineAfter: period.optional().describe("default: the type's"),
});

/** A rule as it stands in the file. */
export const rule = z.discriminatedUnion('kind', [
  threshold,
  mean,
  rate,
  forecast,
  relative,
  delta,
  state,
  expression,
  event,
  distinct,
  composite,
  flapping,
  silent,
]);

export type RuleInFile = z.output<typeof rule>;
