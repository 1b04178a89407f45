import type { Case } from '../model/case.ts';
import { found } from './found.ts';
import { makeParts } from './incident.ts';
import { joinAsMember } from './members.ts';
import { type Decision, type Draft, isLifeSafety, type StageTools } from './stage.ts';

/** The case that stands for others: itself, or the incident it is a part of while that one is open. */
export function incidentOf(subject: Case, { tx, cases }: StageTools): Case {
  const whole = subject.incidentNo === undefined ? undefined : cases.byNo(tx, subject.incidentNo);
  return whole && whole.closedAt === undefined ? whole : subject;
}

/** The oldest of the cases that stand becomes the incident, the others its parts. */
function begin(numbers: readonly string[], draft: Draft, tools: StageTools): Case | undefined {
  const { tx, cases, limits } = tools;
  const standing = numbers.flatMap((caseNo) => cases.byNo(tx, caseNo) ?? []);
  const [oldest, ...others] = standing.filter(({ closedAt }) => closedAt === undefined);
  if (!oldest) return undefined;
  const incident = incidentOf(oldest, tools);
  const parts = others.filter(({ caseNo, incidentNo }) => incidentNo === undefined && caseNo !== incident.caseNo);
  const whole = makeParts(incident, parts, tools, draft.now);
  const { cases: count, window } = limits.storm;
  const reason = `more than ${count} new cases within ${window / 1_000} s: further alarms join this one`;
  cases.append(tx, { type: 'updated', case: whole, at: draft.now, reason });
  return whole;
}

/**
 * Too many new cases of a category in a grid: the alarms that follow join one incident until they pause for as long. Counted
 * in event time, so that a backlog is no storm. Life safety is never swallowed.
 */
export function storm(draft: Draft, tools: StageTools): Decision | undefined {
  const { tx, cases, limits } = tools;
  const { candidate, now } = draft;
  const category = found(draft.category, 'category');
  if (isLifeSafety(category)) return undefined;
  const of = { category: category.code, gridCode: found(draft.place, 'place').gridCode };
  const after = candidate.at - limits.storm.window;
  let incident = cases.storm(tx, { ...of, since: after });
  if (!incident) {
    const numbers = cases.begun(tx, { ...of, after, until: candidate.at, limit: limits.storm.cases });
    if (numbers.length < limits.storm.cases) return undefined;
    incident = begin(numbers, draft, tools);
    if (!incident) return undefined;
  }
  cases.markStorm(tx, incident.caseNo, candidate.at);
  joinAsMember(incident, { candidate, device: found(draft.device, 'device') }, tools, now);
  return { outcome: 'attached', caseNo: incident.caseNo };
}
