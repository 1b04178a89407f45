/** Who gets the frames of a byte stream. */
export interface FrameTaker {
  /** Bytes the variable header and payload of a frame with this first byte may have; -1 when no frame may begin so. */
  limit(first: number): number;
  /** A whole frame is `bytes[start, end)`, its fixed header ends at `body`. False: no more frames for now. */
  frame(bytes: Buffer, start: number, body: number, end: number): boolean;
}

/** Cuts a byte stream into MQTT frames. Buffers at most one incomplete frame, and only after its length was found small enough. */
export interface FrameReader {
  /** Takes frames from `chunk[from…]`; returns the end of what was consumed, or -1 when the stream is not MQTT. */
  read(chunk: Buffer, from: number): number;
  /** Whether the stream stands inside a frame. */
  partial(): boolean;
  /** After -1 for a frame that is too long: where in the chunk its variable header begins. */
  refusedAt(): number;
}

/** What stands at an offset: an incomplete header, or where the frame behind it begins and ends. */
const MORE = -1;
const BAD = -2;
/** First byte and up to four bytes of remaining length (MQTT 3.1.1 §2.2.3). */
const MAX_HEADER = 5;

export function createFrameReader(taker: FrameTaker): FrameReader {
  /** The beginning of an incomplete frame. */
  let held: Buffer | undefined;
  let filled = 0;
  /** Offset of the body, set by `frameEnd`. */
  let body = 0;
  let refusedAt = 0;

  /** End of the frame at `at`; MORE when its header is incomplete, BAD when it cannot be one. */
  const frameEnd = (bytes: Buffer, at: number, end: number): number => {
    if (at >= end) return MORE;
    const limit = taker.limit(bytes[at] as number);
    if (limit < 0) return BAD;
    let length = 0;
    for (let index = 1; index < MAX_HEADER; index++) {
      if (at + index >= end) return MORE;
      const byte = bytes[at + index] as number;
      length |= (byte & 0x7f) << (7 * (index - 1));
      if (byte < 0x80) {
        body = at + index + 1;
        return length > limit ? BAD : body + length;
      }
    }
    return BAD;
  };

  /** Completes the held frame from `chunk[from…]`; returns the end of what was consumed, or BAD. */
  const complete = (first: Buffer, chunk: Buffer, from: number): number => {
    let into = first;
    let at = from;
    let end = frameEnd(into, 0, filled);
    while (end === MORE && at < chunk.length) {
      into[filled++] = chunk[at++] as number;
      end = frameEnd(into, 0, filled);
    }
    if (end === BAD) refusedAt = at;
    if (end < 0) return end === BAD ? BAD : at;
    if (into.length < end) {
      const whole = Buffer.allocUnsafe(end);
      into.copy(whole, 0, 0, filled);
      into = whole;
    }
    const taken = Math.min(end - filled, chunk.length - at);
    chunk.copy(into, filled, at, at + taken);
    filled += taken;
    held = into;
    return at + taken;
  };

  /** Keeps the beginning of a frame; its header is always kept in a buffer that has room for a whole one. */
  const hold = (chunk: Buffer, at: number, end: number): void => {
    held = Buffer.allocUnsafe(Math.max(MAX_HEADER, end - at));
    filled = chunk.copy(held, 0, at);
  };

  return {
    read(chunk, from) {
      let at = from;
      if (held) {
        at = complete(held, chunk, from);
        if (at === BAD) return -1;
        const end = frameEnd(held, 0, filled);
        if (end === MORE || filled < end) return at;
        const whole = held;
        held = undefined;
        if (!taker.frame(whole, 0, body, end)) return at;
      }
      while (at < chunk.length) {
        const end = frameEnd(chunk, at, chunk.length);
        if (end === BAD) {
          refusedAt = body;
          return -1;
        }
        if (end === MORE || end > chunk.length) {
          hold(chunk, at, end);
          return chunk.length;
        }
        const start = at;
        at = end;
        if (!taker.frame(chunk, start, body, end)) break;
      }
      return at;
    },
    partial: () => held !== undefined,
    refusedAt: () => refusedAt,
  };
}
