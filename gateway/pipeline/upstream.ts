import { attachKeyOf, PRESENCE } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import { UNGRIDDED } from '../model/grid.ts';
import type { RecordsTransaction } from '../records/records.ts';
import { openFault } from './fault.ts';
import { found } from './found.ts';
import { heldOfVendor, hold } from './held.ts';
import { MAX_PARTS, makeParts } from './incident.ts';
import { joinAsMember, takeIn } from './members.ts';
import type { Decision, Draft, StageTools } from './stage.ts';

/** Kind of the timer that gathers what waited when the fault upstream was found. */
export const UPSTREAM_TIMER = 'upstream';
/** Held devices gathered in one transaction. */
const GATHERED = 200;

const keyOf = (vendor: string, category: string) => `vendor:${vendor}#upstream|${category}`;

/** Remembers that the device fell silent, and counts those of its vendor that did so within the window. */
function countSilent(tx: RecordsTransaction, draft: Draft, of: { vendor: string; window: number }): number {
  const { deviceId, at } = draft.candidate;
  tx.run('INSERT OR REPLACE INTO vendor_silence (vendor, device_id, at) VALUES (?, ?, ?)', of.vendor, deviceId, at);
  const row = tx.get<{ count: number }>(
    'SELECT count(*) AS count FROM vendor_silence WHERE vendor = ? AND at > ? AND at <= ?',
    ...[of.vendor, at - of.window, at],
  );
  return row?.count ?? 0;
}

/** Faults of single devices that were raised before it was seen that many are silent. */
function raisedBefore(draft: Draft, of: { vendor: string; window: number }, tools: StageTools): readonly Case[] {
  const { tx, cases, devices } = tools;
  const { at, category } = draft.candidate;
  const silent = tx.all<{ deviceId: string }>(
    'SELECT device_id AS deviceId FROM vendor_silence WHERE vendor = ? AND at > ? AND at <= ? ORDER BY at, device_id',
    ...[of.vendor, at - of.window, at],
  );
  return silent
    .flatMap(({ deviceId }) => {
      const assetCode = devices.get(deviceId)?.assetCode;
      const key = attachKeyOf({ deviceId, part: '', category, ...(assetCode === undefined ? {} : { assetCode }) });
      return cases.openByKey(tx, key) ?? [];
    })
    .slice(0, MAX_PARTS);
}

function openUpstream(draft: Draft, of: { vendor: string; silent: number; size: number }, tools: StageTools): void {
  const { tx, city, limits } = tools;
  const { candidate, now } = draft;
  const category = found(draft.category, 'category');
  const { vendor, silent, size } = of;
  const reason = `${silent} of ${size} devices of ${vendor} fell silent within ${limits.upstream.window / 60_000} min`;
  const fault = openFault(
    draft,
    {
      ...{ attachKey: keyOf(vendor, category.code), category, reason, candidateId: candidate.candidateId },
      // It lies nowhere: what the devices share is a network, a platform or a power line.
      place: { gridCode: UNGRIDDED, grids: [], orgCode: city.defaultOrg },
      devices: [candidate.deviceId],
      verdict: {
        ...{ ruleId: 'upstream', ruleVersion: '1', episode: candidate.verdict.episode },
        inputs: { vendor, silent, size, share: limits.upstream.share },
      },
    },
    tools,
  );
  const whole = makeParts(fault, raisedBefore(draft, { vendor, window: limits.upstream.window }, tools), tools, now);
  joinAsMember(whole, { candidate, device: found(draft.device, 'device') }, tools, now);
  setGathering(tx, whole.caseNo, now);
}

function setGathering(tx: RecordsTransaction, caseNo: string, due: number): void {
  tx.run(
    'INSERT OR REPLACE INTO timer (timer_id, kind, key, due_at) VALUES (?, ?, ?, ?)',
    ...[`${UPSTREAM_TIMER}:${caseNo}`, UPSTREAM_TIMER, caseNo, due],
  );
}

/**
 * One fault for all when a good part of a vendor's devices falls silent together. The first few raise at once, the next ones
 * wait until the window is over or the share is reached; then they all belong to the one case, which clears with the last.
 */
export function upstream(draft: Draft, tools: StageTools): Decision | undefined {
  const { tx, cases, limits, devices } = tools;
  const { candidate, now, released } = draft;
  const device = found(draft.device, 'device');
  const { vendor } = device;
  const size = devices.vendorSize?.(vendor) ?? 0;
  const { window, share, devices: least } = limits.upstream;
  if (candidate.source !== PRESENCE || size < least) return undefined;
  const fault = cases.openByKey(tx, keyOf(vendor, candidate.category));
  if (fault && fault.clearedAt === undefined && candidate.at <= fault.lastAt + window) {
    joinAsMember(fault, { candidate, device }, tools, now);
    return { outcome: 'attached', caseNo: fault.caseNo };
  }
  const silent = countSilent(tx, draft, { vendor, window });
  if (silent >= least && silent > share * size && !fault) {
    openUpstream(draft, { vendor, silent, size }, tools);
    const opened = found(cases.openByKey(tx, keyOf(vendor, candidate.category)), 'fault upstream');
    return { outcome: 'attached', caseNo: opened.caseNo };
  }
  if (silent < least - 1 || released === 'AWAIT_UPSTREAM') return undefined;
  hold(tx, draft, { reason: 'AWAIT_UPSTREAM', due: now + window });
  return { outcome: 'held', reason: 'AWAIT_UPSTREAM' };
}

/** Takes what waited into the fault upstream, some at a time. */
export function gather(caseNo: string, now: number, tools: StageTools): void {
  const { tx, cases, devices, limits } = tools;
  const fault = cases.byNo(tx, caseNo);
  const vendor = fault?.verdict.inputs['vendor'];
  if (!fault || fault.closedAt !== undefined || typeof vendor !== 'string') return;
  const waiting = heldOfVendor(tx, {
    ...{ reason: 'AWAIT_UPSTREAM', vendor, from: fault.firstAt - limits.upstream.window, limit: GATHERED },
  });
  let whole = fault;
  for (const held of waiting) {
    const { candidate } = held;
    const device = devices.get(candidate.deviceId);
    const after: Decision = device
      ? { outcome: 'attached', caseNo }
      : { outcome: 'suppressed', reason: 'DEVICE_UNKNOWN' };
    if (device) whole = takeIn(whole, { candidate, device }, tools, now).case;
    tools.settle(held, after);
  }
  cases.update(tx, whole, now);
  if (waiting.length === GATHERED) setGathering(tx, caseNo, now);
}
