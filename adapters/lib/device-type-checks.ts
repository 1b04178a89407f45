import type { RulePatch } from '../../gateway/model/rule-spec.ts';
import type { DeviceTypeFile } from './device-type-schema.ts';
import type { RuleInFile } from './rule-schema.ts';

/** Something that only a look at several parts of the file can find. */
export interface Misfit {
  readonly path: PropertyKey[];
  readonly message: string;
}

const DAY = 86_400_000;
const HELD = ['dwell', 'quiet'] as const;
/** What an override may change, beside `enabled`, `severity` and `certainty`. */
const PATCHABLE: Readonly<Record<RuleInFile['kind'], readonly (keyof RulePatch)[]>> = {
  threshold: ['set', 'clear', ...HELD],
  mean: ['set', 'clear', 'perDay', 'ratio'],
  rate: ['set', 'clear', ...HELD],
  forecast: ['set', 'clear', 'horizon', ...HELD],
  relative: ['set', 'ratio', ...HELD],
  delta: ['set', 'clear', 'baseline', ...HELD],
  state: HELD,
  expression: HELD,
  event: ['count', 'window', 'maxOn', ...HELD],
  distinct: ['count'],
  composite: ['window'],
  flapping: ['count', 'window', 'quiet'],
  silent: ['offlineAfter'],
};
const COMMON: readonly string[] = ['enabled', 'severity', 'certainty', 'when'];

/** Everything in a device type that does not fit together. */
export function checkDeviceType(type: DeviceTypeFile): Misfit[] {
  const misfits: Misfit[] = [];
  const ids = new Set<string>();
  for (const [index, rule] of type.rules.entries()) {
    const refuse = (field: string, message: string) => misfits.push({ path: ['rules', index, field], message });
    if (ids.has(rule.id)) refuse('id', `"${rule.id}" is used twice`);
    ids.add(rule.id);
    if (rule.category === undefined && type.category === undefined)
      refuse('category', 'is missing: name it here, or once for the whole type');
    for (const { field, message } of [...places(rule, type), ...relations(rule)]) refuse(field, message);
    if (rule.kind === 'silent' && rule.offlineAfter === undefined && !type.offlineAfter)
      refuse('offlineAfter', 'is missing: name it here, or once for the whole type');
    for (const [at, { when: _, ...patch }] of (rule.limits ?? []).entries())
      misfits.push(...patchMisfits(rule, patch, ['rules', index, 'limits', at]));
  }
  for (const kind of ['silent', 'flapping'] as const)
    if (type.rules.filter((rule) => rule.kind === kind).length > 1)
      misfits.push({ path: ['rules'], message: `a device is ${kind} in one way only: use one ${kind} rule` });
  if (type.battery !== undefined && !Object.hasOwn(type.channels, type.battery))
    misfits.push({ path: ['battery'], message: `there is no channel "${type.battery}"` });
  return [...misfits, ...overrideMisfits(type)];
}

function overrideMisfits(type: DeviceTypeFile): Misfit[] {
  return (type.overrides ?? []).flatMap(({ rules }, at) =>
    Object.entries(rules).flatMap(([id, patch]) => {
      const path = ['overrides', at, 'rules', id];
      const rule = type.rules.find((one) => one.id === id);
      return rule ? patchMisfits(rule, patch, path) : [{ path, message: `there is no rule "${id}"` }];
    }),
  );
}

/** What a patch may not change, and what does not fit once it has. */
export function patchMisfits(rule: RuleInFile, patch: object, path: PropertyKey[]): Misfit[] {
  const strangers = Object.keys(patch).filter(
    (field) => !COMMON.includes(field) && !PATCHABLE[rule.kind].some((known) => known === field),
  );
  return [
    ...strangers.map((field) => ({ path: [...path, field], message: `a ${rule.kind} rule has no ${field} to change` })),
    ...relations({ ...rule, ...patch } as RuleInFile)
      .filter(({ field }) => field in patch || 'set' in patch || 'clear' in patch)
      .map(({ message }) => ({ path, message: `with it, ${message}` })),
  ];
}

interface FieldMisfit {
  readonly field: string;
  readonly message: string;
}

/** Channels and event codes a rule names that the type does not have, or has otherwise. */
function places(rule: RuleInFile, type: DeviceTypeFile): FieldMisfit[] {
  switch (rule.kind) {
    case 'silent':
    case 'flapping':
      return [];
    case 'composite':
      return compositePlaces(rule, type);
    case 'event':
    case 'distinct':
      return eventPlaces(rule, type);
    case 'expression':
      return rule.channels.filter((channel) => !Object.hasOwn(type.channels, channel)).map(noChannel('channels'));
    default:
      return channelPlaces(rule, type);
  }
}

