import { timeText } from '../lab-clock.ts';
import { CONCRETE_SET } from './notification.ts';

/** A notification that was told. */
export interface Told {
  /** Device time, epoch ms. */
  readonly at: number;
  readonly topic: string;
  readonly xml: string;
}

/** The persistent notification storage of Core 9.11: the last notifications, in the order of their times. */
export interface EventHistory {
  add(told: Told): void;
  /** The last `count`, oldest first. */
  last(count: number): readonly Told[];
  /** From a time on, behind the mark of the buffer's begin; backwards with `reverse`, the newest at or before it first. */
  seek(time: number, reverse: boolean): readonly Told[];
}

/** The oldest notification is forgotten first. */
const MAX_HISTORY = 1_000;

export function createEventHistory(): EventHistory {
  const all: Told[] = [];
  return {
    add(told) {
      all.push(told);
      if (all.length > MAX_HISTORY) all.shift();
    },
    last: (count) => all.slice(-count),
    seek(time, reverse) {
      if (reverse) return all.filter(({ at }) => at <= time).toReversed();
      const begin = { at: time, topic: 'EventBuffer/Begin', xml: beginXml(all[0]?.at ?? time) };
      return [begin, ...all.filter(({ at }) => at >= time)];
    },
  };
}

function beginXml(at: number): string {
  return (
    `<wsnt:NotificationMessage><wsnt:Topic Dialect="${CONCRETE_SET}">tns1:EventBuffer/Begin</wsnt:Topic>` +
    `<wsnt:Message><tt:Message UtcTime="${timeText(at)}"><tt:Source/></tt:Message></wsnt:Message></wsnt:NotificationMessage>`
  );
}
