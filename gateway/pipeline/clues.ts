import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Case } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import type { Clue, ClueResult } from '../model/clue.ts';
import type { Records } from '../records/records.ts';
import { assignmentOf } from './assign.ts';
import { combine } from './certainty.ts';
import { clueById, clueCertainty, clueEvidence, groupOf, insertClue } from './clue-rows.ts';
import type { Decider } from './decide.ts';
import { addEvidence } from './evidence.ts';
import { heldNear } from './held.ts';
import { placeOf } from './locate.ts';
import type { Nearby, Place, StageTools } from './stage.ts';

/** Digits in a row that may be a telephone, card or identity number: a clue is about a place, never about a person. */
const NUMBER = /\d(?:[\s-]?\d){6,}/g;

/** Clues of people, from other platforms. */
export interface Clues {
  /** Idempotent by `clueId`. Throws GatewayError REQUEST_INVALID for a category the catalogue has not. */
  take(clue: Clue): Promise<ClueResult>;
  get(clueId: string): { readonly clue: Clue; readonly result: ClueResult } | undefined;
}

/** The case with the clue as one more witness; its deadlines and its state stay. */
function corroborate(subject: Case, clue: Clue, { tx, cases }: StageTools, now: number): void {
  const certainty = combine([subject.certainty, clueCertainty(clue)]);
  const next: Case = { ...subject, certainty, evidence: addEvidence(subject.evidence, clueEvidence(clue)) };
  cases.update(tx, next, now);
  const reason = `a clue (${clue.source}) speaks for it: certainty ${certainty.toFixed(2)}`;
  cases.append(tx, { type: 'updated', case: next, at: now, reason });
}

/** The open case nearby that the clue speaks of. Restricted cases stay out: an answer would tell of them. */
function openCase(clue: Clue, near: Nearby, { tx, cases }: StageTools): Case | undefined {
  for (const subject of cases.openNear(tx, near, (category) => groupOf(category) === groupOf(clue.category)))
    if (!subject.restricted) return subject;
  return undefined;
}

/** The case of a held alarm nearby that this clue makes sure enough. */
function confirmedCase(clue: Clue, near: Nearby, { tx, cases, city, release }: StageTools): Case | undefined {
  for (const held of heldNear(tx, near)) {
    const category = city.category(held.candidate.category);
    if (category?.confirmAt === undefined || category.restricted) continue;
    if (groupOf(category.code) !== groupOf(clue.category)) continue;
    if (combine([held.certainty, clueCertainty(clue)]) < category.confirmAt) continue;
    const decision = release(held);
    if ('caseNo' in decision) return cases.byNo(tx, decision.caseNo);
  }
  return undefined;
}

/** A case of the clue alone, for a person to check; only where the category is made for that. */
function openClueCase(clue: Clue, category: Category, place: Place, tools: StageTools, now: number): Case {
  const { tx, cases, city } = tools;
  const subject: Case = {
    caseNo: cases.nextNo(tx, now),
    candidateId: `clue-${clue.clueId}`,
    categoryCode: category.code,
    categoryName: category.name,
    catalogueVersion: city.catalogueVersion,
    certainty: clueCertainty(clue),
    step: 1,
    ...place,
    ...assignmentOf({ category, kind: 'CLUE', place, now }, tools),
    firstAt: clue.at,
    lastAt: clue.at,
    raisedAt: now,
    devices: [],
    occurrences: 1,
    evidence: [clueEvidence(clue)],
    verdict: { ruleId: 'clue', ruleVersion: '1', episode: 0, inputs: { source: clue.source } },
    restricted: category.restricted,
    simulated: false,
    activeEpisodes: [],
    attachKey: `clue:${clue.clueId}|${category.code}`,
  };
  cases.insert(tx, subject, now);
  cases.append(tx, { type: 'raised', case: subject, at: now, reason: `a clue (${clue.source})` });
  cases.setDeadlines(tx, subject);
  cases.addSpot(tx, subject, clue.at, now);
  return subject;
}

function categoryOf(clue: Clue, { city }: StageTools): Category {
  const category = city.category(clue.category);
  if (category) return category;
  throw new GatewayError('REQUEST_INVALID', `the catalogue has no category ${clue.category}; see GET /v1/catalogue`, {
    path: 'category',
  });
}

/**
 * Takes clues: one near an open case of the same major class speaks for it, one near a held alarm may make it sure enough,
 * and by itself it opens a case only in a category of kind CLUE. Every other one waits, and speaks for a case that begins
 * nearby within 15 min.
 */
export function createClues(options: {
  readonly records: Records;
  readonly decider: Decider;
  readonly clock: Pick<Clock, 'now'>;
}): Clues {
  const { records, decider, clock } = options;

  const decide = (clue: Clue, tools: StageTools, now: number): ClueResult => {
    const category = categoryOf(clue, tools);
    const place = placeOf(clue.position, undefined, tools.city, clue.at);
    const { radiusM, window } = tools.limits.clue;
    const point = place.location ?? clue.position;
    const near = { point, radiusM, from: clue.at - window, to: clue.at + window };
    const witnessed = openCase(clue, near, tools) ?? confirmedCase(clue, near, tools);
    if (witnessed) corroborate(witnessed, clue, tools, now);
    const opened = !witnessed && category.kind === 'CLUE' ? openClueCase(clue, category, place, tools, now) : undefined;
    const outcome = witnessed ? 'attached' : opened ? 'opened' : 'waiting';
    const caseNo = (witnessed ?? opened)?.caseNo;
    insertClue(tools.tx, clue, { point, outcome, now, ...(caseNo === undefined ? {} : { caseNo }) });
    return { applied: true, outcome, ...(caseNo === undefined ? {} : { caseNo }) };
  };

  return {
    take: (given) =>
      records.write((tx) => {
        const known = clueById(tx, given.clueId);
        if (known) return known.result;
        const { note, ...rest } = given;
        const clue: Clue = note === undefined ? rest : { ...rest, note: note.replaceAll(NUMBER, '…') };
        return decide(clue, decider.tools(tx), clock.now());
      }),
    get: (clueId) => clueById(records.read, clueId),
  };
}
