import { hash } from 'node:crypto';
import type { DistinctSpec } from '../model/rule-spec.ts';
import type { EventInput } from './event.ts';
import { localDay, startOfDay } from './local-time.ts';
import { type EpisodeState, type Inputs, type Rule, type RuleStep, rest } from './rule.ts';
import { ones } from './threshold.ts';

/** Days looked back at most: a day is a bit. */
const MAX_DAYS = 31;

/**
 * Different pseudonyms at one door on a local day, `count` or more on `days` of the last `within` days. The memory holds the day,
 * which of the days before had enough (the newest in the lowest bit), and a short hash of each pseudonym of the day, at most
 * `count` of them: counting stops there. At midnight they are gone. Verdicts say how many, never who.
 */
export const distinct: Rule<DistinctSpec, EventInput> = (spec, state, input) => {
  if (input.kind === 'timer') return nextDay(spec, state);
  const subject = Object.hasOwn(input.data, spec.field) ? input.data[spec.field] : undefined;
  if (subject === undefined || subject === '' || input.openAt !== input.time) return undefined;
  const { time, receivedAt } = input;
  const today = localDay(time);
  const [day = today, bits = 0, ...seen] = state.memory;
  if (today < day) return undefined;
  if (today > day) {
    // The first of a new day: what the days before came to is decided first, and then the door is counted afresh.
    const turned = turn(spec, state, today, bits, day);
    const counted = add(spec, turned.state, subject, { time, receivedAt });
    if (!turned.verdict) return counted ?? turned;
    // One step says one thing: a door that would raise again at once does so at its next happening.
    return counted && !counted.verdict ? { ...turned, state: counted.state } : turned;
  }
  return add(spec, { ...state, memory: [day, bits, ...seen] }, subject, { time, receivedAt });
};

function add(
  spec: DistinctSpec,
  state: EpisodeState,
  subject: string | number | boolean,
  { time, receivedAt }: { readonly time: number; readonly receivedAt: number },
): RuleStep | undefined {
  const [day = 0, bits = 0, ...seen] = state.memory;
  const mark = Number.parseInt(hash('sha1', String(subject), 'hex').slice(0, 12), 16);
  if (seen.length >= spec.count || seen.includes(mark)) return undefined;
  const marks = [...seen, mark];
  const full = marks.length >= spec.count;
  const memory = [day, full ? bits | 1 : bits, ...marks];
  const enough = full && ones((bits | 1) & mask(spec.within)) >= spec.days;
  if (state.phase !== 'idle' || !enough) return { state: { ...state, memory } };
  const midnight = startOfDay(day + 1);
  const since = startOfDay(day);
  const active: EpisodeState = {
    ...state,
    ...{
      phase: 'active',
      episode: state.episode + 1,
      since,
      due: midnight,
      fireAt: receivedAt + midnight - time,
      memory,
    },
  };
  return { state: active, verdict: { type: 'raise', at: time, since, inputs: inputsOf(spec, memory, memory[1] ?? 0) } };
}

/** Midnight passed and nobody came since. */
function nextDay(spec: DistinctSpec, state: EpisodeState): RuleStep {
  const [day = 0, bits = 0] = state.memory;
  const turned = turn(spec, state, day + 1, bits, day);
  if (turned.state.phase !== 'active') return turned;
  const midnight = startOfDay(day + 2);
  return { ...turned, state: { ...turned.state, due: midnight, fireAt: state.fireAt + midnight - state.due } };
}

/** From one day to a later one. Clears when the days that are over no longer come to `days`. */
function turn(spec: DistinctSpec, state: EpisodeState, today: number, bits: number, day: number): RuleStep {
  const moved = today - day > MAX_DAYS ? 0 : (bits << (today - day - 1)) & mask(MAX_DAYS);
  const memory = [today, (moved << 1) & mask(MAX_DAYS)];
  const next = { ...state, memory };
  if (state.phase !== 'active' || ones(moved & mask(spec.within)) >= spec.days) return { state: next };
  return {
    state: rest(next),
    verdict: { type: 'clear', at: startOfDay(today), since: state.since, inputs: inputsOf(spec, [today, 0], moved) },
  };
}

const mask = (days: number) => 2 ** Math.min(days, MAX_DAYS) - 1;

function inputsOf({ count, days, within }: DistinctSpec, [, , ...seen]: readonly number[], bits: number): Inputs {
  return { differentToday: seen.length, atLeast: count, daysReached: ones(bits & mask(within)), days, within };
}
