import { concerns, type Effect, type EventSpec } from './incidents/incident.ts';
import { epochOf } from './lab-clock.ts';
import type { Scenario } from './scenario.ts';
import type { Values } from './sensors/sensor.ts';
import type { TimedFault } from './traffic.ts';

/** What the scenario has in store for one device. Times are epoch ms of the city. */
export interface DeviceScript {
  /** Values as the incidents of the moment bend them. */
  shaped(at: number, normal: Values): Values;
  /** Whether an incident makes the device report now, besides its regular reports. */
  reports(at: number): boolean;
  muted(at: number): boolean;
  events(at: number): EventSpec[];
  /** Faults that strike exactly now. */
  faults(at: number): TimedFault[];
  /** The first tick behind `after` at which the script makes the device say something; Infinity when there is none. */
  next(after: number): number;
}

interface Timed {
  readonly effect: Effect;
  /** Epoch ms at which the incident begins. */
  readonly begins: number;
}

/** Whether the step of `tick` ms that ends at `elapsed` reached `instant`. */
const reached = (elapsed: number, tick: number, instant: number) => elapsed >= instant && elapsed - tick < instant;

function reportsNow({ effect, begins }: Timed, at: number, tick: number): boolean {
  const elapsed = at - begins;
  const { from, to, every } = effect;
  if (reached(elapsed, tick, to)) return true;
  if (effect.mute || effect.shape === undefined || elapsed < from || elapsed > to) return false;
  const count = Math.floor((elapsed - from) / every);
  return reached(elapsed, tick, from + count * every);
}

/** Instants, in ms after the incident's start, at which an effect makes its device speak: the next one behind `elapsed`. */
function nextOf({ from, to, every, mute, shape, events = [] }: Effect, elapsed: number): number {
  const fixed = [to, ...events.map(({ after }) => after)].filter((instant) => instant > elapsed);
  const step = Math.max(0, Math.floor((elapsed - from) / every) + 1);
  const report = from + step * every;
  const reports = mute || shape === undefined || report > to ? [] : [report];
  return Math.min(Number.POSITIVE_INFINITY, ...fixed, ...reports);
}

/** Collects the part of the scenario that concerns `device`. */
export function createScript(scenario: Scenario, faults: readonly TimedFault[], device: string): DeviceScript {
  const start = epochOf(scenario.clock.start);
  const { tick } = scenario.clock;
  const effects = scenario.incidents.flatMap(({ at, devices, effects }) =>
    effects.filter((effect) => concerns(device, devices, effect)).map((effect) => ({ effect, begins: start + at })),
  );
  const own = faults.filter((fault) => 'device' in fault && fault.device === device);
  const onTick = (at: number) => start + Math.ceil((at - start) / tick) * tick;
  return {
    shaped: (at, normal) =>
      effects.reduce((values, { effect, begins }) => {
        const elapsed = at - begins;
        return effect.shape && elapsed >= effect.from && elapsed <= effect.to ? effect.shape(elapsed, values) : values;
      }, normal),
    reports: (at) => effects.some((timed) => reportsNow(timed, at, tick)),
    muted: (at) =>
      effects.some(({ effect, begins }) => effect.mute && at - begins >= effect.from && at - begins < effect.to),
    events: (at) =>
      effects.flatMap(({ effect, begins }) =>
        (effect.events ?? []).filter(({ after }) => reached(at - begins, tick, after)).map(({ event }) => event),
      ),
    next: (after) =>
      Math.min(
        Number.POSITIVE_INFINITY,
        ...effects.map(({ effect, begins }) => onTick(begins + nextOf(effect, after - begins))),
        ...own.map(({ instant }) => instant).filter((instant) => instant > after),
      ),
    faults: (at) => own.filter(({ instant }) => instant === at),
  };
}
