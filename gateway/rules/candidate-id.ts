import { hash } from 'node:crypto';

/** What makes a candidate the same one after any replay. */
export interface CandidateKey {
  readonly deviceId: string;
  readonly source: string;
  readonly ruleId: string;
  readonly episode: number;
  readonly type: 'raise' | 'clear';
  /** Event time, epoch ms. */
  readonly at: number;
}

/** `c` and 31 hex digits (124 bits): the leading letter because BullMQ refuses ids that are digits only. */
export function candidateIdOf({ deviceId, source, ruleId, episode, type, at }: CandidateKey): string {
  return `c${hash('sha256', JSON.stringify([deviceId, source, ruleId, episode, type, at]), 'hex').slice(0, 31)}`;
}
