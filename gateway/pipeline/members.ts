import type { CaseCandidate } from '../model/candidate.ts';
import { attachKeyOf } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import type { Device } from '../model/device.ts';
import { combine } from './certainty.ts';
import { episodeOf } from './episode.ts';
import { evidenceOf } from './evidence.ts';
import { found } from './found.ts';
import type { HeldCandidate } from './held.ts';
import { type Change, joinCase } from './join-case.ts';
import type { Decision, StageTools } from './stage.ts';
import { words } from './words.ts';

/** An alarm that joins the case of another key. */
export interface Joining {
  readonly candidate: CaseCandidate;
  readonly device: Device;
  /** That of its device alone, where it confirms the case: 0–1. */
  readonly confirms?: number;
}

/** The case with the alarm in it. The caller stores it; the member itself is stored here. */
export function takeIn(subject: Case, joining: Joining, tools: StageTools, now: number): Change {
  const { tx, cases, devices } = tools;
  const { candidate, device, confirms } = joining;
  const isNew = !subject.devices.includes(candidate.deviceId);
  cases.addMember(
    tx,
    { attachKey: attachKeyOf(candidate), episode: episodeOf(candidate), caseNo: subject.caseNo },
    now,
  );
  const joined = joinCase(subject, candidate, evidenceOf(candidate, device, devices), { elsewhere: true });
  if (confirms === undefined || !isNew) return joined;
  const certainty = combine([subject.certainty, confirms]);
  const reason = `confirmed by ${words(candidate)}: certainty ${certainty.toFixed(2)}`;
  return { case: { ...joined.case, certainty }, event: { type: 'updated', reason } };
}

/** Stores the case with the alarm in it, and tells what there is to tell. */
export function joinAsMember(subject: Case, joining: Joining, tools: StageTools, now: number): Case {
  const { tx, cases } = tools;
  const change = takeIn(subject, joining, tools, now);
  cases.update(tx, change.case, now);
  if (change.event) cases.append(tx, { ...change.event, case: change.case, at: now });
  return change.case;
}

/** Ends the wait of a candidate by taking it into a case that it confirms. */
export function joinHeld(caseNo: string, held: HeldCandidate, tools: StageTools, now: number): void {
  const { tx, cases, devices } = tools;
  const { candidate, certainty } = held;
  const device = devices.get(candidate.deviceId);
  const after: Decision = device
    ? { outcome: 'attached', caseNo }
    : { outcome: 'suppressed', reason: 'DEVICE_UNKNOWN' };
  if (device)
    joinAsMember(found(cases.byNo(tx, caseNo), 'case'), { candidate, device, confirms: certainty }, tools, now);
  tools.settle(held, after);
}
