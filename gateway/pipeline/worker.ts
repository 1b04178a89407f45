import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { CandidateSource, CaseCandidate } from '../model/candidate.ts';
import type { Records, RecordsTransaction } from '../records/records.ts';
import type { Decider } from './decide.ts';
import { isOutage } from './outage.ts';
import type { Decision } from './stage.ts';
import type { Undecided } from './undecided.ts';

/** Decided candidates after which the outbox is told; a crash before that decides them again, to no effect. */
const REMOVE_EVERY = 256;
/** Failures of one candidate after which it is put aside. */
const MAX_ATTEMPTS = 5;

export interface WorkerOptions {
  readonly records: Records;
  readonly source: CandidateSource;
  readonly decider: Decider;
  readonly undecided: Pick<Undecided, 'decided' | 'forgotten'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/** Counts a failure in records, so that no restart begins anew; how many there were. */
function countFailure(tx: RecordsTransaction, candidateId: string, now: number): number {
  tx.run(
    `INSERT INTO candidate_failure (candidate_id, attempts, at) VALUES (?, 1, ?)
     ON CONFLICT (candidate_id) DO UPDATE SET attempts = attempts + 1, at = excluded.at`,
    ...[candidateId, now],
  );
  const row = tx.get<{ attempts: number }>(
    'SELECT attempts FROM candidate_failure WHERE candidate_id = ?',
    candidateId,
  );
  return row?.attempts ?? 1;
}

/**
 * Handler of a woken attach key: takes its waiting candidates in order, one unit of a records transaction each, and forgets a
 * candidate only after its outcome is on disk. It stops at the first that fails, and the auditor wakes the key again; one
 * that has failed five times is held as STAGE_FAILED, so that it does not block its key for ever. A store that fails counts
 * against nobody.
 */
export function createWorker(options: WorkerOptions): (key: string) => Promise<void> {
  const { records, source, decider, undecided, clock, log } = options;

  const failed = async (candidate: CaseCandidate, error: unknown): Promise<Decision> => {
    if (isOutage(error)) throw error;
    const { candidateId } = candidate;
    const decision = await records.write((tx) =>
      countFailure(tx, candidateId, clock.now()) >= MAX_ATTEMPTS ? decider.putAside(tx, candidate, error) : undefined,
    );
    if (!decision) throw error;
    log.error({ err: error, candidateId }, 'a candidate failed five times and is held: a defect, please report it');
    return decision;
  };

  const decide = async (candidate: CaseCandidate): Promise<void> => {
    const decision = await records
      .write((tx) => decider.decide(tx, candidate))
      .catch((error: unknown) => failed(candidate, error));
    if (!decision) return; // it had its outcome before a crash, and counts as decided since the start
    undecided.decided();
    decider.count(decision);
  };

  return async (key) => {
    let decided: string[] = [];
    const remove = async () => {
      const ids = decided;
      decided = [];
      if (ids.length === 0) return;
      await source.remove(ids);
      undecided.forgotten(ids.length);
    };
    try {
      for (const candidate of source.waiting(key)) {
        await decide(candidate);
        decided.push(candidate.candidateId);
        if (decided.length >= REMOVE_EVERY) await remove();
      }
    } finally {
      await remove();
    }
  };
}
