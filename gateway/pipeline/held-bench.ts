import type { CaseCandidate } from '../model/candidate.ts';
import type { Records } from '../records/records.ts';
import type { Decider } from './decide.ts';
import { type HeldCandidate, heldById, listHeld } from './held.ts';
import type { Decision, Hold } from './stage.ts';

/** A held candidate as people see it. */
export interface HeldView extends Omit<HeldCandidate, 'candidate' | 'attachKey'> {
  readonly candidateId: string;
  readonly deviceId: string;
  readonly category: string;
  readonly source: string;
  readonly rule: CaseCandidate['verdict']['ruleId'];
  readonly at: number;
}

/** What waits for its outcome, and the way to drive it again. */
export interface HeldBench {
  /** In the order of candidate ids, behind `cursor`. */
  list(page: { readonly cursor?: string; readonly limit: number; readonly reason?: Hold }): readonly HeldView[];
  /** Takes candidates through the stages once more; what became of those there are. */
  redrive(candidateIds: readonly string[]): Promise<readonly ({ readonly candidateId: string } & Decision)[]>;
}

function viewOf({ candidate, attachKey: _key, ...held }: HeldCandidate): HeldView {
  const { candidateId, deviceId, category, source, verdict, at } = candidate;
  return { ...held, candidateId, deviceId, category, source, rule: verdict.ruleId, at };
}

export function createHeldBench({ records, decider }: { records: Records; decider: Decider }): HeldBench {
  return {
    list: (page) => listHeld(records.read, page).map(viewOf),
    async redrive(candidateIds) {
      const decided = await Promise.all(
        candidateIds.map((candidateId) =>
          records.write((tx) => {
            const held = heldById(tx, candidateId);
            return held && { candidateId, ...decider.release(tx, held) };
          }),
        ),
      );
      return decided.flatMap((one) => one ?? []);
    },
  };
}
