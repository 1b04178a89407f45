import { z } from 'zod';
import { duration } from '../duration.ts';
import type { Publication } from '../traffic.ts';
import { disturbanceKind, strikes, type Tools } from './disturbance.ts';

/** Takes messages of the struck devices out of an instant. */
function taken(tools: Tools, sent: readonly Publication[], share: number, take: (publication: Publication) => void) {
  return sent.filter((publication) => {
    if (!strikes(tools, publication, share)) return true;
    take(publication);
    return false;
  });
}

/** A share of all messages is lost on the way; their clients send them again with DUP, `later`. */
export const loss = disturbanceKind('loss', { later: duration.prefault('5s') }, ({ share, later }, tools) => ({
  bend: (at, sent) => taken(tools, sent, share, (each) => tools.hold({ ...each, dup: true }, at + later)),
}));

/** A share of all messages arrives `later` than those behind them. */
export const reorder = disturbanceKind('reorder', { later: duration.prefault('3s') }, ({ share, later }, tools) => ({
  bend: (at, sent) => taken(tools, sent, share, (each) => tools.hold(each, at + later)),
}));

/** A share of all messages is published twice, as two messages. */
export const duplicate = disturbanceKind('duplicate', {}, ({ share }, tools) => ({
  bend: (_at, sent) => sent.flatMap((each) => (strikes(tools, each, share) ? [each, each] : [each])),
}));

/** After a share of all messages the connection breaks before the PUBACK; the client comes back and sends again. */
export const linkDrop = disturbanceKind('link-drop', {}, ({ share }, tools) => ({
  bend: (_at, sent) => sent.map((each) => (strikes(tools, each, share) ? { ...each, cut: true } : each)),
}));

/** Messages a device without a network keeps; the oldest go first, as its memory is small. */
const KEPT = 500;

/** No network: readings are kept and sent as one array when it is back. */
export const lateBatch = disturbanceKind('late-batch', {}, ({ share }, tools) => {
  const kept = new Map<string, Publication[]>();
  const keep = (publication: Publication) => {
    const own = kept.get(publication.device) ?? [];
    kept.set(publication.device, [...own.slice(-KEPT + 1), publication]);
  };
  return {
    bend: (at, sent) => [
      ...sent.filter(({ topic }) => !topic.endsWith('/telemetry')),
      ...taken(
        tools,
        sent.filter(({ topic }) => topic.endsWith('/telemetry')),
        share,
        (each) => keep({ saidAt: at, ...each }),
      ),
    ],
    end: () => ({ publications: [...kept.values()].flatMap(batchOf) }),
  };
});

/** Several readings as one array, as a device sends them that was cut off; the newest is what it means now. */
function batchOf(kept: readonly Publication[]): Publication[] {
  const last = kept.at(-1);
  return last ? [{ ...last, payload: `[${kept.map(({ payload }) => payload).join(',')}]` }] : [];
}

/** The vendor's cloud is away: nothing of its devices comes, and then everything, message by message. */
export const vendorOutage = disturbanceKind('vendor-outage', {}, ({ share }, tools) => {
  const kept: Publication[] = [];
  return {
    bend: (at, sent) =>
      taken(tools, sent, share, (each) => {
        if (kept.length >= KEPT * tools.struck.size) kept.shift();
        kept.push({ saidAt: at, ...each });
      }),
    end: () => ({ publications: kept.splice(0) }),
  };
});

/** A bridge comes back and publishes, retained, what it had kept: the last messages of each device, as they were. */
export const retainedReplay = disturbanceKind(
  'retained-replay',
  { messages: z.int().min(1).max(4).default(3) },
  ({ share, messages }, tools) => ({
    strike: () => ({
      publications: [...tools.struck.keys()].flatMap((device) =>
        tools
          .last(device)
          .slice(-messages)
          .filter((each) => strikes(tools, each, share))
          // What was said before means nothing now.
          .map(({ meaning: _meaning, saidAt: _saidAt, ...each }) => ({ ...each, retain: true })),
      ),
    }),
  }),
  { once: true },
);
