/** One message as it lies in a received buffer. */
export interface Piece {
  /** What `InboxWriter.route` made of its vendor, device and topic. */
  route: Buffer;
  /** Epoch ms on the gateway's clock. */
  receivedAt: number;
  qos: 0 | 1;
  retain: boolean;
  dup: boolean;
  /** The payload is `bytes[start, end)`. */
  bytes: Buffer;
  start: number;
  end: number;
}

/** Whoever puts pieces into the inbox; told what became of them, in the order they were put, once for each group commit. */
export interface Sender {
  /** The oldest `count` pieces not yet told of are on disk; with `error` they are not, and never will be. */
  settled(count: number, error?: Error): void;
}

/** Messages that were encoded for the inbox elsewhere, such as on the thread of their sockets. */
export interface Block {
  /** Their frames are `bytes[0, length)`; nobody writes there before the block's sender is told of it. */
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly count: number;
  /** How many of them are of the vendor that no device has. */
  readonly others: number;
  /** Latest receivedAt, epoch ms. */
  readonly newest: number;
}

/** The way into the inbox for many small messages: no promise and no object for each. */
export interface InboxWriter {
  /** The names that all messages of one topic share, encoded once. */
  route(names: { readonly vendor: string; readonly device: string; readonly topic: string }): Buffer;
  /**
   * Copies a piece into the next group commit; the piece and its bytes may be used again at once. False when the inbox is
   * full or closed: the piece was not taken and `sender` will hear nothing of it.
   */
  put(piece: Readonly<Piece>, sender: Sender): boolean;
}

/** The way into the inbox for what another thread has encoded. */
export interface BlockTaker {
  /** Copies a block into the next group commit, whole. False, as `put`: it was not taken. */
  putBlock(block: Block, sender: Sender): boolean;
}
