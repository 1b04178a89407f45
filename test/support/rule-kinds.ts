import fc from 'fast-check';
import { type EpisodeState, IDLE, type Rule, TIMER, type ValueInput, type Verdict } from '../../gateway/rules/rule.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 2026-03-02 00:00 in Shanghai, a Monday. */
export const MONDAY = Date.UTC(2026, 2, 1, 16);

/** One value, of a rule that may begin an episode at any time. */
export function valueInput(given: Pick<ValueInput, 'time' | 'value'> & Partial<ValueInput>): ValueInput {
  return {
    ...{ kind: 'value', previous: Number.NaN, receivedAt: given.time, openAt: given.time },
    ...{ reference: undefined, values: undefined },
    ...given,
  };
}

/** Time, value, and what else the input has. */
export type Reading = readonly [time: number, value: number, more?: Partial<ValueInput>];

export interface Playing {
  /** After which readings the state is written and read again, as by a restart. */
  readonly restarts?: (index: number) => boolean;
  /** Time goes on to here after the last reading. */
  readonly until?: number;
}

/** Plays readings through a rule; timers fire by the time of the next reading, as the evaluator does it. */
export function play<Spec>(
  rule: Rule<Spec, ValueInput>,
  spec: Spec,
  readings: readonly Reading[],
  playing: Playing = {},
) {
  const { restarts = () => false, until = 0 } = playing;
  let state: EpisodeState = IDLE;
  let previous = Number.NaN;
  const verdicts: Verdict[] = [];
  const take = (step: ReturnType<Rule<Spec, ValueInput>>) => {
    if (step?.verdict) verdicts.push(step.verdict);
    if (step) state = step.state;
  };
  const moveTo = (now: number) => {
    while (state.fireAt > 0 && state.fireAt <= now) {
      const before = state;
      take(rule(spec, state, TIMER));
      if (state === before) state = { ...state, fireAt: 0 };
    }
  };
  for (const [index, [time, value, more]] of readings.entries()) {
    moveTo(time);
    take(rule(spec, state, valueInput({ time, value, previous, ...more })));
    previous = value;
    if (restarts(index)) state = JSON.parse(JSON.stringify(state)) as EpisodeState;
  }
  moveTo(until);
  return { state, verdicts, said: verdicts.map(({ type, at }) => `${type} @${at}`) };
}

/** Readings with times that never go back, between `least` and `most`. */
export function readings(least: number, most: number, step = 5 * MINUTE): fc.Arbitrary<Reading[]> {
  return fc
    .array(fc.tuple(fc.nat(step), fc.double({ min: least, max: most, noNaN: true })), { maxLength: 80 })
    .map((steps) => {
      let time = MONDAY;
      return steps.map(([wait, value]): Reading => {
        time += wait;
        return [time, value];
      });
    });
}

/**
 * What every rule on values must keep, whatever it is fed, everything twice included: raise and clear take turns, so that an
 * episode is raised once; and a restart anywhere changes no verdict.
 */
export function keepsItsWord<Spec>(rule: Rule<Spec, ValueInput>, spec: Spec, given: fc.Arbitrary<Reading[]>): void {
  fc.assert(
    fc.property(given, fc.nat(7), fc.boolean(), (once, every, twice) => {
      const all = twice ? once.flatMap((reading) => [reading, reading]) : once;
      const last = all.at(-1)?.[0] ?? 0;
      const until = last + 2 * DAY;
      const { verdicts, state } = play(rule, spec, all, { until });
      verdicts.forEach(({ type, since, at }, index) => {
        if (type !== (index % 2 === 0 ? 'raise' : 'clear')) throw new Error(`verdict ${index} is a ${type}`);
        if (since > at) throw new Error(`verdict ${index} is of before its condition`);
      });
      if (state.episode !== verdicts.filter(({ type }) => type === 'raise').length)
        throw new Error('an episode too many');
      const restarted = play(rule, spec, all, { until, restarts: (index) => index % (every + 1) === 0 });
      if (JSON.stringify(restarted.verdicts) !== JSON.stringify(verdicts))
        throw new Error('a restart changed a verdict');
    }),
  );
}

/** A normal number by the sum of uniform ones, from a seed: the same in every run. */
export function noise(seed: number, sigma: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return () => sigma * (Array.from({ length: 12 }, uniform).reduce((sum, part) => sum + part, 0) - 6);
}
