import { decodeCandidate } from '../candidate-codec.ts';
import { sayDuration } from '../duration.ts';
import { attachKeyOf, type CaseCandidate } from '../model/candidate.ts';
import type { RecordsTransaction } from '../records/records.ts';
import { pairUp, type Spell } from './pairs.ts';
import { numbers } from './words.ts';

/** An alarm of the rules, whatever the pipeline makes of it. */
export interface Alarm extends Spell {
  readonly device: string;
  readonly ruleId: string;
  /** Epoch ms at which the rule decided. */
  readonly at: number;
  readonly inputs: CaseCandidate['verdict']['inputs'];
}

export interface AlarmDifference {
  readonly change: 'gained' | 'lost' | 'earlier' | 'later';
  readonly device: string;
  readonly category: string;
  readonly ruleId: string;
  readonly at: number;
  /** Later is positive. */
  readonly byMs?: number;
  readonly explanation: string;
}

/** How often a rule gave an alarm on each side. */
export interface RuleTally {
  readonly ruleId: string;
  readonly live: number;
  readonly shadow: number;
  readonly gained: number;
  readonly lost: number;
}

export interface AlarmComparison {
  readonly live: number;
  readonly shadow: number;
  readonly same: number;
  readonly byRule: readonly RuleTally[];
  /** In the order of time. */
  readonly differences: readonly AlarmDifference[];
}

/** What makes two words of a rule the same alarm. */
const episodeOf = ({ deviceId, source, verdict: { ruleId, episode } }: CaseCandidate) =>
  `${deviceId}|${source}|${ruleId}|${episode}`;

/**
 * Alarms that began at `since` or later, out of the newest `limit` candidates; `cut`: there may be more. Candidates are read in
 * the order they were written, so that a table of years is not looked through.
 */
export function alarmsIn(
  read: Pick<RecordsTransaction, 'all'>,
  since: number,
  limit: number,
): { readonly alarms: readonly Alarm[]; readonly cut: boolean } {
  const rows = read.all<{ body: Uint8Array }>('SELECT body FROM candidate ORDER BY rowid DESC LIMIT ?', limit);
  const candidates = rows.reverse().map(({ body }) => decodeCandidate(body));
  const ends = new Map(
    candidates.filter(({ type }) => type === 'clear').map((candidate) => [episodeOf(candidate), candidate.at]),
  );
  const alarms = candidates
    .filter(({ type, at }) => type === 'raise' && at >= since)
    .map((candidate): Alarm => {
      const { deviceId, category, at, verdict } = candidate;
      const until = ends.get(episodeOf(candidate));
      const key = attachKeyOf(candidate);
      return {
        ...{ subject: key.slice(0, key.lastIndexOf('|')), category, from: at, device: deviceId, at },
        ...{ ruleId: verdict.ruleId, inputs: verdict.inputs },
        ...(until === undefined ? {} : { until }),
      };
    });
  const oldest = candidates[0]?.at ?? since;
  return { alarms, cut: rows.length === limit && oldest > since };
}

/** Holds the alarms of two rule sets against each other. */
export function compareAlarms(live: readonly Alarm[], shadow: readonly Alarm[]): AlarmComparison {
  const { both, onlyA: lost, onlyB: gained } = pairUp(live, shadow);
  const oneSided = (change: 'gained' | 'lost', alarm: Alarm): AlarmDifference => {
    const { device, category, ruleId, at, inputs } = alarm;
    const side = change === 'gained' ? 'shadow' : 'live';
    return { change, device, category, ruleId, at, explanation: `${side} only: ${ruleId} (${numbers(inputs, {})})` };
  };
  const moved = both.flatMap(([before, after]): AlarmDifference[] => {
    const byMs = after.at - before.at;
    if (byMs === 0 && before.category === after.category) return [];
    const { device, category, ruleId, at, inputs } = after;
    const when = `${sayDuration(byMs)} ${byMs < 0 ? 'earlier' : 'later'}`;
    const what = before.category === category ? when : `${when}, category ${before.category} → ${category}`;
    const explanation = `${what}; live: ${before.ruleId} (${numbers(before.inputs, {})}); shadow: ${ruleId} (${numbers(inputs, {})})`;
    return [{ change: byMs < 0 ? 'earlier' : 'later', device, category, ruleId, at, byMs, explanation }];
  });
  const count = (alarms: readonly Alarm[], id: string) => alarms.filter(({ ruleId }) => ruleId === id).length;
  const ruleIds = [...new Set([...live, ...shadow].map(({ ruleId }) => ruleId))].sort();
  return {
    ...{ live: live.length, shadow: shadow.length, same: both.length - moved.length },
    byRule: ruleIds.map((ruleId) => ({
      ...{ ruleId, live: count(live, ruleId), shadow: count(shadow, ruleId) },
      ...{ gained: count(gained, ruleId), lost: count(lost, ruleId) },
    })),
    differences: [
      ...lost.map((alarm) => oneSided('lost', alarm)),
      ...gained.map((alarm) => oneSided('gained', alarm)),
      ...moved,
    ].sort((a, b) => a.at - b.at),
  };
}
