import type { Block, Piece, Sender } from '../model/inbox-writer.ts';
import type { Arrival, Position } from '../model/message.ts';
import { frameSize, pieceSize, writeFrame, writePiece } from './frames.ts';
import { encodeRoute, isOf } from './routes.ts';

/** A message whose appender waits for a promise. */
interface Promised {
  readonly frame: number;
  resolve(position: Position): void;
  reject(error: Error): void;
}

/** The messages of one commit, encoded as they arrive, and who is to be told of them. */
export interface Group {
  /** Encoded frames are `bytes[0, length)`. */
  bytes: Buffer;
  length: number;
  count: number;
  /** How many of them are of the vendor that no device has. */
  others: number;
  /** Latest receivedAt, epoch ms. */
  newest: number;
  readonly promised: Promised[];
  /** Marks of the replayed messages in it. */
  readonly replays: string[];
  /** Senders in the order of their pieces, each with how many of them came one behind the other. */
  readonly senders: Sender[];
  readonly counts: number[];
}

const FIRST_SIZE = 64 << 10;

/** An empty group; `spare` is a buffer no other group uses any more. */
export function emptyGroup(spare: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE)): Group {
  return {
    bytes: spare,
    length: 0,
    count: 0,
    others: 0,
    newest: 0,
    promised: [],
    replays: [],
    senders: [],
    counts: [],
  };
}

/** Adds a message with a promise. `other`: the vendor that no device has. */
export function addArrival(group: Group, arrival: Arrival, waiter: Omit<Promised, 'frame'>, other: string): void {
  const route = encodeRoute(arrival);
  makeRoom(group, frameSize(arrival, route));
  group.length = writeFrame(group.bytes, group.length, arrival, route);
  group.promised.push({ frame: group.count++, ...waiter });
  if (arrival.vendor === other) group.others++;
  group.newest = Math.max(group.newest, arrival.receivedAt);
}

/** Adds a piece of a sender, likewise. */
export function addPiece(group: Group, piece: Readonly<Piece>, sender: Sender, other: string): void {
  makeRoom(group, pieceSize(piece));
  group.length = writePiece(group.bytes, group.length, piece);
  group.count++;
  if (isOf(piece.route, other)) group.others++;
  if (piece.receivedAt > group.newest) group.newest = piece.receivedAt;
  addSender(group, sender, 1);
}

/** Adds messages that are encoded already. */
export function addBlock(group: Group, block: Block, sender: Sender): void {
  makeRoom(group, block.length);
  group.bytes.set(block.bytes.subarray(0, block.length), group.length);
  group.length += block.length;
  group.count += block.count;
  group.others += block.others;
  group.newest = Math.max(group.newest, block.newest);
  addSender(group, sender, block.count);
}

function addSender(group: Group, sender: Sender, count: number): void {
  const last = group.senders.length - 1;
  if (last >= 0 && group.senders[last] === sender) group.counts[last] = (group.counts[last] ?? 0) + count;
  else {
    group.senders.push(sender);
    group.counts.push(count);
  }
}

/** Tells everybody that the group is commit `commit`, or that it never will be; each sender once, however scattered its pieces. */
export function settle(group: Group, outcome: { commit: number } | { error: Error }): void {
  const error = 'error' in outcome ? outcome.error : undefined;
  for (const waiter of group.promised)
    if ('commit' in outcome) waiter.resolve({ commit: outcome.commit, frame: waiter.frame });
    else waiter.reject(outcome.error);
  tellSenders([group], error);
}

/** Tells each sender once of all its pieces in these groups. */
export function tellSenders(groups: Iterable<Pick<Group, 'senders' | 'counts'>>, error?: Error): void {
  const totals = new Map<Sender, number>();
  for (const { senders, counts } of groups)
    for (const [index, sender] of senders.entries())
      totals.set(sender, (totals.get(sender) ?? 0) + (counts[index] ?? 0));
  for (const [sender, count] of totals) sender.settled(count, error);
}

function makeRoom(group: Group, size: number): void {
  const needed = group.length + size;
  if (needed <= group.bytes.length) return;
  const room = Math.max(needed, group.bytes.length * 2);
  // What another thread is to read stays where both can.
  const shared = group.bytes.buffer instanceof SharedArrayBuffer;
  const larger = shared ? Buffer.from(new SharedArrayBuffer(room)) : Buffer.allocUnsafeSlow(room);
  group.bytes.copy(larger, 0, 0, group.length);
  group.bytes = larger;
}
