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
  /** The first of the devices it happens to. */
  readonly deviceId: string;
  /** All of them. */
  readonly deviceIds: readonly string[];
  readonly category: string;
  /** Absent where several devices may lie in several grids and the scenario does not say. */
  readonly grid: string | undefined;
  readonly kind?: string | undefined;
  readonly orgCode?: string | undefined;
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
  /**
   * Something of a device arrived; `meaning` is absent when it was garbage or a status. `saidAt` is when it was said, where it
   * was held up: what is older than what has arrived before tells nothing of the present.
   */
  said(device: string, meaning: Meaning | undefined, now: Instant, saidAt?: number): void;
  called(call: PeerCall, now: Instant): void;
  expected(): readonly Expected[];
  /** Incidents of which no case may come: device and stretch of time. */
  readonly harmless: readonly {
    readonly incident: string;
    readonly deviceIds: readonly string[];
    readonly from: number;
  }[];
}

/** Watches one condition. Each function says whether, and since which virtual time, it is complete. */
interface Watch {
  reach(at: number): number | undefined;
  said(meaning: Meaning | undefined, at: number, saidAt: number): number | undefined;
}

/** A state that must hold for `hold` ms; `judge` says on, off, or nothing about it. */
function stateWatch(hold: number, begins: number, judge: (meaning: Meaning) => boolean | undefined): Watch {
  let since: number | undefined;
  /** When it could be known that it is so, and of when the newest word is. */
  let known = begins;
  let newest = begins;
  const due = (at: number) => (since !== undefined && at >= since + hold ? Math.max(since + hold, known) : undefined);
  return {
    reach: (at) => (hold > 0 ? due(at) : undefined),
    said(meaning, at, saidAt) {
      const on = meaning && saidAt >= newest ? judge(meaning) : undefined;
      if (on !== undefined) newest = saidAt;
      if (on === true && since === undefined) {
        since = saidAt;
        known = at;
      } else if (on === false) since = undefined;
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
  /** Epoch ms at which it begins; before, nothing counts. */
  readonly begins: number;
  readonly watches: ReadonlyMap<string, Watch>;
  /** One for each case that must come, all complete at once. */
  readonly expected: Expected[];
}

/** A truth as far as a run came that was cut short: what had no chance to happen was not missed. */
export function truthSoFar(truth: Truth): Truth {
  return { ...truth, expected: () => truth.expected().filter(({ complete }) => complete !== undefined) };
}

/** Truth for a scenario on a placed fleet. */
export function createTruth(scenario: Scenario, fleet: readonly LabDevice[]): Truth {
  const start = epochOf(scenario.clock.start);
  const places = new Map(fleet.map((device) => [device.name, device]));
  const idOf = (device: string) => `${VENDOR}/${device}`;
  const gridOf = (devices: readonly string[]): string | undefined => {
    const [only, ...others] = devices.map((device) => places.get(device));
    // Where a moving device is, the scenario has to say: the lab does not know at which report it will be complete.
    return others.length > 0 || only?.moves ? undefined : (only?.grid ?? '');
  };
  const watched: Watched[] = scenario.incidents.flatMap(({ name, at, devices, expect }) => {
    if (expect === 'none') return [];
    const { category, severity, responseIn, disposalIn, kind, orgCode, within, when } = expect;
    const one: Expected = {
      ...{ incident: name, deviceId: idOf(devices[0] ?? ''), deviceIds: devices.map(idOf), category, severity },
      ...{ responseIn, disposalIn, kind, orgCode, within, complete: undefined },
      grid: expect.grid ?? gridOf(devices),
    };
    const begins = start + at;
    const watches = new Map(devices.map((device) => [device, watchFor(when, begins)]));
    return [{ begins, watches, expected: Array.from({ length: expect.cases }, () => one) }];
  });
  // Only what has begun and is not complete is looked at: a month has thousands of incidents, an instant a few.
  const coming = [...watched].sort((a, b) => a.begins - b.begins);
  const running = new Set<Watched>();
  const byDevice = new Map<string, Set<Watched>>();
  for (const each of watched)
    for (const device of each.watches.keys()) byDevice.set(device, (byDevice.get(device) ?? new Set()).add(each));
  let begun = 0;
  const begin = (now: number) => {
    for (let next = coming[begun]; next && next.begins <= now; next = coming[begun]) {
      begun += 1;
      if (next.expected.some(({ complete }) => !complete)) running.add(next);
    }
  };
  const note = (each: Watched, complete: number | undefined, now: Instant) => {
    if (complete === undefined) return;
    each.expected.forEach((expected, index) => {
      each.expected[index] = { ...expected, complete: { at: complete, machine: now.machine } };
    });
    running.delete(each);
    for (const device of each.watches.keys()) byDevice.get(device)?.delete(each);
  };
  const said = (device: string, meaning: Meaning | undefined, now: Instant, saidAt = now.at) => {
    for (const each of byDevice.get(device) ?? [])
      note(each, each.watches.get(device)?.said(meaning, now.at, saidAt), now);
  };
  return {
    reach(now) {
      begin(now.at);
      for (const each of running) {
        const due = [...each.watches.values()].flatMap((watch) => watch.reach(now.at) ?? []);
        if (due.length > 0) note(each, Math.min(...due), now);
      }
    },
    said,
    called: (call, now) => said(call.device, eventOf(call), now),
    expected: () => watched.flatMap(({ expected }) => expected),
    harmless: scenario.incidents
      .filter(({ expect }) => expect === 'none')
      .map(({ name, devices, at }) => ({ incident: name, deviceIds: devices.map(idOf), from: start + at })),
  };
}
