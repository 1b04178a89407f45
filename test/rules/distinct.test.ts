import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DistinctSpec } from '../../gateway/model/rule-spec.ts';
import { distinct } from '../../gateway/rules/distinct.ts';
import type { EventInput } from '../../gateway/rules/event.ts';
import { type EpisodeState, IDLE, TIMER, type Verdict } from '../../gateway/rules/rule.ts';
import { DAY, HOUR, MINUTE, MONDAY } from '../support/rule-kinds.ts';

const rental: DistinctSpec = {
  ...{ id: 'many-people', kind: 'distinct', category: 'E0489', raises: 'CLUE', code: 'access_granted' },
  ...{ field: 'subject', count: 10, days: 7, within: 7 },
};
type Pass = readonly [time: number, subject: string];

function run(spec: DistinctSpec, passes: readonly Pass[], options: { restarts?: boolean; until?: number } = {}) {
  let state: EpisodeState = IDLE;
  const verdicts: Verdict[] = [];
  const take = (step: ReturnType<typeof distinct>) => {
    if (step?.verdict) verdicts.push(step.verdict);
    if (step) state = step.state;
    if (options.restarts) state = JSON.parse(JSON.stringify(state)) as EpisodeState;
  };
  const moveTo = (now: number) => {
    while (state.fireAt > 0 && state.fireAt <= now) take(distinct(spec, state, TIMER));
  };
  for (const [time, subject] of passes) {
    moveTo(time);
    const data = { subject };
    const input: EventInput = {
      kind: 'event',
      active: true,
      stateful: false,
      changed: true,
      data,
      time,
      receivedAt: time,
      openAt: time,
    };
    take(distinct(spec, state, input));
  }
  moveTo(options.until ?? 0);
  return { state, verdicts, types: verdicts.map(({ type }) => type) };
}

/** `people` different pseudonyms on each of `days` days, everybody passing three times. */
function household(people: number, days: number, from = 0): Pass[] {
  return Array.from({ length: days }, (_, day) =>
    Array.from(
      { length: people * 3 },
      (_, n): Pass => [MONDAY + (from + day) * DAY + 7 * HOUR + n * MINUTE, `day${day}-p${n % people}`],
    ),
  ).flat();
}

describe('distinct', () => {
  it('raises once for 14 people a day on the seventh day, and says counts only', () => {
    const { verdicts } = run(rental, household(14, 9));
    expect(verdicts.map(({ type }) => type)).toEqual(['raise']);
    expect(verdicts[0]?.at).toBe(MONDAY + 6 * DAY + 7 * HOUR + 9 * MINUTE);
    expect(verdicts[0]?.inputs).toEqual({ differentToday: 10, atLeast: 10, daysReached: 7, days: 7, within: 7 });
  });

  it('says nothing of a family, nor of a party', () => {
    expect(run(rental, household(4, 30)).types).toEqual([]);
    expect(run(rental, [...household(40, 2), ...household(3, 6, 2)]).types).toEqual([]);
  });

  it('lets a day be missed where the rule does', () => {
    const lenient = { ...rental, days: 5 };
    expect(run(lenient, [...household(12, 3), ...household(12, 2, 5)]).types).toEqual(['raise']);
  });

  it('clears when the days that are over no longer come to enough, also when nobody comes any more', () => {
    const { types, verdicts } = run(rental, household(14, 8), { until: MONDAY + 20 * DAY });
    expect(types).toEqual(['raise', 'clear']);
    expect(verdicts[1]?.at).toBe(MONDAY + 9 * DAY);
  });

  it('keeps no more than it counts to, and nothing from the day before', () => {
    const { state } = run(rental, household(300, 1));
    expect(state.memory).toHaveLength(2 + rental.count);
    expect(run(rental, [...household(300, 1), [MONDAY + DAY, 'one']]).state.memory).toHaveLength(3);
  });

  it('takes no notice of events without the field', () => {
    expect(run({ ...rental, field: 'toString' }, household(14, 8)).state).toEqual(IDLE);
  });

  it('raises and clears in turns, in whatever order people come, and a restart changes nothing', () => {
    const passes = fc.array(fc.tuple(fc.nat(6 * HOUR), fc.nat(5)), { maxLength: 120 }).map((list) => {
      let time = MONDAY;
      return list.map(([wait, who]): Pass => {
        time += wait;
        return [time, `p${who}`];
      });
    });
    const few: DistinctSpec = { ...rental, count: 3, days: 2, within: 3 };
    fc.assert(
      fc.property(passes, (all) => {
        const until = (all.at(-1)?.[0] ?? 0) + 5 * DAY;
        const { verdicts, state, types } = run(few, all, { until });
        for (const [index, type] of types.entries()) expect(type).toBe(index % 2 === 0 ? 'raise' : 'clear');
        expect(state.episode).toBe(types.filter((type) => type === 'raise').length);
        expect(run(few, all, { until, restarts: true }).verdicts).toEqual(verdicts);
      }),
    );
  });
});
