import type { DeviceType, Override } from '../model/device.ts';
import type { ModeSpec } from '../model/mode.ts';

/**
 * The device types with the limits of a city's operating modes among their overrides, where they win over the types' own.
 * Limits of types or rules that there are none of are left out: a base profile may name more than this city has.
 */
export function withModes(
  types: ReadonlyMap<string, DeviceType>,
  modes: readonly ModeSpec[],
): ReadonlyMap<string, DeviceType> {
  return new Map([...types].map(([typeId, type]) => [typeId, withModesOf(type, modes)]));
}

function withModesOf(type: DeviceType, modes: readonly ModeSpec[]): DeviceType {
  const overrides: Override[] = modes.flatMap(({ id, thresholds }) =>
    thresholds
      .filter(({ typeId, ruleId }) => typeId === type.typeId && type.rules.some((rule) => rule.id === ruleId))
      .map(({ typeId: _, ruleId, ...patch }) => ({ when: { modes: [id] }, rules: { [ruleId]: patch } })),
  );
  return overrides.length === 0 ? type : { ...type, overrides: [...(type.overrides ?? []), ...overrides] };
}
