import { hash } from 'node:crypto';
import type { ChannelSpec, DeviceType, EventSpec, RuleSpec, SilentSpec, ThresholdSpec } from '../model/device.ts';

/** A rule with the version that verdicts name: a hash of its text, so any edit is another version. */
export interface CompiledRule<Spec extends RuleSpec = RuleSpec> {
  readonly spec: Spec;
  readonly version: string;
}

/** A device type, arranged for look-up by what a message carries. */
export interface CompiledType {
  readonly typeId: string;
  /** Channels that have rules. */
  readonly channels: ReadonlyMap<string, { readonly spec: ChannelSpec; readonly rules: CompiledRule<ThresholdSpec>[] }>;
  /** Event codes that have rules. */
  readonly events: ReadonlyMap<
    string,
    { readonly stateful: boolean; readonly window: number; readonly rules: CompiledRule<EventSpec>[] }
  >;
  readonly silent: CompiledRule<SilentSpec> | undefined;
  readonly byId: ReadonlyMap<string, CompiledRule>;
}

/** Arranges a device type. Channels and events without a rule are left out: nothing is decided on them. */
export function compileType(type: DeviceType): CompiledType {
  const channels = new Map<string, { spec: ChannelSpec; rules: CompiledRule<ThresholdSpec>[] }>();
  const events = new Map<string, { stateful: boolean; window: number; rules: CompiledRule<EventSpec>[] }>();
  const byId = new Map<string, CompiledRule>();
  let silent: CompiledRule<SilentSpec> | undefined;
  for (const spec of type.rules) {
    const version = hash('sha1', JSON.stringify(spec), 'hex').slice(0, 8);
    byId.set(spec.id, { spec, version });
    if (spec.kind === 'threshold') {
      const channel = Object.hasOwn(type.channels, spec.channel) ? type.channels[spec.channel] : undefined;
      if (!channel) continue;
      const entry = channels.get(spec.channel) ?? { spec: channel, rules: [] };
      entry.rules.push({ spec, version });
      channels.set(spec.channel, entry);
    } else if (spec.kind === 'event') {
      const declared = Object.hasOwn(type.events, spec.code) ? type.events[spec.code] : undefined;
      const entry = events.get(spec.code) ?? { stateful: declared?.stateful ?? true, window: 0, rules: [] };
      entry.rules.push({ spec, version });
      events.set(spec.code, { ...entry, window: Math.max(entry.window, spec.window ?? 0) });
    } else silent = { spec, version };
  }
  return { typeId: type.typeId, channels, events, silent, byId };
}

/** The type of a device that has none of its own: nothing is decided. */
export const NO_TYPE: CompiledType = {
  typeId: '',
  channels: new Map(),
  events: new Map(),
  silent: undefined,
  byId: new Map(),
};

/** The rule that a stored episode belongs to, if the type still has it and it still watches the same source. */
export function ruleFor(type: CompiledType, ruleId: string, source: string): CompiledRule | undefined {
  const rule = type.byId.get(ruleId);
  if (!rule) return undefined;
  const { spec } = rule;
  if (spec.kind === 'threshold') return spec.channel === source ? rule : undefined;
  if (spec.kind === 'silent') return source === PRESENCE ? rule : undefined;
  return source === spec.code || source.startsWith(`${spec.code}|`) ? rule : undefined;
}

/** The source that silence rules watch. */
export const PRESENCE = 'presence';
