import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { attachKeyOf, type CaseCandidate } from '../model/candidate.ts';
import type { RecordsTransaction } from '../records/records.ts';
import { insertDecision, replaceDecision } from './candidate-row.ts';
import { type HeldCandidate, hold, unhold } from './held.ts';
import { isOutage } from './outage.ts';
import { type Decision, type Draft, isLifeSafety, type Stage, type StageTools } from './stage.ts';
import { STAGES } from './stages.ts';

/** Stages that look for company and witnesses: a case can be raised without them. */
const OPTIONAL: ReadonlySet<string> = new Set(['correlate', 'confirm']);

const isVital = ({ candidate, category }: Draft): boolean =>
  candidate.type === 'raise' && category !== undefined && isLifeSafety(category);

/** Characters of an error that are kept beside a candidate. */
const MAX_DETAIL = 500;

export interface Decider {
  /** Decides a new candidate; undefined when it was decided before. Throws what a stage throws. */
  decide(tx: RecordsTransaction, candidate: CaseCandidate): Decision | undefined;
  /**
   * Ends the wait of a held candidate: through the stages once more, and its row and the accounts follow. One that a stage
   * fails on stays held as STAGE_FAILED.
   */
  release(tx: RecordsTransaction, held: HeldCandidate): Decision;
  /** Puts aside a candidate that a stage fails on, so that others of its key get their turn. */
  putAside(tx: RecordsTransaction, candidate: CaseCandidate, error: unknown): Decision;
  /** The wait of a held candidate ends without the stages. */
  settle(tx: RecordsTransaction, held: HeldCandidate, after: Decision): void;
  tools(tx: RecordsTransaction): StageTools;
  /** Counts what was decided, once it is on disk. */
  count(decision: Decision): void;
}

const detailOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, MAX_DETAIL);

/** What candidates are decided by: the stages with everything they need. */
export function createDecider(options: {
  readonly tools: Omit<StageTools, 'tx' | 'release' | 'settle'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly log: Logger;
  readonly metrics: Metrics;
}): Decider {
  const { clock, log, metrics } = options;
  const isRestricted = ({ category }: CaseCandidate) => options.tools.city.category(category)?.restricted ?? false;
  const candidates = metrics.counter('case_candidates_total', 'Candidates by outcome', ['outcome', 'reason']);
  const seconds = metrics.histogram('pipeline_stage_seconds', 'Time in each pipeline stage', ['stage']);

  const count: Decider['count'] = (decision) =>
    candidates.inc({ outcome: decision.outcome, reason: 'reason' in decision ? decision.reason : '' });

  /** A defect in what only adds to a case must not keep a fire from anybody: the stage is left out, and the log says so. */
  const withoutFail = (name: string, run: Stage, draft: Draft, tools: StageTools): ReturnType<Stage> => {
    const { tx } = tools;
    tx.run('SAVEPOINT stage');
    try {
      const result = run(draft, tools);
      tx.run('RELEASE stage');
      return result;
    } catch (error) {
      tx.run('ROLLBACK TO stage');
      tx.run('RELEASE stage');
      if (isOutage(error)) throw error;
      const { candidateId } = draft.candidate;
      log.error(
        { err: error, stage: name, candidateId },
        'a stage fails on a life-safety alarm; it goes on without it',
      );
      return { pass: draft };
    }
  };

  const throughStages = (start: Draft, tools: StageTools): Decision | undefined => {
    let draft = start;
    let began = clock.monotonic();
    for (const { name, run } of STAGES) {
      const result = OPTIONAL.has(name) && isVital(draft) ? withoutFail(name, run, draft, tools) : run(draft, tools);
      const now = clock.monotonic();
      seconds.observe({ stage: name }, (now - began) / 1_000);
      began = now;
      if ('known' in result) return undefined;
      if ('end' in result) return result.end;
      draft = result.pass;
    }
    throw new GatewayError('INTERNAL', 'the last stage has ended no candidate');
  };

  const toolsOf = (tx: RecordsTransaction): StageTools => {
    return {
      ...{ ...options.tools, tx, release: (held) => release(tx, held) },
      settle: (held, after) => settle(tx, held, after),
    };
  };

  const settle: Decider['settle'] = (tx, { candidate, reason }, after) => {
    if (after.outcome !== 'held') unhold(tx, candidate.candidateId);
    replaceDecision(tx, candidate.candidateId, { before: { outcome: 'held', reason }, after }, clock.now());
    // Before its commit: a transaction that fails and is tried again counts twice, which the accounts on disk never do.
    count(after);
  };

  const retry = (tx: RecordsTransaction, held: HeldCandidate): Decision => {
    const { candidate, attachKey, reason: released } = held;
    unhold(tx, candidate.candidateId);
    const after = throughStages({ candidate, attachKey, released, now: clock.now() }, toolsOf(tx));
    if (!after) throw new GatewayError('INTERNAL', `held candidate ${candidate.candidateId} counts as decided`);
    settle(tx, held, after);
    return after;
  };

  const release = (tx: RecordsTransaction, held: HeldCandidate): Decision => {
    tx.run('SAVEPOINT release');
    try {
      const after = retry(tx, held);
      tx.run('RELEASE release');
      return after;
    } catch (error) {
      tx.run('ROLLBACK TO release');
      tx.run('RELEASE release');
      if (isOutage(error)) throw error;
      const { candidate, attachKey } = held;
      log.error({ err: error, candidateId: candidate.candidateId }, 'a held candidate fails in a stage; it stays held');
      const after: Decision = { outcome: 'held', reason: 'STAGE_FAILED' };
      unhold(tx, candidate.candidateId);
      hold(tx, { candidate, attachKey, now: clock.now() }, { reason: 'STAGE_FAILED', detail: detailOf(error) });
      settle(tx, held, after);
      return after;
    }
  };

  return {
    decide(tx, candidate) {
      const now = clock.now();
      const decision = throughStages({ candidate, now, attachKey: attachKeyOf(candidate) }, toolsOf(tx));
      if (decision) insertDecision(tx, candidate, decision, { now, restricted: isRestricted(candidate) });
      return decision;
    },
    release,
    putAside(tx, candidate, error) {
      const now = clock.now();
      const decision: Decision = { outcome: 'held', reason: 'STAGE_FAILED' };
      hold(
        tx,
        { candidate, attachKey: attachKeyOf(candidate), now },
        { reason: 'STAGE_FAILED', detail: detailOf(error) },
      );
      insertDecision(tx, candidate, decision, { now, restricted: isRestricted(candidate) });
      return decision;
    },
    settle,
    tools: toolsOf,
    count,
  };
}
