import type { Case } from '../model/case.ts';
import { episodeOf } from './episode.ts';
import { evidenceOf } from './evidence.ts';
import { found } from './found.ts';
import { joinCase } from './join-case.ts';
import type { Draft, Stage, StageTools } from './stage.ts';
import { words } from './words.ts';

/** An alarm this soon after its case was closed reopens it: the trouble was not over. */
export const REOPEN_MS = 30 * 60_000;

/** Archived cases stay as they are; every other closed one, false alarms too, may come back within the window. */
function reopens({ previous, candidate }: Draft): boolean {
  return (
    previous?.closedAt !== undefined &&
    previous.subState !== 'ARCHIVED' &&
    candidate.at - previous.closedAt <= REOPEN_MS
  );
}

function openedCase(draft: Draft, caseNo: string, tools: StageTools): Case {
  const { candidate, previous, attachKey, now } = draft;
  const category = found(draft.category, 'category');
  return {
    caseNo,
    candidateId: candidate.candidateId,
    categoryCode: category.code,
    categoryName: category.name,
    catalogueVersion: tools.city.catalogueVersion,
    kind: category.kind,
    certainty: candidate.certainty,
    step: 1,
    subState: 'RAISED',
    ...found(draft.place, 'place'),
    ...found(draft.assignment, 'assignment'),
    firstAt: candidate.since,
    lastAt: candidate.at,
    raisedAt: now,
    devices: [candidate.deviceId],
    occurrences: 1,
    evidence: [evidenceOf(candidate, found(draft.device, 'device'), tools.devices)],
    verdict: candidate.verdict,
    restricted: category.restricted,
    simulated: candidate.simulated,
    ...(previous ? { previousCaseNo: previous.caseNo } : {}),
    activeEpisodes: [episodeOf(candidate)],
    attachKey,
  };
}

/** The closed case with the new alarm in it, at step 1 again and with new deadlines. */
function reopenedCase(draft: Draft, previous: Case, tools: StageTools): Case {
  const { candidate } = draft;
  const evidence = evidenceOf(candidate, found(draft.device, 'device'), tools.devices);
  // Episodes from before the closing are forgotten: their clears may have come while it was closed.
  const { closedAt: _closed, ...joined } = joinCase({ ...previous, activeEpisodes: [] }, candidate, evidence).case;
  const { responseDeadline, disposalDeadline } = found(draft.assignment, 'assignment');
  return { ...joined, step: 1, subState: 'RAISED', responseDeadline, disposalDeadline };
}

/** Reopens the case that was closed a moment ago, or opens one under a new number that names its predecessor. */
export const raise: Stage = (draft, tools) => {
  const { tx, cases } = tools;
  const { candidate, previous, now } = draft;
  if (previous && reopens(draft)) {
    const subject = reopenedCase(draft, previous, tools);
    cases.update(tx, subject, now);
    cases.append(tx, { type: 'reopened', case: subject, at: now, reason: `in alarm again: ${words(candidate)}` });
    cases.setDeadlines(tx, subject);
    return { end: { outcome: 'reopened', caseNo: subject.caseNo } };
  }
  const subject = openedCase(draft, cases.nextNo(tx, now), tools);
  cases.insert(tx, subject, now);
  cases.append(tx, { type: 'raised', case: subject, at: now, reason: words(candidate) });
  cases.setDeadlines(tx, subject);
  return { end: { outcome: 'opened', caseNo: subject.caseNo } };
};
