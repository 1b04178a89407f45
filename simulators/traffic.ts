import { createHash } from 'node:crypto';
import { type Carried, createDisturber, type Disturber } from './disturbances/disturber.ts';
import type { Fault } from './faults.ts';
import { type LabDevice, statusOf } from './fleet.ts';
import type { EventSpec, PeerAction } from './incidents/incident.ts';
import type { KillMoment } from './kill-moment.ts';
import { epochOf } from './lab-clock.ts';
import { randomStream } from './random.ts';
import type { Scenario } from './scenario.ts';
import { createSchedule } from './schedule.ts';
import { createScript, type DeviceScript } from './script.ts';
import { momentOf, type Values } from './sensors/sensor.ts';
import { bent } from './signals/bend.ts';
import { createPlace } from './signals/place.ts';
import { createWeather, type Weather } from './signals/weather.ts';

/** What the sender meant, for the truth: absent on messages that are wrong on purpose. */
export type Meaning = { readonly values: Values } | { readonly event: EventSpec };

/** One PUBLISH, QoS 1. */
export interface Publication {
  readonly device: string;
  /** Connection it leaves by: the device's own, a second terminal of it, or a device nobody registered. */
  readonly terminal: 'own' | 'second' | 'stranger';
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly dup: boolean;
  /** The connection breaks right after the bytes left. */
  readonly cut: boolean;
  readonly meaning?: Meaning;
  /** Epoch ms at which it was said, when it was held up on the way. */
  readonly saidAt?: number;
}

/** A call on a simulated ONVIF peer. */
export interface PeerCall {
  readonly device: string;
  readonly verb: PeerAction['verb'];
  readonly args: readonly (string | boolean)[];
}

/** Everything that happens at one instant of the city's time. */
export interface Tick {
  readonly at: number;
  readonly publications: readonly Publication[];
  readonly calls: readonly PeerCall[];
  readonly kills: readonly KillMoment[];
  /** What an operator asks of the gateway. */
  readonly requests?: readonly Scenario['actions'][number][];
  /** Devices whose connection is left half open. */
  readonly strands?: Carried['strands'];
  /** Oddities of ONVIF peers that are switched. */
  readonly quirks?: Carried['quirks'];
}

/** A fault at its instant, epoch ms. */
export type TimedFault = Fault & { readonly instant: number };

const plain = { terminal: 'own', retain: false, dup: false, cut: false } as const;

/** When each fault strikes; `between` is decided by the seed and the fault's place in the file. */
export function timedFaults(scenario: Scenario): TimedFault[] {
  const start = epochOf(scenario.clock.start);
  const { tick } = scenario.clock;
  return scenario.faults.map((each, index) => {
    const offset =
      typeof each.at === 'number'
        ? each.at
        : randomStream(scenario.seed, `fault/${index}`).between(each.at.between[0], each.at.between[1]);
    return { ...each, instant: start + Math.floor(offset / tick) * tick };
  });
}

/** The last instant of a scenario, epoch ms. */
export function endOf(scenario: Scenario): number {
  return epochOf(scenario.clock.start) + scenario.clock.duration;
}

