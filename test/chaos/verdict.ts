import type { Ledger } from './ledger.ts';
import type { StoredEvent } from './platform.ts';

/** What the world looks like when everything has come to rest. */
export interface Facts {
  readonly ledger: Pick<Ledger, 'readings' | 'alarms'>;
  /** Device → the number of each reading in the series store, one entry per stored point. */
  readonly stored: ReadonlyMap<string, readonly number[]>;
  /** What the platform holds, in the order of arrival. */
  readonly events: readonly StoredEvent[];
  /** Ids in the gateway's own feed, in its order. */
  readonly feed: readonly string[];
  /** Cases whose acceptance the gateway confirmed. */
  readonly accepted: ReadonlySet<string>;
}

/** Every kind of failure with examples; nothing anywhere is the only good verdict. */
export interface Findings {
  /** Acknowledged and gone: readings, alarms without a case, feedback without effect, events the platform never got. */
  readonly lost: Readonly<Record<'readings' | 'alarms' | 'feedback' | 'events', readonly string[]>>;
  /** One happening twice: points, cases of one alarm, effects of one feedback, events of one id. */
  readonly duplicated: Readonly<Record<'readings' | 'alarms' | 'feedback' | 'events', readonly string[]>>;
  /** Never sent by anybody. */
  readonly phantom: Readonly<Record<'readings' | 'alarms' | 'events', readonly string[]>>;
  /** Events that arrived behind a later one of their case. */
  readonly outOfOrder: readonly string[];
}

export const CATEGORY = 'E0498';
const RAISED = 'cn.grid.case.raised.v1';
const UPDATED = 'cn.grid.case.updated.v1';

function counted<T>(items: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function readings({ ledger, stored }: Facts) {
  const lost: string[] = [];
  const duplicated: string[] = [];
  const phantom: string[] = [];
  for (const device of new Set([...ledger.readings.keys(), ...stored.keys()])) {
    const sent = ledger.readings.get(device) ?? new Map<number, boolean>();
    const found = counted(stored.get(device) ?? []);
    for (const [n, acknowledged] of sent) if (acknowledged && !found.has(n)) lost.push(`${device}#${n}`);
    for (const [n, count] of found) {
      if (!sent.has(n)) phantom.push(`${device}#${n}`);
      if (count > 1) duplicated.push(`${device}#${n} × ${count}`);
    }
  }
  return { lost, duplicated, phantom };
}

function alarms({ ledger, events }: Facts) {
  const raised = events.filter((event) => event.type === RAISED);
  const cases = counted(raised.flatMap((event) => event.devices.map((device) => device.replace(/^lab\//, ''))));
  const lost = [...ledger.alarms].filter(([device, acknowledged]) => acknowledged && !cases.has(device));
  const stray = raised.filter(
    ({ category, devices }) =>
      category !== CATEGORY || devices.length !== 1 || !ledger.alarms.has((devices[0] ?? '').slice('lab/'.length)),
  );
  return {
    lost: lost.map(([device]) => device),
    duplicated: [...cases].filter(([, count]) => count > 1).map(([device, count]) => `${device} × ${count}`),
    phantom: stray.map((event) => `${event.caseNo} ${event.category} ${event.devices.join()}`),
  };
}

function feedback({ accepted, events }: Facts) {
  const effects = counted(
    events.filter(({ type, subState }) => type === UPDATED && subState === 'ACCEPTED').map(({ caseNo }) => caseNo),
  );
  return {
    lost: [...accepted].filter((caseNo) => !effects.has(caseNo)),
    duplicated: [...effects].filter(([, count]) => count > 1).map(([caseNo, count]) => `${caseNo} × ${count}`),
  };
}

function deliveries({ events, feed }: Facts) {
  const ids = counted(events.map((event) => event.id));
  const known = new Set(feed);
  const newest = new Map<string, number>();
  const outOfOrder: string[] = [];
  for (const { caseNo, sequence } of events) {
    const before = newest.get(caseNo) ?? 0;
    if (sequence < before) outOfOrder.push(`${caseNo}: ${sequence} behind ${before}`);
    newest.set(caseNo, Math.max(sequence, before));
  }
  const sequences = counted(events.map((event) => event.sequence));
  return {
    lost: feed.filter((id) => !ids.has(id)),
    duplicated: [
      ...[...counted(feed), ...sequences].filter(([, count]) => count > 1).map(([id, count]) => `${id} × ${count}`),
    ],
    phantom: [...ids.keys()].filter((id) => !known.has(id)),
    outOfOrder,
  };
}

/** Compares what was acknowledged with what is there. Pure. */
export function judge(facts: Facts): Findings {
  const [points, cases, answers, events] = [readings(facts), alarms(facts), feedback(facts), deliveries(facts)];
  return {
    lost: { readings: points.lost, alarms: cases.lost, feedback: answers.lost, events: events.lost },
    duplicated: {
      readings: points.duplicated,
      alarms: cases.duplicated,
      feedback: answers.duplicated,
      events: events.duplicated,
    },
    phantom: { readings: points.phantom, alarms: cases.phantom, events: events.phantom },
    outOfOrder: events.outOfOrder,
  };
}

/** How many there are of each kind. */
export function totals(findings: Findings): Record<'lost' | 'duplicated' | 'phantom' | 'outOfOrder', number> {
  const sum = (kinds: Readonly<Record<string, readonly string[]>>) =>
    Object.values(kinds).reduce((count, found) => count + found.length, 0);
  const { lost, duplicated, phantom, outOfOrder } = findings;
  return { lost: sum(lost), duplicated: sum(duplicated), phantom: sum(phantom), outOfOrder: outOfOrder.length };
}
