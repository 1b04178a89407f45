import type { Case, Evidence, Verification } from './case.ts';
import { type CasePhase, phaseOf, STEP_NAMES } from './case-steps.ts';

/** Epoch ms as RFC 3339 in UTC with milliseconds, the one form of time on every JSON face. */
export function rfc3339(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Evidence on the JSON face. */
export type EvidenceJson = Omit<Evidence, 'capturedAt'> & { readonly capturedAt: string };

/** Step 4 on the JSON face. */
export type VerificationJson = Omit<Verification, 'at' | 'due'> & { readonly at: string; readonly due?: string };

const ALWAYS = ['responseDeadline', 'disposalDeadline', 'firstAt', 'lastAt', 'raisedAt'] as const;
const SOMETIMES = ['clearedAt', 'closedAt', 'disposedAt', 'shelvedUntil'] as const;
type Instant = (typeof ALWAYS)[number];
type Moment = (typeof SOMETIMES)[number];

/**
 * A case as every JSON face prints it: the protobuf's JSON names, times as RFC 3339, the names of its step in three
 * vocabularies, without the correlation internals.
 */
export type CaseJson = Omit<Case, Instant | Moment | 'evidence' | 'verification' | 'activeEpisodes' | 'attachKey'> & {
  readonly [key in Instant]: string;
} & { readonly [key in Moment]?: string } & {
  readonly stepName: { readonly zh: string; readonly en: string };
  readonly phase: CasePhase;
  readonly evidence: readonly EvidenceJson[];
  readonly verification?: VerificationJson;
};

/** Evidence as JSON. */
export function evidenceJson(evidence: readonly Evidence[]): readonly EvidenceJson[] {
  return evidence.map((item) => ({ ...item, capturedAt: rfc3339(item.capturedAt) }));
}

function verificationJson({ at, due, ...rest }: Verification): VerificationJson {
  return { ...rest, at: rfc3339(at), ...(due === undefined ? {} : { due: rfc3339(due) }) };
}

/** The case as JSON. `activeEpisodes` and `attachKey` stay inside: they are how the gateway correlates, not what a case is. */
export function caseJson(record: Case): CaseJson {
  const { activeEpisodes: _episodes, attachKey: _key, verification, evidence, ...given } = record;
  const { clearedAt: _cleared, closedAt: _closed, disposedAt: _disposed, shelvedUntil: _shelved, ...rest } = given;
  const times = [...ALWAYS, ...SOMETIMES].flatMap((name) => {
    const at = record[name];
    return at === undefined ? [] : [[name, rfc3339(at)] as const];
  });
  return {
    ...rest,
    stepName: STEP_NAMES[record.step],
    phase: phaseOf(record.step, record.subState),
    ...(Object.fromEntries(times) as Record<Instant, string> & Partial<Record<Moment, string>>),
    evidence: evidenceJson(evidence),
    ...(verification ? { verification: verificationJson(verification) } : {}),
  };
}
