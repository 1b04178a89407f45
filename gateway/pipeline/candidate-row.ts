import { CaseCandidate as Message } from '../../proto/index.ts';
import type { CaseCandidate } from '../model/candidate.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { Decision } from './stage.ts';

type Value = string | number | boolean;

function channelValue(value: Value) {
  if (typeof value === 'number') return { number: value };
  return typeof value === 'boolean' ? { flag: value } : { text: value };
}

/** A candidate as protobuf bytes, as its row keeps it. */
function body(candidate: CaseCandidate): Uint8Array {
  const { verdict } = candidate;
  const inputs = Object.entries(verdict.inputs).map(([name, value]) => [name, channelValue(value)] as const);
  return Message.encode({
    candidateId: candidate.candidateId,
    type: candidate.type === 'raise' ? 1 : 2,
    deviceId: candidate.deviceId,
    source: candidate.source,
    assetCode: candidate.assetCode ?? '',
    categoryCode: candidate.category,
    severity: candidate.severity ?? 0,
    certainty: candidate.certainty,
    at: candidate.at,
    since: candidate.since,
    position: candidate.position ?? null,
    verdict: { ...verdict, inputs: Object.fromEntries(inputs) },
    simulated: candidate.simulated,
    commit: candidate.commit,
    frame: candidate.frame,
  }).finish();
}

/** Whether the candidate has its outcome already: a redelivery then changes nothing. */
export function isDecided(tx: RecordsTransaction, candidateId: string): boolean {
  return tx.get('SELECT 1 FROM candidate WHERE candidate_id = ?', candidateId) !== undefined;
}

/** Keeps the outcome of a candidate and counts it in the accounts, in the transaction that carries the outcome out. */
export function insertDecision(
  tx: RecordsTransaction,
  candidate: CaseCandidate,
  decision: Decision,
  now: number,
): void {
  const reason = decision.outcome === 'suppressed' ? decision.reason : null;
  tx.run(
    `INSERT INTO candidate (candidate_id, type, outcome, reason, case_no, at, decided_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    candidate.candidateId,
    candidate.type,
    decision.outcome,
    reason,
    decision.outcome === 'suppressed' ? null : decision.caseNo,
    candidate.at,
    now,
    body(candidate),
  );
  tx.run(
    `INSERT INTO account (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1`,
    `candidate.${decision.outcome}${reason ? `.${reason}` : ''}`,
  );
}
