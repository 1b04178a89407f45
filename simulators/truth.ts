import { type LabDevice, VENDOR } from './fleet.ts';
import type { Condition } from './incidents/incident.ts';
import { epochOf } from './lab-clock.ts';
import type { Scenario } from './scenario.ts';
import type { Meaning, PeerCall } from './traffic.ts';

/** An instant in both times: epoch ms of the city, and ms of the machine. */
export interface Instant {
  readonly at: number;
  readonly machine: number;
}

/** A case that must come, and since when the gateway can know. */
export interface Expected {
  readonly incident: string;
  readonly deviceId: string;
  readonly category: string;
  readonly grid: string;
  /** Most serious level it must reach, where the scenario says. */
  readonly severity: number | undefined;
  /** ms from the raising to each deadline, where the scenario says. */
  readonly responseIn?: number | undefined;
  readonly disposalIn?: number | undefined;
  /** Virtual ms it may take after `complete`. */
  readonly within: number;
  /** When the condition was complete; absent while it is not. */
  readonly complete: Instant | undefined;
}

/**
 * The ground truth of a run: watches what the lab really sends and notes when each incident's condition is complete, without
 * knowing anything about the gateway's rules.
 */
export interface Truth {
  /** The city's time reached `now.at`, before anything is sent at it: dwells and silences may have run out. */
  reach(now: Instant): void;
  /** A device sent something; `meaning` is absent when it was garbage or a status. */
  said(device: string, meaning: Meaning | undefined, now: Instant): void;
  called(call: PeerCall, now: Instant): void;
  expected(): readonly Expected[];
  /** Incidents of which no case may come: device and stretch of time. */
  readonly harmless: readonly { readonly incident: string; readonly deviceId: string; readonly from: number }[];
}

/** Watches one condition. Each function says whether, and since which virtual time, it is complete. */
interface Watch {
  reach(at: number): number | undefined;
  said(meaning: Meaning | undefined, at: number): number | undefined;
}

/** A state that must hold for `hold` ms; `judge` says on, off, or nothing about it. */
function stateWatch(hold: number, begins: number, judge: (meaning: Meaning) => boolean | undefined): Watch {
  let since: number | undefined;
  const due = (at: number) => (since !== undefined && at >= since + hold ? since + hold : undefined);
  return {
    reach: (at) => (hold > 0 ? due(at) : undefined),
    said(meaning, at) {
      const on = meaning && at >= begins ? judge(meaning) : undefined;
      if (on === true) since ??= at;
      else if (on === false) since = undefined;
      return due(at);
    },
  };
}

function countWatch(code: string, times: number, span: number, begins: number): Watch {
  const seen: number[] = [];
  return {
    reach: () => undefined,
    said(meaning, at) {
      if (!meaning || !('event' in meaning) || meaning.event.code !== code || !meaning.event.active || at < begins)
        return undefined;
      seen.push(at);
      while ((seen[0] ?? at) < at - span) seen.shift();
      return seen.length >= times ? at : undefined;
    },
  };
}

function silenceWatch(silentFor: number, begins: number): Watch {
  let last = begins;
  return {
    reach: (at) => (at >= begins && at >= last + silentFor ? last + silentFor : undefined),
    said(_meaning, at) {
      last = at;
      return undefined;
    },
  };
}

function watchFor(condition: Condition, begins: number): Watch {
  if ('silentFor' in condition) return silenceWatch(condition.silentFor, begins);
  if ('times' in condition) return countWatch(condition.event, condition.times, condition.in, begins);
  if ('event' in condition)
    return stateWatch(condition.for, begins, (meaning) =>
      'event' in meaning && meaning.event.code === condition.event ? meaning.event.active : undefined,
    );
  return stateWatch(condition.for, begins, (meaning) => {
    const value = 'values' in meaning ? meaning.values[condition.channel] : undefined;
    if (value === undefined) return undefined;
    if ('is' in condition) return value === condition.is;
    if (typeof value !== 'number') return false;
    return 'atLeast' in condition ? value >= condition.atLeast : value <= condition.atMost;
  });
}

/** What the published contract calls the doings of an ONVIF peer. */
function eventOf({ verb, args }: PeerCall): Meaning | undefined {
  const on = (code: string, active: boolean): Meaning => ({ event: { code, active } });
  if (verb === 'motion') return on('motion', args[0] === true);
  if (verb === 'intrusion') return on('intrusion', args[0] === true);
  if (verb === 'lineCrossed') return on('line_crossed', true);
  if (verb === 'grant') return on('access_granted', true);
  if (verb === 'deny') return on('access_denied', true);
  if (verb === 'duress') return on('duress', true);
  if (verb === 'forceOpen') return on('door_forced_open', true);
  if (verb === 'holdOpen') return on('door_open_too_long', true);
  return on('door_forced_open', false);
}

interface Watched {
  readonly device: string;
  readonly watch: Watch;
  expected: Expected;
}

/** Truth for a scenario on a placed fleet. */
export function createTruth(scenario: Scenario, fleet: readonly LabDevice[]): Truth {
  const start = epochOf(scenario.clock.start);
  const grids = new Map(fleet.map(({ name, grid }) => [name, grid]));
  const watched: Watched[] = scenario.incidents.flatMap(({ name, at, device, expect }) => {
    if (expect === 'none') return [];
    const { category, severity, responseIn, disposalIn, within, when } = expect;
    const expected: Expected = {
      incident: name,
      deviceId: `${VENDOR}/${device}`,
      category,
      grid: grids.get(device) ?? '',
      severity,
      responseIn,
      disposalIn,
      within,
      complete: undefined,
    };
    return [{ device, watch: watchFor(when, start + at), expected }];
  });
  const note = (each: Watched, complete: number | undefined, now: Instant) => {
    if (complete === undefined || each.expected.complete) return;
    each.expected = { ...each.expected, complete: { at: complete, machine: now.machine } };
  };
  const said = (device: string, meaning: Meaning | undefined, now: Instant) => {
    for (const each of watched) if (each.device === device) note(each, each.watch.said(meaning, now.at), now);
  };
  return {
    reach(now) {
      for (const each of watched) note(each, each.watch.reach(now.at), now);
    },
    said,
    called: (call, now) => said(call.device, eventOf(call), now),
    expected: () => watched.map(({ expected }) => expected),
    harmless: scenario.incidents
      .filter(({ expect }) => expect === 'none')
      .map(({ name, device, at }) => ({ incident: name, deviceId: `${VENDOR}/${device}`, from: start + at })),
  };
}
