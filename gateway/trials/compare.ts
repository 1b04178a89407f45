import { sayDuration } from '../duration.ts';
import { pairUp } from './pairs.ts';
import type { Change, Difference, Seen, TrialCase } from './result.ts';
import { numbers, saw } from './words.ts';

/** What must be the same on both sides for a case not to have moved. */
const PLACES = ['category', 'kind', 'severity', 'gridCode', 'orgCode', 'dept'] as const;

/** Everything that is different, in the order of time. */
export interface Comparison {
  readonly same: number;
  readonly differences: readonly Difference[];
}

/** Holds the cases of two sides against each other: by place of the trouble, category and time of its beginning. */
export function compare(baseline: readonly TrialCase[], trial: readonly TrialCase[]): Comparison {
  const { both, onlyA, onlyB } = pairUp(baseline, trial);
  const differences = [
    ...onlyA.map((record) => oneSided('lost', record)),
    ...onlyB.map((record) => oneSided('gained', record)),
  ];
  let same = 0;
  for (const [before, after] of both) {
    const difference = between(before, after);
    if (difference) differences.push(difference);
    else same++;
  }
  const timeOf = ({ baseline: a, trial: b }: Difference) => (a ?? b)?.raisedAt ?? 0;
  return { same, differences: differences.sort((a, b) => timeOf(a) - timeOf(b)) };
}

function oneSided(change: 'gained' | 'lost', record: TrialCase): Difference {
  const { device, category, here, there, ruleId, inputs } = record;
  const own: Seen = here ?? { ruleId, outcome: 'case', inputs, limits: {} };
  const other = there ? saw(there) : `there is no rule ${ruleId} for this device`;
  const [has, hasNot] = change === 'gained' ? ['trial', 'baseline'] : ['baseline', 'trial'];
  return {
    ...{ change, device, category },
    ...(change === 'gained' ? { trial: record } : { baseline: record }),
    explanation: `${has}: ${ruleId} raised (${numbers(inputs, own.limits)}); ${hasNot}: ${other}`,
  };
}

function between(before: TrialCase, after: TrialCase): Difference | undefined {
  const changed: Record<string, readonly [string, string]> = {};
  for (const place of PLACES)
    if (before[place] !== after[place]) changed[place] = [String(before[place]), String(after[place])];
  const byMs = after.raisedAt - before.raisedAt;
  const moved = Object.keys(changed).length > 0;
  if (!moved && byMs === 0) return undefined;
  const change: Change = moved ? 'moved' : byMs < 0 ? 'earlier' : 'later';
  const words = [
    ...Object.entries(changed).map(([place, [was, is]]) => `${place} ${was} → ${is}`),
    ...(byMs === 0 ? [] : [`${sayDuration(byMs)} ${byMs < 0 ? 'earlier' : 'later'}`]),
  ];
  const ruled = ({ ruleId, inputs, here }: TrialCase) => `${ruleId} (${numbers(inputs, here?.limits ?? {})})`;
  return {
    ...{ change, device: after.device, category: after.category, byMs },
    ...(moved ? { changed } : {}),
    ...{ baseline: before, trial: after },
    explanation: `${words.join(', ')}; baseline: ${ruled(before)}; trial: ${ruled(after)}`,
  };
}