const noChannel = (field: string) => (channel: string) => ({ field, message: `there is no channel "${channel}"` });

function channelPlaces(rule: Extract<RuleInFile, { channel: string }>, type: DeviceTypeFile): FieldMisfit[] {
  const channel = Object.hasOwn(type.channels, rule.channel) ? type.channels[rule.channel] : undefined;
  if (!channel) return [noChannel('channel')(rule.channel)];
  if (rule.kind === 'state') {
    if (channel.kind !== 'enum') return [{ field: 'channel', message: 'a state needs an enum channel' }];
    return [...rule.values, ...(rule.from ?? [])]
      .filter((value) => !channel.values?.includes(value))
      .map((value) => ({ field: 'values', message: `"${value}" is not among the values of ${rule.channel}` }));
  }
  if (channel.kind === 'enum')
    return [{ field: 'channel', message: `a ${rule.kind} needs a number or boolean channel` }];
  if (channel.kind === 'boolean' && rule.kind !== 'threshold')
    return [{ field: 'channel', message: `a ${rule.kind} needs a number channel` }];
  return [];
}

function eventPlaces(rule: Extract<RuleInFile, { code: string }>, type: DeviceTypeFile): FieldMisfit[] {
  const declared = Object.hasOwn(type.events, rule.code) ? type.events[rule.code] : undefined;
  if (!declared) return [{ field: 'code', message: `there is no event "${rule.code}"` }];
  if (rule.kind === 'distinct')
    return declared.stateful ? [{ field: 'code', message: 'only occurrences are counted, not states' }] : [];
  const misfits: FieldMisfit[] = [];
  if (declared.stateful && rule.count !== undefined)
    misfits.push({ field: 'count', message: 'only occurrences are counted, not states' });
  if (declared.stateful) return misfits;
  if (rule.dwell > 0) misfits.push({ field: 'dwell', message: 'an occurrence has no duration: use 0s' });
  if (rule.maxOn !== undefined)
    misfits.push({ field: 'maxOn', message: 'an occurrence has no off to miss: use quiet' });
  return misfits;
}

function compositePlaces(rule: Extract<RuleInFile, { kind: 'composite' }>, type: DeviceTypeFile): FieldMisfit[] {
  const { a, b } = rule;
  const own = (id: string) => type.rules.some((other) => other.id === id && other.kind !== 'composite');
  const misfits: FieldMisfit[] = [];
  if (!own(a)) misfits.push({ field: 'a', message: `there is no rule "${a}" that could be combined` });
  if (b.type === undefined && !own(b.rule))
    misfits.push({ field: 'b', message: `there is no rule "${b.rule}" that could be combined` });
  if ((b.type === undefined) !== (b.distance === undefined))
    misfits.push({ field: 'b', message: 'other devices need a type and a distance, this device neither' });
  return misfits;
}

/** Fields of one rule that do not fit each other. */
function relations(rule: RuleInFile): FieldMisfit[] {
  switch (rule.kind) {
    case 'threshold':
    case 'rate':
    case 'forecast': {
      const levels = healthySide(rule);
      if (rule.kind !== 'threshold' || !rule.of || rule.of.n <= rule.of.m) return levels;
      return [...levels, { field: 'of', message: 'n of m: n must not be above m' }];
    }
    case 'mean':
      return [
        ...healthySide(rule),
        ...(DAY % rule.window === 0 ? [] : [{ field: 'window', message: 'must divide a day, e.g. 15min, 1h or 24h' }]),
        ...(rule.perDay !== undefined && rule.windows > 1
          ? [{ field: 'perDay', message: 'counts windows of a day; leave windows out' }]
          : []),
      ];
    case 'delta':
      return rule.clear <= rule.set ? [] : [{ field: 'clear', message: 'must lie on the healthy side of set' }];
    case 'relative':
      return (rule.clearRatio ?? 0) <= rule.ratio ? [] : [{ field: 'clearRatio', message: 'must not be above ratio' }];
    case 'event':
      return (rule.count ?? 1) > 1 && rule.window === undefined
        ? [{ field: 'count', message: 'needs a window in which to count' }]
        : [];
    case 'distinct':
      return rule.days <= rule.within ? [] : [{ field: 'days', message: 'must not be above within' }];
    default:
      return [];
  }
}

function healthySide({ direction, set, clear }: { direction: string; set: number; clear: number }): FieldMisfit[] {
  if (direction === 'above' ? clear <= set : clear >= set) return [];
  return [{ field: 'clear', message: 'must lie on the healthy side of set' }];
}
