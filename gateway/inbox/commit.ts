import type { RawMessage } from '../model/message.ts';

/** One group commit as it stands in the log. */
export interface Commit {
  readonly commit: number;
  readonly messages: readonly RawMessage[];
  /** How many of the messages are devices'. */
  readonly devices: number;
}

/** How much a reader wants at a time: it gets whole commits, at least one, and none behind the one that fills either measure. */
export interface Amount {
  readonly frames: number;
  /** Bytes of the frames; default: any. */
  readonly bytes?: number;
}
