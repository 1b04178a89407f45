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

/**
 * An alarm of a key that has an open case: one more occurrence, never a second case, and deadlines stay. A mere repeat
 * makes no event, for a chattering sensor must not flood dispatch; a severity that rises or an alarm after the case had
 * cleared makes an `updated` one.
 */
export function joinCase(open: Case, candidate: CaseCandidate, evidence: Evidence): Change {
  const { clearedAt, ...rest } = open;
  const severity = moreUrgent(open.severity, candidate.severity);
  const joined: Case = {
    ...rest,
    severity,
    certainty: Math.max(open.certainty, candidate.certainty),
    firstAt: Math.min(open.firstAt, candidate.since),
    lastAt: Math.max(open.lastAt, candidate.at),
    devices:
      open.devices.includes(candidate.deviceId) || open.devices.length >= MAX_DEVICES
        ? open.devices
        : [...open.devices, candidate.deviceId],
    occurrences: open.occurrences + 1,
    evidence: addEvidence(open.evidence, evidence),
    activeEpisodes: addEpisode(open.activeEpisodes, candidate),
  };
  const reasons: string[] = [];
  if (clearedAt !== undefined) reasons.push(`in alarm again: ${words(candidate)}`);
  if (severity !== open.severity)
    reasons.push(`severity raised from ${open.severity} to ${severity}: ${words(candidate)}`);
  return reasons.length > 0
    ? { case: joined, event: { type: 'updated', reason: reasons.join('; ') } }
    : { case: joined };
}
