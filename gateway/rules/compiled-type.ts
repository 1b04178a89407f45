import { hash } from 'node:crypto';
import type { ChannelSpec, DeviceType } from '../model/device.ts';
import type { Expressions } from '../model/expressions.ts';
import type { CompositeSpec, FlappingSpec, RuleSpec, SilentSpec, When } from '../model/rule-spec.ts';
import { type Plan, planOf } from './kinds.ts';
import { isAt, type Layer, layersOf, ORDINARY, patched, type Site } from './limits.ts';
import { isOpen } from './when.ts';

/** A rule as it is at one class of sites. */
export interface CompiledRule<Spec extends RuleSpec = RuleSpec> {
  /** With everything that does not change with time or mode. */
  readonly spec: Spec;
  /** Named in verdicts: a hash of all that decides, so any edit is another version. */
  readonly version: string;
  /** What the only slot of the rule at a device watches; undefined: a slot for every part that is heard of. */
  readonly source: string | undefined;
  /** The channels that feed it. */
  readonly channels: readonly string[];
  readonly plan: Plan;
  /** Other limits at certain times or in certain modes; undefined: `plan` always holds. */
  readonly planAt: ((time: number, mode: string) => Plan) | undefined;
  /** When it may begin an episode; undefined: always, and never where the rule is off. */
  readonly guard: When | undefined;
  readonly off: boolean;
  /** Whether anything can keep it from beginning an episode. */
  readonly gated: boolean;
}

/** A device type, arranged for look-up by what a message carries. */
export interface CompiledType {
  readonly typeId: string;
  /** Channels that have rules, or that rules of other types compare with. */
  readonly channels: ReadonlyMap<string, ChannelSpec>;
  /** Event codes that have rules; `window`: how far back occurrences still count, ms. */
  readonly events: ReadonlyMap<string, CompiledCode>;
  /** Rules with one slot for each device. */
  readonly fixed: readonly CompiledRule[];
  readonly silent: CompiledRule<SilentSpec> | undefined;
  readonly flapping: CompiledRule<FlappingSpec> | undefined;
  readonly composites: readonly CompiledRule<CompositeSpec>[];
  readonly byId: ReadonlyMap<string, CompiledRule>;
}

export interface CompiledCode {
  readonly stateful: boolean;
  readonly window: number;
  readonly rules: readonly CompiledRule[];
}

/** The source that silence rules watch. */
export const PRESENCE = 'presence';

export interface CompileOptions {
  readonly site?: Site;
  readonly expressions?: Expressions | undefined;
  /** Channels that rules of other types compare with. */
  readonly references?: ReadonlySet<string> | undefined;
}

/** Arranges a device type for one class of sites. What no rule looks at is left out: nothing is decided on it. */
export function compileType(type: DeviceType, options: CompileOptions = {}): CompiledType {
  const { site = ORDINARY, expressions, references } = options;
  const rules = type.rules.map((spec) => compileRule(spec, type, site, expressions));
  const ofKind = <Kind extends RuleSpec['kind']>(kind: Kind) =>
    rules.filter((rule): rule is CompiledRule<Extract<RuleSpec, { kind: Kind }>> => rule.spec.kind === kind);
  const used = new Set([...rules.flatMap(({ channels }) => channels), ...(references ?? [])]);
  return {
    typeId: type.typeId,
    channels: new Map(Object.entries(type.channels).filter(([name]) => used.has(name))),
    events: codesOf(type, rules),
    fixed: rules.filter(
      ({ source, channels }) => source !== undefined && channels.every((name) => name in type.channels),
    ),
    silent: ofKind('silent')[0],
    flapping: ofKind('flapping')[0],
    composites: ofKind('composite'),
    byId: new Map(rules.map((rule) => [rule.spec.id, rule])),
  };
}

