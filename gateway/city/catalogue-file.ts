import { z } from 'zod';
import type { CapCategory } from '../model/catalogue.ts';
import { durationSchema, timeLimitSchema } from './time-limit.ts';

/** A name for people, in both languages. */
export const nameSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

export const severitySchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export const siteClassSchema = z.enum([
  ...(['ORDINARY', 'KEY_UNIT', 'CROWDED', 'MAJOR_HAZARD', 'CONSTRUCTION', 'CONTROLLED_BLOCK'] as const),
]);
export const layerSchema = z.enum(['UNDERGROUND', 'GROUND', 'FACADE', 'AIR']);
export const lineSchema = z.enum(['COMPREHENSIVE', 'POLICE', 'GRID']);

/** CAP 1.2 §3.2.2.2. */
const CAP: readonly [CapCategory, ...CapCategory[]] = [
  ...(['Geo', 'Met', 'Safety', 'Security', 'Rescue', 'Fire'] as const),
  ...(['Health', 'Env', 'Transport', 'Infra', 'CBRNE', 'Other'] as const),
];

/** A category code: its letter, the two digits of its group and two of its own. */
const codeSchema = z.string().regex(/^[CE]\d{4}$/, 'a code is C or E and four digits');
const groupSchema = z.string().regex(/^[CE]\d{2}$/, 'a group is C or E and two digits');

/** What a row says. A row may leave any of it to the defaults of its group. */
export const valuesSchema = z
  .strictObject({
    kind: z.enum(['ALARM', 'WARNING', 'CLUE', 'FAULT']).describe('CLUE: a person must look before anything is done'),
    severity: severitySchema.describe('1 danger to life … 4 minor'),
    dept: z.string().describe('responsible department, a key of departments'),
    departments: z
      .strictObject({ supervise: z.string(), own: z.string(), maintain: z.string() })
      .partial()
      .describe('主管, 权属, 养护; of a component own and maintain are dept unless given'),
    responderRole: z.string().describe('who goes there, a key of roles'),
    response: timeLimitSchema,
    disposal: timeLimitSchema,
    restricted: z.boolean().describe('about persons: own topic, never autoFlow, a person checks'),
    layer: layerSchema,
    line: lineSchema,
    verify: z
      .strictObject({
        by: z.enum(['SENSOR', 'HUMAN']),
        quietFor: durationSchema.optional(),
        autoClose: z.boolean().optional().describe('what the sensor has verified is closed without a person'),
      })
      .describe('step 4: the sensor must stay clear for quietFor, or a person looks'),
    autoFlow: z.boolean(),
    joint: z.boolean().describe('联勤: neighbourhood and department are both told'),
    emergencyFlow: z.int().min(1).max(99).describe('number of an emergency flow in flows.yaml'),
    lifeSafety: z.boolean(),
    merge: z.strictObject({ radiusM: z.number().positive(), window: durationSchema }),
    confirmAt: z.number().min(0).max(1).describe('certainty under which it waits for a second source'),
    confirmedBy: z.array(codeSchema).min(1).describe('categories whose alarms nearby confirm this one'),
    bySite: z.partialRecord(
      siteClassSchema,
      z.strictObject({ severity: severitySchema, response: timeLimitSchema, disposal: timeLimitSchema }).partial(),
    ),
    capCategory: z.enum(CAP),
    open311: z.string().min(1),
    provenance: z
      .enum(['observed', 'inferred', 'local'])
      .describe('observed: in a public deployment; inferred: fills a gap; local: an extension of this project'),
  })
  .partial();

export type Values = z.output<typeof valuesSchema>;

const rowSchema = z.strictObject({
  code: codeSchema,
  zh: z.string().min(1),
  en: z.string().min(1),
  ...valuesSchema.shape,
});

/** Numbers the merged catalogue must have, so that a lost row is noticed. */
const assertSchema = z
  .strictObject({
    componentClasses: z.int(),
    components: z.int(),
    eventClasses: z.int(),
    events: z.int(),
    clues: z.int().describe('rows of kind CLUE'),
    joint: z.int(),
    emergencyFlows: z.int().describe('different numbers'),
    departments: z.int(),
    roles: z.int(),
    autoFlowAtLeast: z.int(),
  })
  .partial();

/**
 * A catalogue file. Over the catalogue it extends it works in this order: `omit` takes rows away, `change` gives rows other
 * values, `groups` brings new rows or replaces whole ones; `departments`, `roles` and `classes`
 * add to those below.
 */
export const catalogueSchema = z.strictObject({
  id: z.string().min(1),
  version: z.string().min(1),
  assert: assertSchema.default({}),
  departments: z.record(z.string(), nameSchema).default({}),
  roles: z.record(z.string(), nameSchema).default({}),
  omit: z.array(codeSchema).default([]).describe('codes of the catalogue below that this one does not have'),
  change: z
    .array(
      z.strictObject({
        codes: z
          .array(z.union([codeSchema, groupSchema]))
          .min(1)
          .describe('codes, or a group for all of its rows'),
        zh: z.string().min(1).optional(),
        en: z.string().min(1).optional(),
        ...valuesSchema.shape,
      }),
    )
    .default([]),
  classes: z
    .array(
      z.strictObject({
        id: groupSchema,
        name: nameSchema,
        groups: z.array(groupSchema).default([]),
        codes: z.array(codeSchema).default([]).describe('single rows; they leave the class of their group'),
      }),
    )
    .default([])
    .describe('major classes (大类) where they are not the groups'),
  groups: z
    .array(
      z.strictObject({
        group: groupSchema.describe('what every code of the group starts with'),
        name: nameSchema,
        defaults: valuesSchema.default({}),
        rows: z.array(rowSchema),
      }),
    )
    .default([]),
});

export type CatalogueFile = z.output<typeof catalogueSchema>;
export type Asserted = z.output<typeof assertSchema>;
