import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { attachKeyOf, type CandidateSource, type CaseCandidate } from '../model/candidate.ts';
import type { Records } from '../records/records.ts';
import { insertDecision, isDecided } from './candidate-row.ts';
import type { Decision, Draft, StageTools } from './stage.ts';
import { STAGES } from './stages.ts';

/** Decided candidates after which the outbox is told; a crash before that decides them again, to no effect. */
const REMOVE_EVERY = 256;

export interface WorkerOptions {
  readonly records: Records;
  readonly source: CandidateSource;
  readonly tools: Omit<StageTools, 'tx'>;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/**
 * Handler of a woken attach key: takes its waiting candidates in order, one records transaction each, stopping at the first
 * that fails (the auditor wakes the key again), and forgets a candidate only after its outcome is on disk.
 */
export function createWorker(options: WorkerOptions): (key: string) => Promise<void> {
  const { records, source, tools, clock, metrics } = options;
  const candidates = metrics.counter('case_candidates_total', 'Candidates by outcome', ['outcome', 'reason']);
  const seconds = metrics.histogram('pipeline_stage_seconds', 'Time in each pipeline stage', ['stage']);

  const throughStages = (start: Draft, stageTools: StageTools): Decision => {
    let draft = start;
    for (const { name, run } of STAGES) {
      const began = clock.monotonic();
      const result = run(draft, stageTools);
      seconds.observe({ stage: name }, (clock.monotonic() - began) / 1_000);
      if ('end' in result) return result.end;
      draft = result.pass;
    }
    throw new GatewayError('INTERNAL', 'the last stage has ended no candidate');
  };

  const decide = async (candidate: CaseCandidate): Promise<void> => {
    const decision = await records.write((tx) => {
      if (isDecided(tx, candidate.candidateId)) return undefined;
      const now = clock.now();
      const outcome = throughStages({ candidate, now, attachKey: attachKeyOf(candidate) }, { ...tools, tx });
      insertDecision(tx, candidate, outcome, now);
      return outcome;
    });
    if (!decision) return;
    const reason = decision.outcome === 'suppressed' ? decision.reason : '';
    candidates.inc({ outcome: decision.outcome, reason });
  };

  return async (key) => {
    let decided: string[] = [];
    const remove = async () => {
      const ids = decided;
      decided = [];
      if (ids.length > 0) await source.remove(ids);
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
