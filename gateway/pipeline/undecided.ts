import type { CandidateSource } from '../model/candidate.ts';
import type { RecordsTransaction } from '../records/records.ts';
import { isDecided } from './candidate-row.ts';

/**
 * How many candidates of the source have no outcome in records. One that has its outcome and is not yet forgotten by the source
 * is in both for a moment, or since a crash between the two: those are counted as they come and go, for the accounts are drawn
 * while a million may wait.
 */
export interface Undecided {
  readonly count: number;
  /** A candidate of the source has its outcome on disk. */
  decided(): void;
  /** The source has forgotten so many that had theirs. */
  forgotten(candidates: number): void;
}

/** Looks once what a crash left in both: of each key the first ones, since a key's candidates are decided in order. */
export function countUndecided(
  read: RecordsTransaction,
  source: Pick<CandidateSource, 'keys' | 'waiting' | 'size'>,
): Undecided {
  let inBoth = 0;
  for (const key of source.keys())
    for (const { candidateId } of source.waiting(key)) {
      if (!isDecided(read, candidateId)) break;
      inBoth++;
    }
  return {
    get count() {
      return source.size - inBoth;
    },
    decided() {
      inBoth++;
    },
    forgotten(candidates) {
      inBoth -= candidates;
    },
  };
}
