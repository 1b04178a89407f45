import type { Decoded } from './model/decoded.ts';
import type { RawMessage } from './model/message.ts';

/** What rules and series make of a commit, both in one pass over its messages. */
export interface Decoding<Points> {
  /** For the rules. */
  decoded(commit: number, messages: readonly RawMessage[]): readonly Decoded[];
  /** For the series: those that were understood. */
  points(commit: number, messages: readonly RawMessage[]): Points;
}

/** What is kept for the reader that is still to come, in messages; at the bound nothing more is, and it decodes for itself. */
const MAX_KEPT = 65_536;
/** A decoded message takes as much room as so many that are arranged as points. */
const DECODED_SIZE = 8;

/**
 * Decodes a commit for whichever reader asks first and keeps only what the other one needs of it: the series wait for their
 * store as lines of text, not as objects. A reader that asks again, or is far behind, has it decoded anew.
 */
export function createDecoding<Points>(
  decoder: { decode(messages: readonly RawMessage[]): readonly Decoded[] },
  series: { prepare(understood: readonly Decoded[]): Points },
): Decoding<Points> {
  const decodedOf = new Map<number, readonly Decoded[]>();
  const pointsOf = new Map<number, { readonly points: Points; readonly size: number }>();
  let kept = 0;
  /** Newest commit each reader has asked for: nothing is kept for one that is past it. */
  let rulesAt = 0;
  let seriesAt = 0;

  const prepare = (decoded: readonly Decoded[]): Points => {
    const understood = decoded.some(({ rejection }) => rejection)
      ? decoded.filter(({ rejection }) => !rejection)
      : decoded;
    return series.prepare(understood);
  };

  return {
    decoded(commit, messages) {
      rulesAt = commit;
      const known = decodedOf.get(commit);
      if (known) {
        decodedOf.delete(commit);
        kept -= known.length * DECODED_SIZE;
        return known;
      }
      const decoded = decoder.decode(messages);
      if (commit > seriesAt && kept + decoded.length <= MAX_KEPT) {
        pointsOf.set(commit, { points: prepare(decoded), size: decoded.length });
        kept += decoded.length;
      }
      return decoded;
    },
    points(commit, messages) {
      seriesAt = commit;
      const known = pointsOf.get(commit);
      if (known) {
        pointsOf.delete(commit);
        kept -= known.size;
        return known.points;
      }
      const decoded = decoder.decode(messages);
      const size = decoded.length * DECODED_SIZE;
      if (commit > rulesAt && kept + size <= MAX_KEPT) {
        decodedOf.set(commit, decoded);
        kept += size;
      }
      return prepare(decoded);
    },
  };
}
