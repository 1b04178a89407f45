import { type Case, type Evidence, reopened } from '../model/case.ts';
import { attachClue } from './clue-rows.ts';
import { episodeOf } from './episode.ts';
import { addEvidence, evidenceOf } from './evidence.ts';
import { found } from './found.ts';
import { addParts } from './incident.ts';
import { joinCase } from './join-case.ts';
import { joinHeld } from './members.ts';
import type { Draft, Stage, StageTools } from './stage.ts';
import { words } from './words.ts';

function openedCase(draft: Draft, caseNo: string, tools: StageTools): Case {
  const { candidate, previous, attachKey, caseKey = attachKey, incident, now } = draft;
  const category = found(draft.category, 'category');
  const own = evidenceOf(candidate, found(draft.device, 'device'), tools.devices);
  return {
    caseNo,
    candidateId: candidate.candidateId,
    categoryCode: category.code,
    categoryName: category.name,
    catalogueVersion: tools.city.catalogueVersion,
    certainty: draft.certainty ?? candidate.certainty,
    step: 1,
    ...found(draft.place, 'place'),
    ...found(draft.assignment, 'assignment'),
    firstAt: candidate.since,
    lastAt: candidate.at,
    raisedAt: now,
    devices: [candidate.deviceId],
    occurrences: 1,
    evidence: (draft.clues ?? []).reduce<readonly Evidence[]>((kept, clue) => addEvidence(kept, clue.evidence), [own]),
    verdict: candidate.verdict,
    restricted: category.restricted,
    simulated: candidate.simulated,
    ...(previous ? { previousCaseNo: previous.caseNo } : {}),
    ...(incident ? { incidentNo: incident.caseNo } : {}),
    activeEpisodes: [episodeOf(candidate)],
    attachKey: caseKey,
  };
}

/** The closed case with the new alarm in it, at step 1 again and with new deadlines. */
function reopenedCase(draft: Draft, previous: Case, tools: StageTools): Case {
  const { candidate } = draft;
  const evidence = evidenceOf(candidate, found(draft.device, 'device'), tools.devices);
  // Episodes from before the closing are forgotten: their clears may have come while it was closed.
  const joined = joinCase({ ...reopened(previous), activeEpisodes: [] }, candidate, evidence).case;
  const { responseDeadline, disposalDeadline, subState } = found(draft.assignment, 'assignment');
  return { ...joined, step: 1, subState, responseDeadline, disposalDeadline };
}

/** Reopens the case that was closed a moment ago, or opens one under a new number that names its predecessor. */
export const raise: Stage = (draft, tools) => {
  const { tx, cases } = tools;
  const { candidate, previous, now } = draft;
  if (previous && draft.reopens) {
    const subject = reopenedCase(draft, previous, tools);
    cases.update(tx, subject, now);
    cases.append(tx, { type: 'reopened', case: subject, at: now, reason: `in alarm again: ${words(candidate)}` });
    cases.setDeadlines(tx, subject);
    return { end: { outcome: 'reopened', caseNo: subject.caseNo } };
  }
  const subject = openedCase(draft, cases.nextNo(tx, now), tools);
  const { caseNo } = subject;
  cases.insert(tx, subject, now);
  cases.append(tx, { type: 'raised', case: subject, at: now, reason: words(candidate) });
  cases.setDeadlines(tx, subject);
  cases.addSpot(tx, subject, candidate.at, now);
  for (const clue of draft.clues ?? []) attachClue(tx, clue.clueId, caseNo);
  for (const held of draft.joining ?? []) joinHeld(caseNo, held, tools, now);
  if (draft.incident) addParts(draft.incident, [subject], tools, now);
  return { end: { outcome: 'opened', caseNo } };
};
