import type { ReceivedCase } from './desk.ts';
import { durationText } from './duration.ts';
import { epochOf } from './lab-clock.ts';
import type { Expected, Truth } from './truth.ts';

/** One finding in words, for people who look into a failed run. */
export interface Finding {
  readonly kind:
    | 'missed'
    | 'late'
    | 'false'
    | 'duplicated'
    | 'wrongGrid'
    | 'wrongCategory'
    | 'wrongSeverity'
    | 'wrongDeadline'
    | 'wrongKind'
    | 'wrongOrg'
    | 'latency'
    | 'order'
    | 'delivery';
  readonly text: string;
}

/** One thing that had to come or came, for timeline and map. Times are epoch ms of the city. */
export interface Outcome {
  /** `wrong`: it came, but late, or in another grid, category, severity or the like than it had to. */
  readonly verdict: 'hit' | 'wrong' | 'missed' | 'false' | 'duplicated';
  readonly what: string;
  readonly category: string;
  /** What the case that came calls its category. */
  readonly categoryName?: ReceivedCase['categoryName'];
  /** What is to be said against it, in words; absent on a hit. */
  readonly findings?: readonly string[];
  readonly deviceId: string;
  readonly caseNo?: string;
  /** When it could be known. */
  readonly complete?: number;
  readonly raisedAt?: number;
  /** Machine ms from knowing to webhook. */
  readonly latencyMs?: number;
}

/** A case and what it was taken for. */
export interface Match {
  readonly expected: Expected;
  readonly received: ReceivedCase;
}

const shares = ({ devices }: ReceivedCase, deviceIds: readonly string[]) =>
  devices.some((device) => deviceIds.includes(device));

/** Which expected case a received one can be: of those at its devices the one that was complete first. */
function findExpected(received: ReceivedCase, open: readonly Expected[]): Expected | undefined {
  return open
    .filter(({ deviceIds, complete }) => complete && complete.at <= received.raisedAt && shares(received, deviceIds))
    .sort((a, b) => (a.complete?.at ?? 0) - (b.complete?.at ?? 0))[0];
}

/**
 * Who is whom: first the cases in the category that had to come, then the others, so that a case of another matter at the same
 * device never takes the place of the right one. In the order of their receipt.
 */
function matchesOf(cases: readonly ReceivedCase[], open: Expected[]): Match[] {
  const found = new Map<ReceivedCase, Expected>();
  for (const sameCategory of [true, false])
    for (const received of cases) {
      if (found.has(received)) continue;
      const fitting = open.filter(({ category }) => !sameCategory || category === received.categoryCode);
      const expected = findExpected(received, fitting);
      if (!expected) continue;
      open.splice(open.indexOf(expected), 1);
      found.set(received, expected);
    }
  return cases.flatMap((received) => {
    const expected = found.get(received);
    return expected ? [{ expected, received }] : [];
  });
}

function describe({ caseNo, categoryCode, gridCode, devices }: ReceivedCase): string {
  return `case ${caseNo} (${categoryCode}, ${devices.join(', ')}, grid ${gridCode})`;
}

function judgeMatch({ expected, received }: Match): Finding[] {
  const findings: Finding[] = [];
  const about = `${expected.incident}: ${describe(received)}`;
  const took = received.raisedAt - (expected.complete?.at ?? 0);
  if (took > expected.within)
    findings.push({
      kind: 'late',
      text: `${about} came ${took / 1000} s after it could, allowed are ${expected.within / 1000} s`,
    });
  for (const [name, wanted, deadline] of [
    ['response', expected.responseIn, received.responseDeadline],
    ['disposal', expected.disposalIn, received.disposalDeadline],
  ] as const) {
    const given = epochOf(deadline) - received.raisedAt;
    if (wanted !== undefined && given !== wanted)
      findings.push({
        kind: 'wrongDeadline',
        text: `${about} has ${durationText(given)} until its ${name} deadline, expected ${durationText(wanted)}`,
      });
  }
  if (expected.grid !== undefined && received.gridCode !== expected.grid)
    findings.push({ kind: 'wrongGrid', text: `${about} should lie in grid ${expected.grid}` });
  if (received.categoryCode !== expected.category)
    findings.push({ kind: 'wrongCategory', text: `${about} should be ${expected.category}` });
  if (expected.kind !== undefined && received.kind !== expected.kind)
    findings.push({ kind: 'wrongKind', text: `${about} is a ${received.kind}, expected ${expected.kind}` });
  if (expected.orgCode !== undefined && received.orgCode !== expected.orgCode)
    findings.push({ kind: 'wrongOrg', text: `${about} went to ${received.orgCode}, expected ${expected.orgCode}` });
  if (expected.severity !== undefined && received.worstSeverity !== expected.severity)
    findings.push({
      kind: 'wrongSeverity',
      text: `${about} reached severity ${received.worstSeverity}, expected ${expected.severity}`,
    });
  return findings;
}

