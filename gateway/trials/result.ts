import type { Case } from '../model/case.ts';
import type { RuleWhy } from '../rules/why.ts';
import type { Spell } from './pairs.ts';
import type { Alarm, SideCounts } from './side.ts';

type Inputs = Readonly<Record<string, string | number | boolean>>;

/** How one of the two sides saw the trouble when the other one opened a case for it. */
export interface Seen {
  readonly ruleId: string;
  /** What its alarm became (`attached`, `suppressed: REASON`, `held: REASON` …); else why its rule gave none, e.g. `condition-not-met`. */
  readonly outcome: string;
  readonly inputs: Inputs;
  readonly limits: Inputs;
}

/** A case of a trial: what two sides are compared by. Numbers of its cases mean nothing outside it. */
export interface TrialCase extends Spell {
  readonly device: string;
  readonly kind: Case['kind'];
  readonly severity: Case['severity'];
  readonly gridCode: string;
  readonly orgCode: string;
  readonly dept: string;
  /** Epoch ms at which dispatch is told. */
  readonly raisedAt: number;
  readonly occurrences: number;
  readonly restricted: boolean;
  readonly ruleId: string;
  readonly inputs: Inputs;
  /** How the rule behind it stood on both sides at that moment. */
  readonly here?: Seen;
  readonly there?: Seen;
}

export type Change = 'gained' | 'lost' | 'moved' | 'earlier' | 'later';

/** One case that is not the same on both sides. */
export interface Difference {
  readonly change: Change;
  readonly device: string;
  readonly category: string;
  /** Later is positive; absent where only one side has the case. */
  readonly byMs?: number;
  /** With `moved`: what is different, as [baseline, trial]. */
  readonly changed?: Readonly<Record<string, readonly [string, string]>>;
  readonly baseline?: TrialCase;
  readonly trial?: TrialCase;
  /** One sentence for people. */
  readonly explanation: string;
}

export interface SideResult extends SideCounts {
  readonly cases: number;
}

/** What a trial comes to. */
export interface TrialResult {
  /** Epoch ms; both included. */
  readonly from: number;
  readonly to: number;
  /** Messages read, those of the warm-up among them. */
  readonly messages: number;
  readonly baseline: SideResult;
  readonly trial: SideResult;
  readonly same: number;
  readonly counts: Readonly<Record<Change, number>>;
  /** In the order of time; the first ones where there are too many. */
  readonly differences: readonly Difference[];
  /** More differences, or more cases, than are kept. */
  readonly cut: boolean;
}

/** How one rule stood, out of everything that is known of a device. */
export function seenOf(ruleId: string, why: readonly RuleWhy[]): Seen | undefined {
  const [first] = why
    .filter((each) => each.ruleId === ruleId)
    .sort((a, b) => Number(b.reason === 'alarm') - Number(a.reason === 'alarm'));
  return first && { ruleId, outcome: first.reason, inputs: first.inputs, limits: first.limits };
}

/** The same when its alarm went some way: what the pipeline made of it counts, not that there was one. */
export function withOutcome(seen: Seen | undefined, { candidate, outcome, reason }: Alarm): Seen {
  const { ruleId, inputs } = candidate.verdict;
  return {
    ...{ ruleId, inputs, limits: seen?.limits ?? {} },
    outcome: reason === undefined ? outcome : `${outcome}: ${reason}`,
  };
}

/** A case as it is compared. */
export function trialCaseOf(record: Case, seen: { readonly here?: Seen; readonly there?: Seen } = {}): TrialCase {
  const { categoryCode: category, kind, severity, gridCode, orgCode, raisedAt, occurrences, restricted } = record;
  const { ruleId, inputs } = record.verdict;
  return {
    subject: record.attachKey.slice(0, record.attachKey.lastIndexOf('|')),
    ...{ category, from: record.firstAt },
    ...(record.clearedAt === undefined ? {} : { until: record.clearedAt }),
    ...{ device: record.devices[0] ?? '', kind, severity, gridCode, orgCode, dept: record.responsibleDept },
    ...{ raisedAt, occurrences, restricted, ruleId, inputs },
    ...seen,
  };
}
