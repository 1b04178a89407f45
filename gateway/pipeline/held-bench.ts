import type { CaseCandidate } from '../model/candidate.ts';
import type { Records } from '../records/records.ts';
import type { Decider } from './decide.ts';
import { type HeldCandidate, type HeldPage, heldById, isRestricted, listHeld } from './held.ts';
import type { Decision } from './stage.ts';

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
  /** In the order of candidate ids, behind `cursor`; those of restricted categories only where asked for. */
  list(page: HeldPage): readonly HeldView[];
  /** Takes candidates through the stages once more; what became of those there are. Restricted ones likewise. */
  redrive(
    candidateIds: readonly string[],
    scope?: { readonly restricted: boolean },
  ): Promise<readonly ({ readonly candidateId: string } & Decision)[]>;
}

function viewOf({ candidate, attachKey: _key, ...held }: HeldCandidate): HeldView {
  const { candidateId, deviceId, category, source, verdict, at } = candidate;
  return { ...held, candidateId, deviceId, category, source, rule: verdict.ruleId, at };
}

export function createHeldBench({ records, decider }: { records: Records; decider: Decider }): HeldBench {
  return {
    list: (page) => listHeld(records.read, page).map(viewOf),
    async redrive(candidateIds, { restricted } = { restricted: false }) {
      const decided = await Promise.all(
        candidateIds.map((candidateId) =>
          records.write((tx) => {
            const held = restricted || !isRestricted(tx, candidateId) ? heldById(tx, candidateId) : undefined;
            return held && { candidateId, ...decider.release(tx, held) };
          }),
        ),
      );
      return decided.flatMap((one) => one ?? []);
    },
  };
}