/** One sensor's side of the traffic: keeps its sequence number and asks its profile and script what to say. */
function createSpeaker(
  scenario: Scenario,
  device: LabDevice,
  weather: Weather,
  script: DeviceScript,
  faults: readonly TimedFault[],
) {
  const start = epochOf(scenario.clock.start);
  if (!device.sensor) throw new Error(`${device.name} is no sensor`);
  const { profile, every, surroundings } = device.sensor;
  const random = randomStream(scenario.seed, `sensor/${device.name}`);
  const report = profile.start(random);
  const place = createPlace(scenario.seed, device.name, surroundings, weather);
  const bending = randomStream(scenario.seed, `bend/${device.name}`);
  const normal = (at: number): Values => {
    const moment = momentOf(at, start, place(at, at - start));
    return bent(report(moment), surroundings, moment, bending);
  };
  const { tick } = scenario.clock;
  const phase = Math.floor(random.between(0, every) / tick) * tick;
  let seq = 0;
  const reboots = faults
    .flatMap((each) => (each.kind === 'reboot-storm' && each.type === profile.type ? [each.instant] : []))
    .sort((a, b) => a - b);
  const rebooted = (at: number) => reboots.includes(at);
  const message = (leaf: 'telemetry' | 'event', at: number, body: object, meaning: Meaning): Publication => {
    const payload = JSON.stringify({ ts: at, seq: seq++, ...body, simulated: true });
    return { ...plain, device: device.name, topic: `v1/${device.deviceId}/${leaf}`, payload, meaning };
  };
  const status = (): Publication => ({
    ...plain,
    device: device.name,
    topic: `v1/${device.deviceId}/status`,
    payload: statusOf(profile.type),
    retain: true,
  });
  const telemetry = (at: number): Publication => {
    const values = script.shaped(at, normal(at));
    const position = device.moves ? { position: { ...device.moves(at - start), crs: 'wgs84' } } : {};
    return message('telemetry', at, { values, ...position }, { values });
  };
  const speak = (at: number): Publication[] => {
    const said: Publication[] = at === start || rebooted(at) ? [status()] : [];
    const faults = script.faults(at);
    if (script.muted(at)) return said;
    if ((at - start - phase) % every === 0 || script.reports(at) || faults.some(needsReport) || rebooted(at)) {
      const report = telemetry(at);
      said.push({ ...report, cut: faults.some(({ kind }) => kind === 'link-drop') });
      if (faults.some(({ kind }) => kind === 'duplicate')) said.push(report);
      if (faults.some(({ kind }) => kind === 'redelivered')) said.push({ ...report, dup: true });
    }
    for (const each of faults)
      if (each.kind === 'flood') for (let sent = 0; sent < each.messages; sent += 1) said.push(telemetry(at));
    for (const event of script.events(at)) said.push(message('event', at, event, { event }));
    for (const each of faults) said.push(...garbage(each, device));
    return said;
  };
  /** The first tick behind `after` at which it may have something to say. */
  const next = (after: number): number => {
    const storm = reboots.find((instant) => instant > after) ?? Number.POSITIVE_INFINITY;
    const regular = start + phase + Math.max(0, Math.floor((after - start - phase) / every) + 1) * every;
    return Math.min(regular, storm, script.next(after));
  };
  return { speak, next };
}

const needsReport = ({ kind }: Fault) => kind === 'duplicate' || kind === 'redelivered' || kind === 'link-drop';

function garbage(fault: Fault, device: LabDevice): Publication[] {
  const topic = `v1/${device.deviceId}/telemetry`;
  if (fault.kind === 'malformed') return [{ ...plain, device: device.name, topic, payload: fault.payload }];
  if (fault.kind !== 'oversized') return [];
  return [{ ...plain, device: device.name, terminal: 'second', topic, payload: 'x'.repeat(fault.bytes) }];
}

/** What a device says that nobody registered: alarming, and yet no case. */
function strangerSays(at: number, index: number): Publication {
  const device = `stranger-${index + 1}`;
  const payload = JSON.stringify({ ts: at, values: { smoke: 0.9, temperature: 80 }, simulated: true });
  return { ...plain, device, terminal: 'stranger', topic: `v1/lab/${device}/telemetry`, payload };
}

/** The first instant of a scenario's tick at or behind a time. */
function onTickOf({ clock }: Scenario): (at: number) => number {
  const start = epochOf(clock.start);
  return (at) => start + Math.ceil((at - start) / clock.tick) * clock.tick;
}

/** What goes wrong by the script of a scenario, with room for more. */
export function disturberOf(scenario: Scenario, fleet: readonly LabDevice[]): Disturber {
  return createDisturber({
    ...{ seed: scenario.seed, fleet },
    ...{ script: timedFaults(scenario), onTick: onTickOf(scenario) },
  });
}

/**
 * The whole traffic of a scenario, instant by instant: a pure function of scenario and fleet, so that the same file and seed
 * give the same bytes at the same virtual times in every run. Instants at which nothing happens are left out; the last one
 * is `until` (epoch ms), the scenario's end by default. What is switched on at `disturber` meanwhile bends it from the next
 * instant on.
 */
