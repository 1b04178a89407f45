import type { ReferenceSpec, RuleSpec } from '../model/rule-spec.ts';
import type { CompiledRule } from './compiled-type.ts';
import { baselineOf } from './delta.ts';
import type { ChannelState, DeviceState, Slot } from './device-state.ts';
import { predict } from './forecast.ts';
import type { Gate } from './gate.ts';
import type { Plan } from './kinds.ts';
import { changeOf } from './rate.ts';
import { type EpisodeState, IDLE, type Inputs, type Reference } from './rule.ts';

/** Why a rule is not in alarm, or that it is. */
export type Reason =
  | 'alarm'
  | 'muted'
  | 'clearing'
  | 'dwelling'
  | 'off'
  | 'outside-hours-or-mode'
  | 'no-value'
  | 'no-reference'
  | 'learning'
  | 'condition-not-met';

/** What one rule makes of a device at one source. */
export interface RuleWhy {
  readonly ruleId: string;
  readonly kind: RuleSpec['kind'];
  readonly version: string;
  /** The channel, event source or part it watches; absent for an event rule that has not heard of any. */
  readonly source?: string;
  readonly category: string;
  readonly reason: Reason;
  /** The newest values it went by, and what it made of them. */
  readonly inputs: Inputs;
  /** Every number and word of the rule in force now. Durations in ms. */
  readonly limits: Inputs;
  readonly phase: EpisodeState['phase'];
  readonly episode: number;
  readonly since?: number;
  /** When it will decide, if nothing else comes. */
  readonly due?: number;
  /** When it may begin an episode next, where it may not now. */
  readonly opensAt?: number;
}

/** What is looked up for an answer. */
export interface WhyContext extends Gate {
  /** The log's time. */
  readonly now: number;
  reference(of: DeviceState, spec: ReferenceSpec, time: number): Reference | undefined;
}

/** Slots told of at most: a camera can have thousands of sources. */
const MAX_TOLD = 200;

/**
 * Why each rule of a device raised or did not, from what the rules remember: nothing beside it is kept for this, and nothing is
 * changed by asking. Rules first, in the order of the type; then by source.
 */
export function whyOf(state: DeviceState, context: WhyContext): readonly RuleWhy[] {
  const told: RuleWhy[] = [];
  for (const rule of state.type.byId.values()) {
    const slots = [...state.slots.values()].filter((slot) => slot.rule === rule);
    if (slots.length === 0) told.push(evaluateWhy(state, rule, undefined, context));
    for (const slot of slots) told.push(evaluateWhy(state, rule, slot, context));
    if (told.length >= MAX_TOLD) break;
  }
  return told.slice(0, MAX_TOLD);
}

/** The same for one rule; `slot` undefined: it has not heard of any source. */
export function evaluateWhy(
  device: DeviceState,
  rule: CompiledRule,
  slot: Slot | undefined,
  context: WhyContext,
): RuleWhy {
  const plan = context.planOf(rule, context.now);
  const state = slot?.state ?? IDLE;
  const opensAt = context.opens(rule, plan, context.now);
  const inputs = { ...inputsOf(device, plan, state, context), ...eventInputs(device, slot) };
  const { phase, episode, since, due } = state;
  return {
    ...{ ruleId: rule.spec.id, kind: rule.spec.kind, version: rule.version, category: rule.spec.category },
    ...(slot && { source: slot.source }),
    reason: reasonOf(rule, plan, { state, inputs, open: opensAt === context.now }),
    inputs,
    limits: limitsOf(plan.spec),
    ...{ phase, episode },
    ...(phase !== 'idle' && { since }),
    ...(due > 0 && { due }),
    ...(opensAt !== context.now && Number.isFinite(opensAt) && { opensAt }),
  };
}

interface Standing {
  readonly state: EpisodeState;
  readonly inputs: Inputs;
  readonly open: boolean;
}

