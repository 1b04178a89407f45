import { partOf } from '../event-source.ts';
import type { StateTable } from './state-table.ts';

/** Reports of one thing on two topics come in the same second; clocks of one camera do not differ. */
const TOGETHER_MS = 2_000;

/** A state that goes on, and the report that tells of it. */
export interface Report {
  readonly code: string;
  readonly source: string;
  readonly via: string;
  readonly time: number;
}

/**
 * Whether a state that goes on is told already: the same code is on since just now by another report of the same device
 * (`via`), e.g. one movement as CellMotionDetector and as MotionAlarm. Reports name the channel in words of their own, so a
 * device that is not seen to have several channels under one report has one; where it has several, the words must agree.
 */
export function isEcho(states: StateTable, { code, source, via, time }: Report): boolean {
  const channel = channelOf(source);
  const channels = new Map([[via, channel]]);
  let several = false;
  let elsewhere = false;
  for (const [other, known] of states.entries()) {
    if (known.via === undefined) continue;
    const own = channelOf(other);
    several ||= (channels.get(known.via) ?? own) !== own;
    channels.set(known.via, own);
    const told =
      known.active && known.via !== via && codeOf(other) === code && Math.abs(time - known.time) <= TOGETHER_MS;
    if (told && own === channel) return true;
    elsewhere ||= told;
  }
  return elsewhere && !several;
}

function codeOf(source: string): string {
  return source.split('|', 1)[0] ?? '';
}

/** The token of the part, without the rule that may follow it. */
function channelOf(source: string): string {
  return partOf(source).split('/', 1)[0] ?? '';
}
