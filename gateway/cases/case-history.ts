import { decodeCandidate } from '../candidate-codec.ts';
import type { CaseEventType } from '../model/case.ts';
import type { Feedback } from '../model/feedback.ts';
import type { Records } from '../records/records.ts';

/** A candidate as it was decided. Times are epoch ms. */
export interface DecidedCandidate {
  readonly candidateId: string;
  readonly type: 'raise' | 'clear';
  readonly outcome: string;
  readonly at: number;
  readonly decidedAt: number;
  readonly deviceId: string;
  readonly source: string;
  readonly rule: {
    readonly id: string;
    readonly version: string;
    readonly episode: number;
    readonly inputs: Readonly<Record<string, string | number | boolean>>;
  };
  /** Inbox position of the deciding message. */
  readonly position: { readonly commit: number; readonly frame: number };
}

export interface PastEvent {
  readonly sequence: number;
  readonly type: CaseEventType;
  readonly at: number;
  readonly reason?: string;
}

/** What the records know of the making of a case, each list in the order in which it happened. */
export interface CaseHistory {
  readonly candidates: readonly DecidedCandidate[];
  readonly events: readonly PastEvent[];
  readonly feedback: readonly (Feedback & { readonly receivedAt: number })[];
}

interface CandidateRow {
  readonly candidateId: string;
  readonly type: 'raise' | 'clear';
  readonly outcome: string;
  readonly at: number;
  readonly decidedAt: number;
  readonly body: Uint8Array;
}

/** Lists longer than this show their oldest rows only. */
const MAX_ROWS = 1_000;

function decided({ body, ...row }: CandidateRow): DecidedCandidate {
  const { deviceId, source, verdict, commit, frame } = decodeCandidate(body);
  const { ruleId: id, ruleVersion: version, episode, inputs } = verdict;
  return { ...row, deviceId, source, rule: { id, version, episode, inputs }, position: { commit, frame } };
}

/** @returns undefined when there is no such case. */
export function caseHistory(records: Records, caseNo: string): CaseHistory | undefined {
  const { read } = records;
  if (!read.get('SELECT 1 FROM case_record WHERE case_no = ?', caseNo)) return undefined;
  const candidates = read.all<CandidateRow>(
    `SELECT candidate_id AS candidateId, type, outcome, at, decided_at AS decidedAt, body FROM candidate
     WHERE case_no = ? ORDER BY decided_at, rowid LIMIT ?`,
    caseNo,
    MAX_ROWS,
  );
  const events = read.all<{ sequence: number; type: CaseEventType; at: number; reason: string | null }>(
    'SELECT sequence, type, at, reason FROM case_event WHERE case_no = ? ORDER BY sequence LIMIT ?',
    caseNo,
    MAX_ROWS,
  );
  const feedback = read.all<{ body: string; receivedAt: number }>(
    `SELECT body, received_at AS receivedAt FROM feedback WHERE case_no = ? ORDER BY received_at, rowid LIMIT ?`,
    caseNo,
    MAX_ROWS,
  );
  return {
    candidates: candidates.map(decided),
    events: events.map(({ reason, ...event }) => (reason === null ? event : { ...event, reason })),
    feedback: feedback.map(({ body, receivedAt }) => ({ ...(JSON.parse(body) as Feedback), receivedAt })),
  };
}
