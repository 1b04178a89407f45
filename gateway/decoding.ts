import type { Clock } from './clock.ts';
import type { Decoded } from './model/decoded.ts';
import type { RawMessage } from './model/message.ts';

/** What rules and series make of a commit, both in one pass over its messages. */
export interface Decoding<Points> {
  /** For the rules. Lays by what the series will ask for. */
  decoded(commit: number, messages: readonly RawMessage[]): readonly Decoded[];
  /** Resolves when the rules have had the commit, or when they stand still and there is no use in waiting for them. */
  behindRules(commit: number): Promise<void>;
  /** For the series: those that were understood. */
  points(commit: number, messages: readonly RawMessage[]): Points;
}

/** What is kept for the series, in messages; at the bound nothing more is, and they decode for themselves. */
const MAX_KEPT = 131_072;
/** Machine ms without a commit for the rules after which the series no longer wait for them. */
const PATIENCE_MS = 500;

/**
 * Decodes a commit for the rules and keeps what the series need of it, lines of text and not objects. The rules go first: an
 * alarm waits behind them, and nobody for a reading to be stored; and a commit that the series decode before them would be
 * decoded twice. Series far behind, and a batch that comes again, are decoded anew.
 */
export function createDecoding<Points>(
  decoder: { decode(messages: readonly RawMessage[]): readonly Decoded[] },
  series: { prepare(understood: readonly Decoded[]): Points },
  clock: Pick<Clock, 'wait'>,
): Decoding<Points> {
  const pointsOf = new Map<number, { readonly points: Points; readonly size: number }>();
  let kept = 0;
  /** Newest commit each reader has asked for: nothing is kept for series that are past it. */
  let rulesAt = 0;
  let seriesAt = 0;
  /** Where the rules were when the series gave up waiting for them. */
  let stoodAt: number | undefined;
  const waiting = new Set<() => void>();

  const prepare = (decoded: readonly Decoded[]): Points => {
    const understood = decoded.some(({ rejection }) => rejection)
      ? decoded.filter(({ rejection }) => !rejection)
      : decoded;
    return series.prepare(understood);
  };

  /** Resolves with the next commit of the rules, or when it does not come in time. */
  const nextOfRules = async (): Promise<void> => {
    const before = rulesAt;
    const over = new AbortController();
    const moved = new Promise<void>((resolve) => waiting.add(resolve));
    await Promise.race([moved, clock.wait(PATIENCE_MS, over.signal)]);
    over.abort();
    if (rulesAt === before) stoodAt = before;
  };

  return {
    decoded(commit, messages) {
      rulesAt = commit;
      const decoded = decoder.decode(messages);
      if (commit > seriesAt && !pointsOf.has(commit) && kept + decoded.length <= MAX_KEPT) {
        pointsOf.set(commit, { points: prepare(decoded), size: decoded.length });
        kept += decoded.length;
      }
      for (const tell of waiting) tell();
      waiting.clear();
      return decoded;
    },
    async behindRules(commit) {
      while (rulesAt < commit && stoodAt !== rulesAt) await nextOfRules();
    },
    points(commit, messages) {
      seriesAt = commit;
      const known = pointsOf.get(commit);
      if (!known) return prepare(decoder.decode(messages));
      pointsOf.delete(commit);
      kept -= known.size;
      return known.points;
    },
  };
}
