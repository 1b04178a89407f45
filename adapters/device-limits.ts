import { z } from 'zod';
import type { DeviceType, RulePatch } from '../gateway/model/device.ts';
import type { ThresholdOverride } from '../gateway/model/mode.ts';
import { type Misfit, patchMisfits } from './lib/device-type-checks.ts';
import type { RuleInFile } from './lib/rule-schema.ts';
import { patch } from './lib/schema-parts.ts';

/** What one device has otherwise than its type, by rule id: the patches of `overrides` in a device type file. */
const overridesSchema = z.record(z.string(), patch);

/** The patches of one device: durations in ms; or everything that is wrong with them, each with its path. */
export type ReadOverrides =
  | { readonly overrides: Readonly<Record<string, RulePatch>> }
  | { readonly misfits: readonly Misfit[] };

/** A rule of a loaded type as the checks of files take it: loading changed no field they look at. */
const asInFile = (rule: DeviceType['rules'][number]) => rule as RuleInFile;

const noRule = ({ typeId, rules }: DeviceType, id: string) => {
  const known = rules.map((rule) => rule.id).join(', ');
  return `a ${typeId} has no rule "${id}"; it has ${known === '' ? 'none' : known}`;
};

/** Reads the overrides of a device of a type, as they stand in a file: durations as `10s`, limits in the channel's unit. */
export function readOverrides(type: DeviceType, given: unknown): ReadOverrides {
  const read = overridesSchema.safeParse(given);
  if (!read.success)
    return {
      misfits: read.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => ({
              path: [...issue.path, key],
              message: `is not known here; known: ${Object.keys(patch.shape).join(', ')}`,
            }))
          : { path: [...issue.path], message: issue.message },
      ),
    };
  const overrides = read.data as Readonly<Record<string, RulePatch>>;
  const misfits = overrideMisfits(type, overrides);
  return misfits.length > 0 ? { misfits } : { overrides };
}

/** What of the overrides of a device has no place in its type, such as a rule that a reload of the type took away. */
export function overrideMisfits(type: DeviceType, overrides: Readonly<Record<string, RulePatch>>): readonly Misfit[] {
  return Object.entries(overrides).flatMap(([id, own]) => {
    const rule = type.rules.find((one) => one.id === id);
    return rule ? patchMisfits(asInFile(rule), own, [id]) : [{ path: [id], message: noRule(type, id) }];
  });
}

/** The JSON Schema of the overrides of a device, for whoever sends them. What only the rules of its type can say is not in it. */
export function overridesJsonSchema(): object {
  const { $schema: _, ...schema } = z.toJSONSchema(overridesSchema, { io: 'input', target: 'draft-7' });
  return schema;
}

/**
 * Whether other limits of a mode are possible among these types. `unknown`: there is no such type or rule, which a base profile
 * may name all the same.
 */
export function limitFaultIn(types: ReadonlyMap<string, DeviceType>) {
  return ({
    typeId,
    ruleId,
    ...own
  }: Omit<ThresholdOverride, 'ruleId'> & { readonly ruleId?: string }):
    | { unknown: boolean; message: string }
    | undefined => {
    const type = types.get(typeId);
    if (!type) return { unknown: true, message: `there is no device type "${typeId}"` };
    if (ruleId === undefined) return undefined;
    const rule = type.rules.find((one) => one.id === ruleId);
    if (!rule) return { unknown: true, message: noRule(type, ruleId) };
    const [misfit] = patchMisfits(asInFile(rule), own, []);
    return misfit && { unknown: false, message: `${ruleId} of ${typeId}: ${misfit.message}` };
  };
}
