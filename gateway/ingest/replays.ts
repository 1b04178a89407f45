import type { Arrival } from '../model/message.ts';
import { commitOf, type DeadLetters } from './dead-letters.ts';

/** The part of the inbox that replays need. */
interface ReplayLog {
  /** Appends the message, unless that was done under the same mark before; resolves once both are on disk. */
  replay(mark: string, arrival: Arrival): Promise<void>;
  replays(): readonly string[];
  forgetReplays(marks: readonly string[]): Promise<void>;
}

/**
 * Puts dead letters into the inbox again, each exactly once. Inbox and dead letters are two stores: the message goes to the inbox
 * together with the mark of its letter, then the letter goes. Whatever a crash leaves of that, the mark tells at the next start
 * that the letter is done. The mark goes last, once every reader has passed the message the letter is of: until then one could
 * keep it again.
 */
export interface Replays {
  /**
   * How many of these there were; they are in the inbox when this resolves. Rejects with INBOX_FULL when some could not be taken:
   * those are kept, and the others are done.
   */
  replay(ids: readonly string[]): Promise<number>;
  /** Ends what a crash left in the middle; called once, before anything is replayed. */
  recover(): Promise<void>;
}

export function createReplays(parts: {
  inbox: ReplayLog;
  deadLetters: Pick<DeadLetters, 'arrival' | 'remove'>;
  /** Last commit that every reader has finished. */
  passed(): number;
}): Replays {
  const { inbox, deadLetters, passed } = parts;

  const finish = async (done: readonly string[]): Promise<void> => {
    if (done.length === 0) return;
    await deadLetters.remove(done);
    const last = passed();
    const settled = inbox.replays().filter((mark) => commitOf(mark) <= last);
    if (settled.length > 0) await inbox.forgetReplays(settled);
  };

  return {
    async replay(ids) {
      const outcomes = await Promise.all(
        [...new Set(ids)].map(async (id) => {
          try {
            const arrival = deadLetters.arrival(id);
            if (!arrival) return { id, found: false };
            await inbox.replay(id, arrival);
            return { id, found: true };
          } catch (error) {
            return { id, found: false, error };
          }
        }),
      );
      const done = outcomes.filter(({ found }) => found).map(({ id }) => id);
      await finish(done);
      const failed = outcomes.find((outcome) => 'error' in outcome);
      if (failed) throw failed.error;
      return done.length;
    },
    recover: () => finish(inbox.replays()),
  };
}
