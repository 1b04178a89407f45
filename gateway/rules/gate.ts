import type { CompiledRule } from './compiled-type.ts';
import type { Plan } from './kinds.ts';
import type { Head } from './records.ts';
import { openAt } from './when.ts';

/** What of a rule is in force, in the operating mode that the head names. */
export interface Gate {
  /** Its limits at an event time. */
  planOf(rule: CompiledRule, time: number): Plan;
  /** The earliest event time from `time` on at which it may begin an episode; Infinity: not as things are. */
  opens(rule: CompiledRule, plan: Plan, time: number): number;
}

export function createGate(head: Pick<Head, 'mode'>): Gate {
  return {
    planOf: (rule, time) => (rule.planAt ? rule.planAt(time, head.mode) : rule.plan),
    opens(rule, { spec }, time) {
      if (rule.off || spec.enabled === false) return Number.POSITIVE_INFINITY;
      return rule.guard ? openAt(rule.guard, time, 'dwell' in spec ? spec.dwell : 0, head.mode) : time;
    },
  };
}