function compileRule(spec: RuleSpec, type: DeviceType, site: Site, expressions: Expressions | undefined): CompiledRule {
  const layers = layersOf(spec, type, site);
  const settled = patched(
    spec,
    layers.filter(({ when }) => when === undefined),
  );
  const timely = layers.some(({ when }) => when !== undefined);
  const off = !isAt(spec.when, site) || (!timely && settled.enabled === false);
  const version = hash('sha1', JSON.stringify(timely ? [settled, layers] : settled), 'hex').slice(0, 8);
  return {
    spec: settled,
    version,
    source: sourceOf(settled),
    channels: channelsOf(settled),
    plan: planOf(settled, type, expressions),
    planAt: timely ? timetable(spec, layers, (variant) => planOf(variant, type, expressions)) : undefined,
    guard: spec.when,
    off,
    gated: off || spec.when !== undefined || layers.some(({ patch }) => patch.enabled !== undefined),
  };
}

/** Plans by which layers hold; each combination that occurs is made once, and at most 2^layers can. */
function timetable(spec: RuleSpec, layers: readonly Layer[], plan: (variant: RuleSpec) => Plan) {
  const plans = new Map<number, Plan>();
  return (time: number, mode: string): Plan => {
    let holding = 0;
    for (const [index, { when }] of layers.entries())
      if (when === undefined || isOpen(when, time, mode)) holding += 2 ** index;
    let found = plans.get(holding);
    if (!found) {
      found = plan(
        patched(
          spec,
          layers.filter((_, index) => Math.floor(holding / 2 ** index) % 2 === 1),
        ),
      );
      plans.set(holding, found);
    }
    return found;
  };
}

function sourceOf(spec: RuleSpec): string | undefined {
  switch (spec.kind) {
    case 'event':
    case 'distinct':
      return undefined;
    case 'silent':
      return PRESENCE;
    case 'flapping':
    case 'composite':
      return spec.kind;
    case 'expression':
      return spec.channels[0];
    default:
      return spec.channel;
  }
}

function channelsOf(spec: RuleSpec): readonly string[] {
  if ('channel' in spec) return [spec.channel];
  return spec.kind === 'expression' ? spec.channels : [];
}

function codesOf(type: DeviceType, rules: readonly CompiledRule[]): Map<string, CompiledCode> {
  const codes = new Map<string, CompiledCode>();
  for (const rule of rules) {
    const { spec } = rule;
    if (spec.kind !== 'event' && spec.kind !== 'distinct') continue;
    const declared = Object.hasOwn(type.events, spec.code) ? type.events[spec.code] : undefined;
    const before = codes.get(spec.code);
    codes.set(spec.code, {
      stateful: declared?.stateful ?? true,
      window: Math.max(before?.window ?? 0, spec.kind === 'event' ? (spec.window ?? 0) : 0),
      rules: [...(before?.rules ?? []), rule],
    });
  }
  return codes;
}

/** The type of a device that has none of its own: nothing is decided. */
export const NO_TYPE: CompiledType = {
  typeId: '',
  channels: new Map(),
  events: new Map(),
  fixed: [],
  silent: undefined,
  flapping: undefined,
  composites: [],
  byId: new Map(),
};

/** The rule that a stored episode belongs to, if the type still has it and it still watches the same source. */
export function ruleFor(type: CompiledType, ruleId: string, source: string): CompiledRule | undefined {
  const rule = type.byId.get(ruleId);
  if (!rule) return undefined;
  const { spec } = rule;
  if (rule.source !== undefined) return rule.source === source ? rule : undefined;
  const code = 'code' in spec ? spec.code : '';
  return source === code || source.startsWith(`${code}|`) ? rule : undefined;
}

/** Stands for a rule that the device type no longer has, for the moment in which its episode ends. */
export function withdrawnRule(id: string, category: string, version: string): CompiledRule {
  const spec: RuleSpec = { kind: 'silent', id, category, offlineAfter: 0 };
  const plan: Plan = {
    ...{ spec, onValue: undefined, onEvent: undefined, onTimer: undefined, reference: undefined, reads: undefined },
  };
  return {
    spec,
    version,
    source: PRESENCE,
    channels: [],
    plan,
    planAt: undefined,
    guard: undefined,
    off: true,
    gated: true,
  };
}
