import type { CaseCandidate } from '../model/candidate.ts';
import type { RecordsTransaction } from '../records/records.ts';
import { hasFault, openFault } from './fault.ts';
import { found } from './found.ts';
import type { Limits } from './limits.ts';
import type { Draft, StageTools } from './stage.ts';

type Flapping = Limits['flapping'];

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** One input of a device, as one rule watches it: two doors that open in turn do not flap. */
const sourceOf = ({ deviceId, source, verdict }: CaseCandidate) => `${deviceId}|${verdict.ruleId}|${source}`;

/** Tokens at an event time: a full bucket of `cycles`, filled again within `window`. */
function tokensAt(bucket: Bucket | undefined, at: number, { cycles, window }: Flapping): number {
  if (!bucket) return cycles;
  return Math.min(cycles, bucket.tokens + (Math.max(0, at - bucket.at) * cycles) / window);
}

const bucketOf = (tx: RecordsTransaction, source: string) =>
  tx.get<Bucket>('SELECT tokens, at FROM chatter WHERE source = ?', source);

/** An alarm was on and is off: one cycle. Occurrences, which nothing clears, never count. */
export function countCycle(tx: RecordsTransaction, clear: CaseCandidate, limit: Flapping): void {
  const source = sourceOf(clear);
  const bucket = bucketOf(tx, source);
  tx.run(
    'INSERT OR REPLACE INTO chatter (source, tokens, at) VALUES (?, ?, ?)',
    ...[source, Math.max(0, tokensAt(bucket, clear.at, limit) - 1), Math.max(clear.at, bucket?.at ?? 0)],
  );
}

/** Whether the source has gone on and off so often that one more alarm says nothing. */
export function isFlapping(tx: RecordsTransaction, raise: CaseCandidate, limit: Flapping): boolean {
  return tokensAt(bucketOf(tx, sourceOf(raise)), raise.at, limit) < 1;
}

/** One fault case per device that flaps, for its maintainer; none where the catalogue has no category for it. */
export function reportFlapping(draft: Draft, tools: StageTools): void {
  const { candidate } = draft;
  const { cycles, window } = tools.limits.flapping;
  const code = tools.city.faultCategory ?? 'E0490';
  const category = tools.city.category(code);
  const attachKey = `${candidate.deviceId}#flapping|${code}`;
  if (!category || hasFault(attachKey, tools)) return;
  const { ruleId, episode } = candidate.verdict;
  openFault(
    draft,
    {
      ...{ attachKey, category, place: found(draft.place, 'place'), devices: [candidate.deviceId] },
      candidateId: candidate.candidateId,
      verdict: {
        ...{ ruleId: 'flapping', ruleVersion: '1', episode },
        inputs: { rule: ruleId, source: candidate.source, cycles, window },
      },
      reason: `${candidate.deviceId} ${candidate.source} went on and off ${cycles} times within ${window / 60_000} min`,
    },
    tools,
  );
}
