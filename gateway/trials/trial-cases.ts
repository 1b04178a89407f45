import { NEAR_MS } from './pairs.ts';
import { type Seen, seenOf, type TrialCase, trialCaseOf, withOutcome } from './result.ts';
import type { Alarm, Opening, Side } from './side.ts';

/** Cases and alarms of a side that are compared; of more, the first ones. */
export const MAX_CASES = 100_000;
/** Cases beside whose opening is kept how the rule stood on both sides. */
const MAX_TOLD = 100_000;

/** How the rule behind each case stood on both sides when it was opened, by caseNo. */
export type Told = Map<string, { here?: Seen; there?: Seen }>;

/** Keeps how the rule behind each case that was just opened stands on both sides: later it has moved on. */
export function tell(told: Told, opened: readonly Opening[], here: Side, there: Side): void {
  for (const { caseNo, case: record } of opened) {
    if (told.has(caseNo) || told.size >= MAX_TOLD) continue;
    const { ruleId } = record.verdict;
    const device = record.devices[0] ?? '';
    const [own, other] = [seenOf(ruleId, here.why(device)), seenOf(ruleId, there.why(device))];
    told.set(caseNo, { ...(own ? { here: own } : {}), ...(other ? { there: other } : {}) });
  }
}

/** The alarm that the other side had for the trouble of a case, where it had one. */
function alarmFor(record: TrialCase, alarms: ReadonlyMap<string, readonly Alarm[]>): Alarm | undefined {
  return alarms
    .get(record.device)
    ?.filter(({ candidate: { category, at, since } }) => {
      return category === record.category && at >= record.from - NEAR_MS && since <= (record.until ?? record.raisedAt);
    })
    .sort((a, b) => Math.abs(a.candidate.at - record.raisedAt) - Math.abs(b.candidate.at - record.raisedAt))[0];
}

function byDevice(alarms: readonly Alarm[]): Map<string, Alarm[]> {
  const found = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const { deviceId } = alarm.candidate;
    const list = found.get(deviceId);
    if (list) list.push(alarm);
    else found.set(deviceId, [alarm]);
  }
  return found;
}

/** The cases of a side raised at `since` or later, each with how the other side saw its trouble. */
export function casesOf(side: Side, other: Side, told: Told, since: number): TrialCase[] {
  const alarms = byDevice(other.alarms(since, MAX_CASES));
  return side.cases(since, MAX_CASES).map((record) => {
    const seen = told.get(record.caseNo);
    const plain = trialCaseOf(record, seen);
    const alarm = alarmFor(plain, alarms);
    return alarm ? { ...plain, there: withOutcome(seen?.there, alarm) } : plain;
  });
}
