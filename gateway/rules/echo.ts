import { partOf } from '../event-source.ts';
import type { StateTable } from './state-table.ts';

/** Reports of one thing on two topics come in the same second; clocks of one camera do not differ. */
export const TOGETHER_MS = 2_000;

/** A state, and the report that tells of it. */
export interface Report {
  readonly code: string;
  readonly source: string;
  readonly via: string;
}

/**
 * The states that are on by other reports of the same thing (`via`), e.g. one movement as CellMotionDetector and as MotionAlarm:
 * the same code on the same channel of a device, and when each was last heard. Reports name the channel in words of their own, so
 * a device that is not seen to have several channels under one report has one; where it has several, the words must agree.
 */
export function otherReports(
  states: StateTable,
  { code, source, via }: Report,
): readonly { readonly source: string; readonly time: number }[] {
  const channel = channelOf(source);
  const channels = new Map([[via, channel]]);
  const found: { source: string; time: number; here: boolean }[] = [];
  let several = false;
  for (const [other, known] of states.entries()) {
    if (known.via === undefined) continue;
    const own = channelOf(other);
    several ||= (channels.get(known.via) ?? own) !== own;
    channels.set(known.via, own);
    if (known.active && known.via !== via && codeOf(other) === code)
      found.push({ source: other, time: known.time, here: own === channel });
  }
  return found.filter(({ here }) => here || !several);
}

/** Whether a state that goes on at `time` was told just now by another report. */
export function isEcho(states: StateTable, report: Report, time: number): boolean {
  return otherReports(states, report).some((other) => Math.abs(time - other.time) <= TOGETHER_MS);
}

function codeOf(source: string): string {
  return source.split('|', 1)[0] ?? '';
}

/** The token of the part, without the rule that may follow it. */
function channelOf(source: string): string {
  return partOf(source).split('/', 1)[0] ?? '';
}