/** Pairs what came with what had to come. */
export function pair(truth: Truth, cases: readonly ReceivedCase[]) {
  const open = [...truth.expected()];
  const matches = matchesOf(cases, open);
  const matchOf = new Map(matches.map((match) => [match.received, match]));
  const findings: Finding[] = [];
  const outcomes: Outcome[] = [];
  const earlier: Match[] = [];
  for (const received of cases) {
    const match = matchOf.get(received);
    if (match) {
      earlier.push(match);
      continue;
    }
    const [verdict, finding] = strayed(received, truth, earlier);
    const { caseNo, categoryCode, categoryName, devices, raisedAt } = received;
    findings.push(finding);
    outcomes.push({
      ...{ verdict, what: '', category: categoryCode, categoryName, deviceId: devices[0] ?? '', caseNo, raisedAt },
      findings: [finding.text],
    });
  }
  for (const { incident, category, deviceId, complete } of open) {
    const text = `${incident}: no ${category} for ${deviceId}${complete ? '' : '; the scenario never completed its condition'}`;
    findings.push({ kind: 'missed', text });
    const when = complete ? { complete: complete.at } : {};
    outcomes.push({ verdict: 'missed', what: incident, category, deviceId, findings: [text], ...when });
  }
  for (const match of matches) {
    const against = judgeMatch(match);
    findings.push(...against);
    outcomes.push(outcomeOf(match, against));
  }
  return { matches, findings, outcomes };
}

/** A case that nobody expected: one more of what had come before, or one without a cause. */
function strayed(
  received: ReceivedCase,
  { harmless }: Truth,
  before: readonly Match[],
): ['false' | 'duplicated', Finding] {
  const innocent = harmless
    .filter(({ deviceIds, from }) => shares(received, deviceIds) && received.raisedAt >= from)
    .toSorted((a, b) => b.from - a.from)[0];
  // What nobody should take for anything may happen to a device that had a case of its own before.
  const earlier = before.findLast(
    (match) =>
      match.expected.category === received.categoryCode &&
      shares(received, match.expected.deviceIds) &&
      match.received.raisedAt >= (innocent?.from ?? 0),
  );
  if (earlier)
    return [
      'duplicated',
      { kind: 'duplicated', text: `${describe(received)} repeats case ${earlier.received.caseNo}` },
    ];
  const but = innocent ? ` but "${innocent.incident}"` : '';
  return ['false', { kind: 'false', text: `${describe(received)} has no cause${but}` }];
}

const outcomeOf = ({ expected, received }: Match, against: readonly Finding[]): Outcome => ({
  verdict: against.length > 0 ? 'wrong' : 'hit',
  ...(against.length > 0 ? { findings: against.map(({ text }) => text) } : {}),
  what: expected.incident,
  category: expected.category,
  // The name belongs to the category that came.
  ...(received.categoryCode === expected.category ? { categoryName: received.categoryName } : {}),
  deviceId: expected.deviceId,
  caseNo: received.caseNo,
  raisedAt: received.raisedAt,
  latencyMs: latencyOf({ expected, received }),
  ...(expected.complete ? { complete: expected.complete.at } : {}),
});

/** Machine ms from knowing to webhook. */
export const latencyOf = ({ expected, received }: Match): number =>
  Math.max(0, received.receivedMachine - (expected.complete?.machine ?? 0));

/** In time, and in the category it had to be. */
export const isHit = ({ expected, received }: Match): boolean =>
  expected.category === received.categoryCode && received.raisedAt - (expected.complete?.at ?? 0) <= expected.within;
