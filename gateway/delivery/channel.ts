import type { CaseEvent } from '../model/case.ts';
import type { Receiver } from './receiver.ts';

/** What one attempt to hand an event over came to. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly status: number }
  /** Worth trying again. `away`: the receiver as a whole seems gone or busy, not this event unwelcome. */
  | {
      readonly kind: 'retry';
      readonly status?: number;
      readonly error: string;
      readonly away: boolean;
      /** ms the receiver asked to be left alone (`Retry-After`). */
      readonly retryAfter?: number;
    }
  /** The receiver does not want this event; a few more tries, then a dead letter. */
  | { readonly kind: 'refused'; readonly status?: number; readonly error: string }
  /** The receiver wants no events any more (410). */
  | { readonly kind: 'gone'; readonly status: number; readonly error: string }
  /** Given up because the gateway stops: as if the attempt had not been made. */
  | { readonly kind: 'aborted' };

/**
 * Hands one event to one receiver, once; retries are not its business. Called for several events at a time, never for two
 * of one case at once. Never rejects. After `close` it is not called again; `forget` lets go of what it keeps for a receiver.
 */
export interface Channel {
  deliver(receiver: Receiver, event: CaseEvent, stop: AbortSignal): Promise<Outcome>;
  /** The same way with an event that says it is a test and holds no case. */
  test(receiver: Receiver, stop: AbortSignal): Promise<Outcome>;
  forget(receiverId: string): Promise<void>;
  close(): Promise<void>;
}
