import { z } from 'zod';
import type { DeviceType, RuleSpec } from '../../gateway/model/device.ts';
import { checkDeviceType } from './device-type-checks.ts';
import { rule } from './rule-schema.ts';
import { bilingual, category, duration, name, patch, provenance, severity, when } from './schema-parts.ts';

const channel = z
  .strictObject({
    unit: z.string().describe('UCUM code'),
    kind: z.enum(['number', 'boolean', 'enum']),
    name: bilingual.optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    maxRate: z
      .number()
      .positive()
      .optional()
      .describe('fastest change that is physically possible, in units per second'),
    quantisation: z.number().positive().optional().describe('smallest step the sensor can tell'),
    values: z.array(z.string()).min(1).max(256).optional().describe('what an enum may say'),
    provenance: provenance.optional(),
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min < max, 'min must be below max')
  .refine(({ kind, values }) => values === undefined || kind === 'enum', {
    path: ['values'],
    message: 'only an enum has values',
  })
  .refine(({ kind, maxRate }) => maxRate === undefined || kind === 'number', {
    path: ['maxRate'],
    message: 'only a number has a rate',
  });

/** A device type file as it is written. */
const file = z.strictObject({
  typeId: name,
  name: bilingual,
  heartbeat: duration.describe('time between reports of a healthy device'),
  offlineAfter: duration.optional().describe('silence after which it counts as offline'),
  battery: name.optional().describe('the channel that holds the charge'),
  category: category.optional().describe('of rules that name none'),
  severity: severity.optional().describe('of rules that name none'),
  responder: bilingual.optional().describe('who usually comes: a role'),
  channels: z.record(name, channel),
  events: z.record(name, z.strictObject({ stateful: z.boolean(), name: bilingual.optional() })),
  rules: z.array(rule).max(64),
  overrides: z
    .array(z.strictObject({ when, rules: z.record(name, patch) }))
    .max(16)
    .optional(),
});

export type DeviceTypeFile = z.output<typeof file>;

/** Rules with what the type says for all of them. */
function filled(type: DeviceTypeFile): DeviceType {
  const rules = type.rules.map((own) => ({
    ...own,
    category: own.category ?? type.category ?? '',
    ...((own.severity ?? type.severity) && { severity: own.severity ?? type.severity }),
    ...(own.kind === 'silent' && { offlineAfter: own.offlineAfter ?? type.offlineAfter ?? 0 }),
  }));
  return { ...type, rules: rules as RuleSpec[] } as DeviceType;
}

/** Checks a device type file and makes a DeviceType of it: durations in ms, defaults filled in. */
export const deviceTypeSchema = file
  .superRefine((type, context) => {
    for (const { path, message } of checkDeviceType(type)) context.addIssue({ code: 'custom', path, message });
  })
  .transform(filled);

/** The JSON Schema of a device type file, for completion in editors. What only code can check is not in it. */
export function deviceTypeJsonSchema(): object {
  return {
    ...z.toJSONSchema(file, { io: 'input', target: 'draft-7', reused: 'ref' }),
    title: 'gridwarden device type',
  };
}
