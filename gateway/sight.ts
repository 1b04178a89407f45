import type { Case } from './model/case.ts';
import type { DeviceType } from './model/device.ts';
import type { Observation } from './model/observation.ts';
import type { EventSpec, RuleSpec } from './model/rule-spec.ts';

/** What somebody who asks may see. */
export interface Sight {
  sees(record: Case): boolean;
  /** With what is of restricted categories. */
  readonly restricted: boolean;
}

/** What of a device speaks of restricted matters. */
export interface Restricted {
  readonly any: boolean;
  category(code: string): boolean;
  rule(ruleId: string): boolean;
  /** A channel, or the source of an event. */
  source(source: string): boolean;
  observation(observation: Observation): boolean;
}

const NOTHING: Restricted = {
  ...{ any: false, category: () => false, rule: () => false, source: () => false },
  observation: () => false,
};

/** The channels and event codes that a rule looks at. */
function watchedBy(rule: RuleSpec): readonly string[] {
  if (rule.kind === 'event' || rule.kind === 'distinct') return [rule.code];
  if (rule.kind === 'expression') return rule.channels;
  return 'channel' in rule ? [rule.channel] : [];
}

/** A rule for some values of an event's data says nothing of the others. */
const isMeant = ({ where = {} }: EventSpec, data: Readonly<Record<string, unknown>>) =>
  Object.entries(where).every(([field, value]) => data[field] === value);

/** What of this type is restricted, which is what only the role `restricted` may see. */
export function restrictedOf(
  type: DeviceType | undefined,
  isRestricted: (category: string) => boolean,
  { restricted }: Pick<Sight, 'restricted'>,
): Restricted {
  if (restricted) return NOTHING;
  const rules = (type?.rules ?? []).filter(({ category }) => isRestricted(category));
  const ids = new Set(rules.map(({ id }) => id));
  const watched = new Set(rules.flatMap(watchedBy));
  return {
    any: rules.length > 0,
    category: isRestricted,
    rule: (ruleId) => ids.has(ruleId),
    source: (source) => watched.has(source.split('|')[0] ?? ''),
    observation(observation) {
      if (observation.kind === 'value') return watched.has(observation.channel);
      if (observation.kind === 'status') return false;
      const { code, data } = observation;
      return rules.some((rule) => watchedBy(rule).includes(code) && (rule.kind !== 'event' || isMeant(rule, data)));
    },
  };
}
