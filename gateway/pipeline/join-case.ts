import type { CaseCandidate, Severity } from '../model/candidate.ts';
import type { Case, CaseEventType, Evidence } from '../model/case.ts';
import { addEpisode } from './episode.ts';
import { addEvidence } from './evidence.ts';
import { words } from './words.ts';

/** A changed case, and the event that tells of it where there is something to tell. */
export interface Change {
  readonly case: Case;
  readonly event?: { readonly type: CaseEventType; readonly reason: string };
}

/** Devices a case names at most; the first ones stay, since the others stand in the evidence. */
const MAX_DEVICES = 50;

/** The more urgent of two: 1 is life, 4 is minor. */
export function moreUrgent(a: Severity, b: Severity | undefined): Severity {
  return b !== undefined && b < a ? b : a;
}

/** The devices with others, each once. */
export function addDevices(known: readonly string[], more: readonly string[]): readonly string[] {
  const all = [...known, ...more.filter((device) => !known.includes(device))];
  return all.length === known.length ? known : all.slice(0, Math.max(known.length, MAX_DEVICES));
}

/**
 * An alarm that belongs to an open case: one more occurrence, never a second case, and deadlines stay. A mere repeat
 * makes no event, for a chattering sensor must not flood dispatch; a severity that rises or an alarm after the case had
 * cleared makes an `updated` one. With `elsewhere` its episode is kept beside the case, among the members of other keys.
 */
export function joinCase(
  open: Case,
  candidate: CaseCandidate,
  evidence: Evidence,
  options: { readonly elsewhere?: boolean } = {},
): Change {
  const { clearedAt, ...rest } = open;
  const severity = moreUrgent(open.severity, candidate.severity);
  const joined: Case = {
    ...rest,
    severity,
    certainty: Math.max(open.certainty, candidate.certainty),
    firstAt: Math.min(open.firstAt, candidate.since),
    lastAt: Math.max(open.lastAt, candidate.at),
    devices: addDevices(open.devices, [candidate.deviceId]),
    occurrences: open.occurrences + 1,
    evidence: addEvidence(open.evidence, evidence),
    activeEpisodes: options.elsewhere ? open.activeEpisodes : addEpisode(open.activeEpisodes, candidate),
  };
  const reasons: string[] = [];
  if (clearedAt !== undefined) reasons.push(`in alarm again: ${words(candidate)}`);
  if (severity !== open.severity)
    reasons.push(`severity raised from ${open.severity} to ${severity}: ${words(candidate)}`);
  return reasons.length > 0
    ? { case: joined, event: { type: 'updated', reason: reasons.join('; ') } }
    : { case: joined };
}