function reasonOf(rule: CompiledRule, { spec }: Plan, { state, inputs, open }: Standing): Reason {
  if (state.phase === 'active') return state.muted ? 'muted' : 'alarm';
  if (state.phase === 'clearing') return 'clearing';
  if (rule.off || spec.enabled === false) return 'off';
  if (!open) return 'outside-hours-or-mode';
  if (state.phase === 'pending') return 'dwelling';
  if (rule.channels.some((channel) => inputs[channel] === undefined)) return 'no-value';
  if (spec.kind === 'relative' && inputs['reference'] === 'none' && spec.set === undefined) return 'no-reference';
  if (spec.kind === 'delta' && inputs['baseline'] === 'none') return 'learning';
  if (
    (spec.kind === 'rate' && inputs['change'] === 'unknown') ||
    (spec.kind === 'forecast' && inputs['expected'] === 'unknown')
  )
    return 'learning';
  return 'condition-not-met';
}

function inputsOf(device: DeviceState, { spec, reference }: Plan, state: EpisodeState, context: WhyContext): Inputs {
  const inputs: Record<string, string | number | boolean> = {};
  for (const name of 'channel' in spec ? [spec.channel] : spec.kind === 'expression' ? spec.channels : []) {
    const channel = device.channels.get(name);
    if (!channel || channel.time < 0) continue;
    inputs[name] = wordOf(channel);
    inputs[`${name}At`] = channel.time;
  }
  if (reference) {
    const station = context.reference(device, reference, context.now);
    inputs['reference'] = station?.value ?? 'none';
    if (station) inputs['referenceDevice'] = station.deviceId;
  }
  const { memory } = state;
  if (spec.kind === 'rate') inputs['change'] = changeOf(spec, memory) ?? 'unknown';
  if (spec.kind === 'forecast') inputs['expected'] = predict(spec, memory) ?? 'unknown';
  if (spec.kind === 'delta') inputs['baseline'] = baselineOf(spec, state) ?? 'none';
  if (spec.kind === 'mean')
    Object.assign(inputs, { windowFrom: memory[0] ?? 0, samples: memory[1] ?? 0, exceededToday: memory[6] ?? 0 });
  if (spec.kind === 'distinct') inputs['differentToday'] = Math.max(0, memory.length - 2);
  if (spec.kind === 'silent') Object.assign(inputs, { lastSeen: device.seenAt, offline: device.offlineAt > 0 });
  if (spec.kind === 'flapping' || spec.kind === 'event') inputs['occurrences'] = state.times.length;
  return inputs;
}

function eventInputs(device: DeviceState, slot: Slot | undefined): Inputs {
  const known = slot && device.states.get(slot.source);
  return known ? { active: known.active, at: known.time } : {};
}

const NOT_LIMITS = ['id', 'kind', 'category', 'provenance', 'reference', 'when', 'limits'];

/** The numbers and words of a rule; lists as words, one object deep. Durations in ms. */
export function limitsOf(spec: RuleSpec): Inputs {
  const limits: Record<string, string | number | boolean> = {};
  for (const [field, value] of Object.entries(spec)) {
    if (NOT_LIMITS.includes(field)) continue;
    if (Array.isArray(value)) limits[field] = value.join(', ');
    else if (typeof value === 'object')
      for (const [part, inner] of Object.entries(value)) limits[`${field}.${part}`] = inner as string | number;
    else limits[field] = value;
  }
  return limits;
}

function wordOf({ kind, value, words }: ChannelState): string | number | boolean {
  return kind === 'enum' ? (words[Number(value)] ?? 'unknown') : value;
}

/** The newest values of channels, as expressions read them; undefined while one of them has none. */
export function valuesOf(
  device: DeviceState,
  names: readonly string[],
): Readonly<Record<string, string | number | boolean>> | undefined {
  const values: Record<string, string | number | boolean> = {};
  for (const name of names) {
    const channel = device.channels.get(name);
    if (!channel || channel.time < 0) return undefined;
    values[name] = wordOf(channel);
  }
  return values;
}
