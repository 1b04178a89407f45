import type { Audit } from './accounts.ts';
import type { ReceivedCase } from './desk.ts';
import type { DispatchPlatform } from './dispatch.ts';
import { type Finding, isHit, latencyOf, type Match, type Outcome, pair } from './pairing.ts';
import type { Truth } from './truth.ts';

/** The verdict on a run. `latencyMs` is machine time from the moment the gateway could know to the webhook. */
export interface Scorecard {
  readonly expected: number;
  readonly raised: number;
  readonly missed: number;
  readonly false: number;
  readonly duplicated: number;
  readonly wrongGrid: number;
  readonly wrongCategory: number;
  readonly wrongSeverity: number;
  readonly wrongDeadline: number;
  /** Share of what had to come that came, in time and in its category; 1 when nothing had to. */
  readonly recall: number;
  /** The same of what had to reach severity 1, where lives are at stake. */
  readonly lifeSafety: { readonly expected: number; readonly recall: number };
  /** Share of the cases with a known grid that lie in it; 1 when there are none. */
  readonly grids: number;
  /** Cases without a cause, as a share of all that came. */
  readonly falseShare: number;
  /** Share of what came that had to come; 1 when nothing came. */
  readonly precision: number;
  /** Case events that came before an earlier one of the same case. */
  readonly outOfOrder: number;
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly accounts: { readonly balanced: boolean; readonly differences: readonly string[]; readonly books: unknown };
  /** What reached the dispatch platform. `redelivered`: events it had before, which is allowed. */
  readonly dispatch: { readonly events: number; readonly redelivered: number; readonly closed: number };
  /** The same by category, in the order of the codes. */
  readonly classes: readonly ClassScore[];
  readonly findings: readonly Finding[];
  readonly passed: boolean;
}

/** How one category fared. */
export interface ClassScore {
  readonly category: string;
  readonly expected: number;
  readonly raised: number;
  readonly hit: number;
  readonly recall: number;
  readonly precision: number;
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
}

/** A verdict and what it rests on. */
export interface Judged {
  readonly scorecard: Scorecard;
  readonly outcomes: readonly Outcome[];
}

/** Nearest-rank percentile (the smallest value that `share` of all values do not exceed); 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}

const percentiles = (latencies: readonly number[]) => ({
  p50: percentile(latencies, 0.5),
  p95: percentile(latencies, 0.95),
  p99: percentile(latencies, 0.99),
});

/** `part` of `whole` to four digits; 1 of nothing. */
const share = (part: number, whole: number): number => (whole === 0 ? 1 : Math.round((part / whole) * 1e4) / 1e4);

function classesOf(truth: Truth, cases: readonly ReceivedCase[], matches: readonly Match[]): ClassScore[] {
  const categories = new Set([
    ...truth.expected().map(({ category }) => category),
    ...cases.map(({ categoryCode }) => categoryCode),
  ]);
  return [...categories].sort().map((category) => {
    const expected = truth.expected().filter((each) => each.category === category).length;
    const raised = cases.filter(({ categoryCode }) => categoryCode === category).length;
    const hits = matches.filter((match) => match.expected.category === category && isHit(match));
    return {
      ...{ category, expected, raised, hit: hits.length },
      recall: share(hits.length, expected),
      precision: share(hits.length, raised),
      latencyMs: percentiles(hits.map(latencyOf)),
    };
  });
}

function judgeDelivery({ outOfOrder, forged, unreadable }: DispatchPlatform['statistics']): Finding[] {
  const findings = outOfOrder.map((text): Finding => ({ kind: 'order', text }));
  if (forged > 0) findings.push({ kind: 'delivery', text: `${forged} requests had no valid signature` });
  if (unreadable > 0) findings.push({ kind: 'delivery', text: `${unreadable} signed requests were no case event` });
  return findings;
}

/** What a run must reach to pass. */
export interface Criteria {
  readonly recall: number;
  readonly falseShare: number;
  readonly duplicated: number;
  readonly lifeSafety?: number | undefined;
  readonly grids?: number;
  readonly latencyP95?: number | undefined;
}

const PERFECT: Criteria = { recall: 1, falseShare: 0, duplicated: 0 };
/** Findings that the criteria give a measure for; one of any other kind fails a run. */
const MEASURED: readonly Finding['kind'][] = ['missed', 'late', 'false', 'duplicated', 'wrongGrid'];

function reaches(
  findings: readonly Finding[],
  criteria: Criteria,
  { recall, falseShare, lifeSafety, grids }: Pick<Scorecard, 'recall' | 'falseShare' | 'lifeSafety' | 'grids'>,
): boolean {
  return (
    recall >= criteria.recall &&
    lifeSafety.recall >= (criteria.lifeSafety ?? 0) &&
    grids >= (criteria.grids ?? 1) &&
    falseShare <= criteria.falseShare &&
    findings.filter(({ kind }) => kind === 'duplicated').length <= criteria.duplicated &&
    findings.every(({ kind }) => MEASURED.includes(kind))
  );
}

/** Judges a run: what had to come, what came, how long it took, and whether the books balance. */
export function scorecard(run: {
  /** What it must reach; everything when absent. */
  criteria?: Criteria;
  truth: Truth;
  /** In the order of their first receipt. */
  cases: readonly ReceivedCase[];
  statistics: DispatchPlatform['statistics'];
  audit: Audit;
}): Judged {
  const { matches, findings: paired, outcomes } = pair(run.truth, run.cases);
  const findings = [...paired, ...judgeDelivery(run.statistics)];
  const count = (...kinds: Finding['kind'][]) => findings.filter(({ kind }) => kinds.includes(kind)).length;
  const hits = matches.filter(isHit).length;
  const { balanced, differences, books } = run.audit;
  const { latencyP95 } = run.criteria ?? PERFECT;
  const latencyMs = percentiles(matches.map(latencyOf));
  if (latencyP95 !== undefined && latencyMs.p95 > latencyP95)
    findings.push({ kind: 'latency', text: `p95 is ${latencyMs.p95} ms, allowed are ${latencyP95} ms` });
  const recall = share(hits, run.truth.expected().length);
  const falseShare = run.cases.length === 0 ? 0 : share(count('false'), run.cases.length);
  const atStake = run.truth.expected().filter(({ severity }) => severity === 1).length;
  const saved = matches.filter((match) => match.expected.severity === 1 && isHit(match)).length;
  const lifeSafety = { expected: atStake, recall: share(saved, atStake) };
  const gridded = matches.filter(({ expected }) => expected.grid !== undefined).length;
  const grids = share(gridded - count('wrongGrid'), gridded);
  const card: Scorecard = {
    expected: run.truth.expected().length,
    raised: run.cases.length,
    // A case that came too late is one that was missed when it mattered.
    missed: count('missed', 'late'),
    false: count('false'),
    duplicated: count('duplicated'),
    wrongGrid: count('wrongGrid'),
    wrongCategory: count('wrongCategory'),
    wrongSeverity: count('wrongSeverity'),
    wrongDeadline: count('wrongDeadline'),
    ...{ recall, lifeSafety, grids, falseShare },
    precision: share(hits, run.cases.length),
    outOfOrder: count('order'),
    latencyMs,
    accounts: { balanced, differences, books },
    dispatch: {
      events: run.statistics.events,
      redelivered: run.statistics.redelivered,
      closed: run.cases.filter(({ events }) => events.includes('closed')).length,
    },
    classes: classesOf(run.truth, run.cases, matches),
    findings,
    passed: balanced && reaches(findings, run.criteria ?? PERFECT, { recall, falseShare, lifeSafety, grids }),
  };
  return { scorecard: card, outcomes };
}