export function* traffic(
  scenario: Scenario,
  fleet: readonly LabDevice[],
  until = endOf(scenario),
  disturber = disturberOf(scenario, fleet),
): Generator<Tick, void, undefined> {
  const start = epochOf(scenario.clock.start);
  const onTick = onTickOf(scenario);
  const faults = timedFaults(scenario);
  const weather = createWeather(scenario.signals, scenario.clock.duration);
  const speakers = fleet
    .filter(({ sensor }) => sensor)
    .map((device) => createSpeaker(scenario, device, weather, createScript(scenario, faults, device.name), faults));
  const calls = scenario.incidents
    .flatMap(({ at, devices, actions }) =>
      actions.flatMap(({ after, verb, args, device: other }) =>
        (other === undefined ? devices : [other]).map((device) => ({
          at: onTick(start + at + after),
          call: { device, verb, args },
        })),
      ),
    )
    .sort((a, b) => a.at - b.at);
  const speaking = createSchedule();
  // Number 0 stands for what no sensor does; the sensors follow in the order of the fleet.
  const schedule = (number: number, after: number) => {
    const at = speakers[number - 1]?.next(after);
    if (at !== undefined) speaking.add(number, at);
  };
  for (const number of speakers.keys()) speaking.add(number + 1, start);
  const requests = scenario.actions.map((action) => ({ at: onTick(start + action.at), action }));
  for (const at of new Set([
    ...calls.map(({ at }) => at),
    ...requests.map(({ at }) => at),
    ...faults.flatMap(({ instant, ...fault }) => [
      instant,
      ...('lasts' in fault && fault.lasts !== undefined ? [onTick(instant + fault.lasts)] : []),
    ]),
  ]))
    speaking.add(0, at);
  let callsDone = 0;
  const ask = (at: number): Pick<Tick, 'requests'> => {
    const due = requests.filter((request) => request.at === at).map(({ action }) => action);
    return due.length > 0 ? { requests: due } : {};
  };
  for (let at = speaking.next(); at < until; at = speaking.next()) yield play(at, speaking.take());
  yield play(until, speaking.next() === until ? speaking.take() : []);

  function play(at: number, due: readonly number[]): Tick {
    const publications = due.flatMap((number) => speakers[number - 1]?.speak(at) ?? []);
    for (const number of due) schedule(number, at);
    const struck = faults.filter(({ instant }) => instant === at);
    const carried = disturber.carry(at, publications);
    for (const later of carried.later) speaking.add(0, later);
    const from = callsDone;
    while ((calls[callsDone]?.at ?? Number.POSITIVE_INFINITY) <= at) callsDone += 1;
    return {
      at,
      publications: [
        ...carried.publications,
        ...struck.flatMap((each, index) => (each.kind === 'unknown-device' ? [strangerSays(at, index)] : [])),
      ],
      calls: calls.slice(from, callsDone).map(({ call }) => call),
      ...ask(at),
      kills: [...struck.flatMap((each) => (each.kind === 'gateway-kill' ? [each.moment] : [])), ...carried.kills],
      strands: carried.strands,
      quirks: carried.quirks,
    };
  }
}

/** Sizes and SHA-256 of all of a scenario's traffic: virtual time, topic, payload and flags of every message, and every call. */
export function digestOf(ticks: Iterable<Tick>): { messages: number; calls: number; ticks: number; sha256: string } {
  const hash = createHash('sha256');
  const sizes = { messages: 0, calls: 0, ticks: 0 };
  for (const { at, publications, calls, kills } of ticks) {
    for (const { terminal, topic, payload, retain, dup, cut } of publications)
      hash.update(`${at} ${terminal} ${topic} ${retain} ${dup} ${cut} ${payload}\n`);
    for (const call of calls) hash.update(`${at} ${JSON.stringify(call)}\n`);
    for (const moment of kills) hash.update(`${at} kill ${moment}\n`);
    sizes.messages += publications.length;
    sizes.calls += calls.length;
    sizes.ticks += 1;
  }
  return { ...sizes, sha256: hash.digest('hex') };
}
