import type { Case } from '../model/case.ts';
import { combine, reliabilityOf } from './certainty.ts';
import { cluesNear } from './clue-rows.ts';
import { found } from './found.ts';
import { type HeldCandidate, heldNear, hold } from './held.ts';
import { joinAsMember, joinHeld } from './members.ts';
import {
  type Decision,
  type Draft,
  isLifeSafety,
  kindOf,
  type Nearby,
  type Stage,
  type StageTools,
  type WaitingClue,
} from './stage.ts';

/** What else speaks of the same trouble, nearby and at about the same time. */
interface Witnesses {
  /** Held candidates that this one confirms. */
  readonly confirmed: readonly HeldCandidate[];
  /** Held candidates that confirm this one. */
  readonly confirming: readonly HeldCandidate[];
  readonly clues: readonly WaitingClue[];
}

const NOBODY: Witnesses = { confirmed: [], confirming: [], clues: [] };

/** Whether an alarm of category `code` confirms one of category `of`: the same kind of trouble, or one it is told by. */
function confirms(code: string, of: string, { city }: StageTools): boolean {
  return code === of || (city.category(of)?.confirmedBy ?? []).includes(code);
}

/** Certainty of several devices, each heard once. */
function certaintyOf(own: HeldCandidate | number, others: readonly HeldCandidate[], more: readonly number[]): number {
  const byDevice = new Map(others.map(({ candidate, certainty }) => [candidate.deviceId, certainty]));
  return combine([typeof own === 'number' ? own : own.certainty, ...byDevice.values(), ...more]);
}

function witnesses({ candidate }: Draft, near: Nearby, tools: StageTools): Witnesses {
  const others = heldNear(tools.tx, near).filter((held) => held.candidate.deviceId !== candidate.deviceId);
  const { radiusM, window } = tools.limits.clue;
  const span = { point: near.point, radiusM, from: candidate.at - window, to: candidate.at + window };
  return {
    confirmed: others.filter((held) => confirms(candidate.category, held.candidate.category, tools)),
    confirming: others.filter((held) => confirms(held.candidate.category, candidate.category, tools)),
    clues: cluesNear(tools.tx, span, candidate.category),
  };
}

/** The open case nearby that this alarm confirms, though it is of another device. */
function confirmedCase({ candidate }: Draft, near: Nearby, tools: StageTools): Case | undefined {
  const { tx, cases, city } = tools;
  const asks = (code: string) => {
    if (code !== candidate.category) return confirms(candidate.category, code, tools);
    // Two alarms of one kind are two cases, unless the kind is one that asks for a second word.
    const category = city.category(code);
    return category?.confirmAt !== undefined && !isLifeSafety(category);
  };
  for (const subject of cases.openNear(tx, near, asks))
    if (!subject.devices.includes(candidate.deviceId)) return subject;
  return undefined;
}

/** Raises what waited, since together they are sure enough; this alarm and the other witnesses join it. */
function promote(draft: Draft, own: number, { confirmed }: Witnesses, tools: StageTools): Decision | undefined {
  const { tx, cases, devices, city } = tools;
  const [oldest, ...others] = confirmed;
  const threshold = oldest && city.category(oldest.candidate.category)?.confirmAt;
  if (!oldest || threshold === undefined || certaintyOf(oldest, others, [own]) < threshold) return undefined;
  const raised = tools.release(oldest);
  if (!('caseNo' in raised)) return undefined;
  for (const other of others) joinHeld(raised.caseNo, other, tools, draft.now);
  const subject = found(cases.byNo(tx, raised.caseNo), 'confirmed case');
  const { candidate, now } = draft;
  const device = found(devices.get(candidate.deviceId), 'device');
  joinAsMember(subject, { candidate, device, confirms: own }, tools, now);
  return { outcome: 'attached', caseNo: subject.caseNo };
}

/**
 * How sure is it, and is that enough? Another device that sees the same trouble within 200 m and 10 min (a second sensor, a
 * camera, a drone), or a person's clue, makes it surer; what a category asks to be confirmed waits for that. Life safety
 * never waits: what confirms it later joins its case.
 */
export const confirm: Stage = (draft, tools) => {
  const { tx, limits } = tools;
  const { candidate, now, released } = draft;
  const category = found(draft.category, 'category');
  const own = candidate.certainty * reliabilityOf(tx, candidate.deviceId);
  const point = draft.place?.location;
  // A fault is the device's own word about itself.
  if (draft.reopens || kindOf(candidate, category) === 'FAULT') return { pass: { ...draft, certainty: own } };
  const { radiusM, window } = limits.confirm;
  const near = point && { point, radiusM, from: candidate.at - window, to: candidate.at + window };

  if (near && !draft.incident && released !== 'AWAIT_CONFIRM') {
    const subject = confirmedCase(draft, near, tools);
    if (subject) {
      joinAsMember(subject, { candidate, device: found(draft.device, 'device'), confirms: own }, tools, now);
      return { end: { outcome: 'attached', caseNo: subject.caseNo } };
    }
  }
  const heard = near ? witnesses(draft, near, tools) : NOBODY;
  if (released !== 'AWAIT_CONFIRM') {
    const end = promote(draft, own, heard, tools);
    if (end) return { end };
  }
  const clues = heard.clues.map((clue) => clue.certainty);
  const certainty = certaintyOf(own, heard.confirming, clues);
  const asks = category.confirmAt !== undefined && !isLifeSafety(category) && !draft.incident;
  if (asks && released !== 'AWAIT_CONFIRM' && certainty < (category.confirmAt ?? 0)) {
    hold(tx, draft, { reason: 'AWAIT_CONFIRM', due: now + window, certainty: own });
    return { end: { outcome: 'held', reason: 'AWAIT_CONFIRM' } };
  }
  // Whoever ends its wait brings the other witnesses along.
  if (released === 'AWAIT_CONFIRM')
    return { pass: { ...draft, certainty: combine([own, ...clues]), clues: heard.clues } };
  return { pass: { ...draft, certainty, joining: heard.confirming, clues: heard.clues } };
};
