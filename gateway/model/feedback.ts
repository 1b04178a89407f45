import type { Evidence } from './case.ts';

export const FEEDBACK_TYPES = [
  'ACCEPTED',
  'REJECTED',
  'DUPLICATE_OF',
  'FALSE_ALARM',
  'DISPATCHED',
  'ARRIVED',
  'DISPOSED',
  'VERIFIED',
  'RETURNED',
  'SUSPENDED',
  'EXTENDED',
  'CLOSED',
  'ARCHIVED',
] as const;

export type FeedbackType = (typeof FEEDBACK_TYPES)[number];

/** What a dispatch platform says about a case. Idempotent by `feedbackId`. */
export interface Feedback {
  readonly feedbackId: string;
  readonly caseNo: string;
  readonly type: FeedbackType;
  /** Epoch ms at which it happened at the platform. */
  readonly at: number;
  readonly actorRole?: string;
  readonly dept?: string;
  readonly reason?: string;
  /** The case it is a duplicate of, with DUPLICATE_OF. */
  readonly duplicateOf?: string;
  /** The new disposal deadline, epoch ms, with EXTENDED. */
  readonly until?: number;
  readonly note?: string;
  readonly evidence?: readonly Evidence[];
}
