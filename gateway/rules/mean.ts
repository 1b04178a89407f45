import type { MeanSpec } from '../model/rule-spec.ts';
import { localDay, startOfWindow } from './local-time.ts';
import { type EpisodeState, type Inputs, type Rule, type RuleStep, rest, type ValueInput } from './rule.ts';

/** What a slot of this kind remembers; kept as numbers in this order. */
interface Memory {
  /** Start of the open window; values before it come too late. */
  readonly start: number;
  readonly count: number;
  /** Of the values, or of their energies. */
  readonly sum: number;
  /** Windows beyond `set`, and windows on the healthy side of `clear`, in a row. */
  readonly beyond: number;
  readonly healthy: number;
  /** Local day, and its windows beyond `set`. */
  readonly day: number;
  readonly exceeded: number;
  /** Newest value of the reference in the window; stands last because it may be absent. */
  readonly reference: number | undefined;
}

function read(memory: readonly number[]): Memory {
  const [start = 0, count = 0, sum = 0, beyond = 0, healthy = 0, day = 0, exceeded = 0, reference] = memory;
  return { start, count, sum, beyond, healthy, day, exceeded, reference };
}

function write({ start, count, sum, beyond, healthy, day, exceeded, reference }: Memory): number[] {
  const always = [start, count, sum, beyond, healthy, day, exceeded];
  return reference === undefined ? always : [...always, reference];
}

/**
 * Means over 15 minutes, an hour or a day, as the dust and noise standards judge (DB31/964, GB 12523, GB 3095): a window is
 * decided once, when its end has passed or a value of a later one comes. A device that falls silent in a window is judged by
 * what it said before.
 */
export const mean: Rule<MeanSpec, ValueInput> = (spec, state, input) => {
  const memory = read(state.memory);
  if (input.kind === 'timer') return decided(spec, { ...state, fireAt: 0, due: 0 }, memory, memory.start + spec.window);
  const { time, value, receivedAt, reference, openAt } = input;
  const start = startOfWindow(time, spec.window);
  if (start < memory.start) return undefined;
  const done = start > memory.start && memory.start > 0 ? decided(spec, state, memory, start) : undefined;
  const before = done ? read(done.state.memory) : memory;
  // Outside the rule's hours values make no mean.
  const counts = openAt === time;
  if (!counts && !done) return undefined;
  const open: Memory = {
    ...(start > before.start ? { ...before, start, count: 0, sum: 0, reference: undefined } : before),
    ...(reference && { reference: reference.value }),
  };
  const sum = open.sum + (spec.average === 'energetic' ? 10 ** (value / 10) : value);
  const added: Memory = counts ? { ...open, count: open.count + 1, sum } : open;
  const due = start + spec.window;
  const next: EpisodeState = { ...(done?.state ?? state), due, fireAt: receivedAt + due - time, memory: write(added) };
  return done?.verdict ? { state: next, verdict: done.verdict } : { state: next };
};

/** The open window is over: what its mean says. Windows before `next` are then done. */
function decided(spec: MeanSpec, state: EpisodeState, memory: Memory, next: number): RuleStep {
  const { start, count, sum } = memory;
  const closed: Memory = { ...memory, start: next, count: 0, sum: 0, reference: undefined };
  if (count < spec.minSamples) return { state: { ...state, memory: write(closed) } };
  const level = spec.average === 'energetic' ? 10 * Math.log10(sum / count) : sum / count;
  const above = spec.direction === 'above';
  const { reference } = memory;
  const background =
    spec.background !== undefined && reference !== undefined && level <= spec.background.ratio * reference;
  const beyond = !background && (above ? level >= spec.set : level <= spec.set);
  const healthy = background || (above ? level < spec.clear : level > spec.clear);
  const day = localDay(start);
  const told: Memory = {
    ...closed,
    beyond: beyond ? memory.beyond + 1 : 0,
    healthy: healthy ? memory.healthy + 1 : 0,
    day,
    exceeded: (day === memory.day ? memory.exceeded : 0) + (beyond ? 1 : 0),
  };
  return verdictOf(spec, { ...state, value: level, memory: write(told) }, told, {
    inputs: inputsOf(spec, memory, { level, day: told }),
    start,
    beyond,
  });
}

interface Window {
  readonly inputs: Inputs;
  readonly start: number;
  readonly beyond: boolean;
}

function verdictOf(spec: MeanSpec, state: EpisodeState, told: Memory, { inputs, start, beyond }: Window): RuleStep {
  const at = start + spec.window;
  const enough = spec.perDay === undefined ? told.beyond >= spec.windows : told.exceeded > spec.perDay;
  if (state.phase === 'idle' && beyond && enough) {
    const since = spec.perDay === undefined ? start - (told.beyond - 1) * spec.window : start;
    return {
      state: { ...state, phase: 'active', episode: state.episode + 1, since },
      verdict: { type: 'raise', at, since, inputs },
    };
  }
  if (state.phase === 'active' && told.healthy >= spec.clearWindows) {
    const { since } = state;
    return {
      state: { ...rest(state), due: state.due, fireAt: state.fireAt },
      verdict: { type: 'clear', at, since, inputs },
    };
  }
  return { state };
}

function inputsOf(spec: MeanSpec, memory: Memory, { level, day }: { level: number; day: Memory }): Inputs {
  return {
    ...{ [spec.channel]: level, samples: memory.count, window: spec.window, set: spec.set, clear: spec.clear },
    ...(spec.perDay === undefined
      ? { windows: day.beyond, needed: spec.windows }
      : { exceededToday: day.exceeded, perDay: spec.perDay }),
    ...(spec.background && { reference: memory.reference ?? 'none', ratio: spec.background.ratio }),
  };
}
