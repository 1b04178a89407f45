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
  readonly duplicateOf?: string;
  readonly note?: string;
}
