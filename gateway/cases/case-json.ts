import type { Case, Evidence } from '../model/case.ts';

const rfc3339 = (ms: number) => new Date(ms).toISOString();

function evidenceJson({ kind, uri, capturedAt, note }: Evidence) {
  return { kind, uri, capturedAt: rfc3339(capturedAt), ...(note === undefined ? {} : { note }) };
}

/**
 * A case as every face shows it: the names of `gridwarden.v1.Case`, enum values without their prefix, times RFC 3339 UTC with
 * milliseconds. What the gateway needs for itself (attach key, active episodes) stays inside.
 */
export function caseJson(subject: Case) {
  const { clearedAt, closedAt, previousCaseNo, location } = subject;
  return {
    caseNo: subject.caseNo,
    candidateId: subject.candidateId,
    categoryCode: subject.categoryCode,
    categoryName: subject.categoryName,
    catalogueVersion: subject.catalogueVersion,
    kind: subject.kind,
    severity: subject.severity,
    certainty: subject.certainty,
    step: subject.step,
    subState: subject.subState,
    ...(location ? { location } : {}),
    gridCode: subject.gridCode,
    grids: subject.grids,
    responsibleDept: subject.responsibleDept,
    responderRole: subject.responderRole,
    orgCode: subject.orgCode,
    responseDeadline: rfc3339(subject.responseDeadline),
    disposalDeadline: rfc3339(subject.disposalDeadline),
    firstAt: rfc3339(subject.firstAt),
    lastAt: rfc3339(subject.lastAt),
    raisedAt: rfc3339(subject.raisedAt),
    ...(clearedAt === undefined ? {} : { clearedAt: rfc3339(clearedAt) }),
    ...(closedAt === undefined ? {} : { closedAt: rfc3339(closedAt) }),
    devices: subject.devices,
    occurrences: subject.occurrences,
    evidence: subject.evidence.map(evidenceJson),
    verdict: subject.verdict,
    restricted: subject.restricted,
    simulated: subject.simulated,
    ...(previousCaseNo === undefined ? {} : { previousCaseNo }),
  };
}

export type CaseJson = ReturnType<typeof caseJson>;
