import type { RuleVerdict } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import { assignmentOf } from './assign.ts';
import { found } from './found.ts';
import type { Draft, Place, StageTools } from './stage.ts';

/** A fault that the pipeline itself finds: of a device that flaps, or of what many silent devices share. */
export interface FoundFault {
  readonly attachKey: string;
  readonly candidateId: string;
  readonly category: Category;
  readonly place: Place;
  readonly devices: readonly string[];
  readonly verdict: RuleVerdict;
  /** For people. */
  readonly reason: string;
}

/** Whether the fault has its case already. */
export function hasFault(attachKey: string, { tx, cases }: StageTools): boolean {
  return cases.openByKey(tx, attachKey) !== undefined;
}

/** Opens a case of kind FAULT for the maintainer. */
export function openFault(draft: Draft, fault: FoundFault, tools: StageTools): Case {
  const { tx, cases, city } = tools;
  const { candidate, now } = draft;
  const { category, place, devices, verdict, attachKey, candidateId, reason } = fault;
  const device = found(draft.device, 'device');
  const subject: Case = {
    caseNo: cases.nextNo(tx, now),
    candidateId,
    categoryCode: category.code,
    categoryName: category.name,
    catalogueVersion: city.catalogueVersion,
    certainty: 1,
    step: 1,
    ...place,
    ...assignmentOf({ category, kind: 'FAULT', device, place, now }, tools),
    firstAt: candidate.at,
    lastAt: candidate.at,
    raisedAt: now,
    devices,
    occurrences: 1,
    evidence: [],
    verdict,
    restricted: category.restricted,
    simulated: candidate.simulated,
    activeEpisodes: [],
    attachKey,
  };
  cases.insert(tx, subject, now);
  cases.append(tx, { type: 'raised', case: subject, at: now, reason });
  cases.setDeadlines(tx, subject);
  return subject;
}
