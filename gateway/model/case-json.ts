import type { Case, Evidence } from './case.ts';

/** Epoch ms as RFC 3339 in UTC with milliseconds, the one form of time on every JSON face. */
export function rfc3339(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Evidence on the JSON face. */
export type EvidenceJson = Omit<Evidence, 'capturedAt'> & { readonly capturedAt: string };

type Instant = 'responseDeadline' | 'disposalDeadline' | 'firstAt' | 'lastAt' | 'raisedAt' | 'clearedAt' | 'closedAt';

/** A case as every JSON face prints it: the protobuf's JSON names, times as RFC 3339, without the correlation internals. */
export type CaseJson = Omit<Case, Instant | 'evidence' | 'activeEpisodes' | 'attachKey'> & {
  readonly [key in Exclude<Instant, 'clearedAt' | 'closedAt'>]: string;
} & { readonly clearedAt?: string; readonly closedAt?: string; readonly evidence: readonly EvidenceJson[] };

/** The case as JSON. `activeEpisodes` and `attachKey` stay inside: they are how the gateway correlates, not what a case is. */
export function caseJson(record: Case): CaseJson {
  const { activeEpisodes: _episodes, attachKey: _key, clearedAt, closedAt, evidence, ...rest } = record;
  return {
    ...rest,
    responseDeadline: rfc3339(record.responseDeadline),
    disposalDeadline: rfc3339(record.disposalDeadline),
    firstAt: rfc3339(record.firstAt),
    lastAt: rfc3339(record.lastAt),
    raisedAt: rfc3339(record.raisedAt),
    ...(clearedAt === undefined ? {} : { clearedAt: rfc3339(clearedAt) }),
    ...(closedAt === undefined ? {} : { closedAt: rfc3339(closedAt) }),
    evidence: evidence.map((item) => ({ ...item, capturedAt: rfc3339(item.capturedAt) })),
  };
}
