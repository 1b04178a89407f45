import { GatewayError } from '../errors.ts';
import type { Block, InboxWriter } from '../model/inbox-writer.ts';
import { addPiece, emptyGroup, type Group, tellSenders } from './group.ts';
import { encodeRoute } from './routes.ts';

/** A block on its way to the thread of the inbox; its bytes are memory that both threads see. */
export interface NumberedBlock extends Block {
  readonly id: number;
}

/** What became of blocks: on disk, or with `refusal` why they are not and never will be. */
export interface BlockOutcome {
  readonly ids: readonly number[];
  readonly refusal?: string;
}

/** The way into an inbox on another thread: what one turn of the event loop takes in goes there as one block. */
export interface BlockWriter extends InboxWriter {
  /** Sends what is gathered, without waiting for the end of the turn. */
  flush(): void;
  /** Told what became of blocks that were sent; tells their senders, in the order in which the blocks were sent. */
  settled(outcome: BlockOutcome): void;
}

/** A block is sent before the end of the turn when it has so many bytes, so that the disk begins. */
const MAX_BYTES = 128 << 10;
const FIRST_BYTES = 64 << 10;
/** Memory kept for the next blocks; more is left to the garbage collector, as is what one large message made larger. */
const MAX_SPARE = 32;
const MAX_SPARE_BYTES = MAX_BYTES * 2;

/**
 * What waits here is bound by the windows of the connections, which are not read beyond them. Once the inbox has refused a
 * block, one block at a time asks whether it takes messages again; the others are refused at once.
 */
export function createBlockWriter(options: {
  send(block: NumberedBlock): void;
  /** Runs its argument at the end of this turn. */
  later?: (flush: () => void) => void;
  /** A vendor no device can have: its messages are not counted among those of devices. */
  other: string;
}): BlockWriter {
  const { send, later = setImmediate, other } = options;
  /** Blocks whose senders were not told yet, oldest first, and the outcomes that are known of them. */
  const sent = new Map<number, Group>();
  const outcomes = new Map<number, Error | undefined>();
  const spare: Buffer[] = [];
  let open: Group | undefined;
  let armed = false;
  let next = 1;
  let refusing = false;

  const flush = (): void => {
    armed = false;
    if (!open) return;
    const { bytes, length, count, others, newest } = open;
    const id = next++;
    sent.set(id, open);
    open = undefined;
    send({ id, bytes, length, count, others, newest });
  };

  /** A refusal is known at once, a commit takes its time: it waits for those before it, whose acknowledgements come first. */
  const tell = (): void => {
    let [told, alike]: [Group[], Error | undefined] = [[], undefined];
    for (const [id, group] of sent) {
      if (!outcomes.has(id)) break;
      const error = outcomes.get(id);
      if (error !== alike) {
        tellSenders(told, alike);
        told = [];
      }
      alike = error;
      told.push(group);
      sent.delete(id);
      outcomes.delete(id);
      if (spare.length < MAX_SPARE && group.bytes.length <= MAX_SPARE_BYTES) spare.push(group.bytes);
    }
    tellSenders(told, alike);
  };

  return {
    route: encodeRoute,
    put(piece, sender) {
      if (refusing && sent.size > 0) return false;
      open ??= emptyGroup(spare.pop() ?? Buffer.from(new SharedArrayBuffer(FIRST_BYTES)));
      addPiece(open, piece, sender, other);
      if (open.length >= MAX_BYTES) flush();
      else if (!armed) {
        armed = true;
        later(flush);
      }
      return true;
    },
    flush,
    settled({ ids, refusal }) {
      refusing = refusal !== undefined;
      const error = refusal === undefined ? undefined : new GatewayError('INBOX_FULL', refusal);
      for (const id of ids) outcomes.set(id, error);
      tell();
    },
  };
}
