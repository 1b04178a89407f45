import { describe, expect, it } from 'vitest';
import type { EventSpec } from '../../gateway/model/device.ts';
import { type EventInput, event } from '../../gateway/rules/event.ts';
import { type EpisodeState, IDLE, type Verdict } from '../../gateway/rules/rule.ts';

const spec: EventSpec = { id: 'x', kind: 'event', category: 'E0495', code: 'x', dwell: 0, quiet: 0 };

type Step = 'timer' | readonly [time: number, active: boolean, more?: Partial<EventInput>];

function run(rule: EventSpec, steps: readonly Step[], stateful = true) {
  let state: EpisodeState = IDLE;
  let last: boolean | undefined;
  let forgotten = 0;
  const verdicts: Verdict[] = [];
  for (const step of steps) {
    let input: EventInput | { kind: 'timer' } = { kind: 'timer' };
    if (step !== 'timer') {
      const [time, active, more] = step;
      const changed = !stateful || last !== active;
      last = active;
      input = { kind: 'event', active, stateful, changed, data: {}, time, receivedAt: time, openAt: time, ...more };
    }
    const result = event(rule, state, input);
    if (result) state = result.state;
    if (result?.forget) forgotten++;
    if (result?.verdict) verdicts.push(result.verdict);
  }
  return { state, verdicts, forgotten, said: verdicts.map(({ type, at }) => `${type} @${at}`) };
}

describe('event rule on a state', () => {
  it('raises on, clears off', () => {
    expect(
      run(spec, [
        [1, true],
        [2, true],
        [3, false],
        [4, false],
      ]).said,
    ).toEqual(['raise @1', 'clear @3']);
  });

  it('raises nothing for an on that is no change', () => {
    expect(
      run(spec, [
        [1, true, { changed: false }],
        [2, true, { changed: false }],
      ]).said,
    ).toEqual([]);
  });

  it('waits for the dwell; an off in between ends it', () => {
    const dwelling = { ...spec, dwell: 10 };
    expect(
      run(dwelling, [
        [0, true],
        [9, false],
      ]).said,
    ).toEqual([]);
    expect(run(dwelling, [[0, true], 'timer']).said).toEqual(['raise @10']);
    expect(
      run(dwelling, [
        [0, true],
        [8, true],
        [12, true],
      ]).said,
    ).toEqual(['raise @10']);
  });

  it('keeps the episode when the state comes back within the quiet period', () => {
    const quiet = { ...spec, quiet: 10 };
    const { said, state } = run(quiet, [[0, true], [5, false], [9, true], [20, false], 'timer']);
    expect(said).toEqual(['raise @0', 'clear @30']);
    expect(state.episode).toBe(1);
  });

  it('clears an on without off as synthetic and forgets the state; repeats put that off', () => {
    const stuck = { ...spec, maxOn: 60 };
    const { said, verdicts, forgotten, state } = run(stuck, [[0, true], [50, true], 'timer']);
    expect(said).toEqual(['raise @0', 'clear @110']);
    expect(verdicts[1]?.inputs).toMatchObject({ synthetic: true });
    expect(forgotten).toBe(1);
    expect(state).toEqual({ ...IDLE, episode: 1 });
  });

  it('raises only with the data that `where` asks for, and clears without', () => {
    const reasoned: EventSpec = { ...spec, where: { reason: 'Duress' } };
    expect(run(reasoned, [[1, true, { data: { reason: 'Expired' } }]]).said).toEqual([]);
    expect(
      run(reasoned, [
        [1, true, { data: { reason: 'Duress', point: 3 } }],
        [2, false],
      ]).said,
    ).toEqual(['raise @1', 'clear @2']);
    expect(run({ ...spec, where: { toString: 'x' } }, [[1, true]]).said).toEqual([]);
  });
});

describe('event rule on occurrences', () => {
  it('names whom the deciding one concerns, where there is a pseudonym', () => {
    const hits = run(
      spec,
      [
        [1, true, { data: { subject: 'p-1' } }],
        [2, true, { data: { subject: 'p-2', score: 0.9 } }],
        [3, true, { data: { score: 0.9 } }],
        [4, true, { data: { subject: '' } }],
      ],
      false,
    );
    expect(hits.verdicts.map(({ subject }) => subject)).toEqual(['p-1', 'p-2', undefined, undefined]);
    expect(JSON.stringify(hits.verdicts.map(({ inputs }) => inputs)), 'not in what people read').not.toContain('p-');
  });

  it('raises at the count within the window, once per episode, and lapses', () => {
    const often: EventSpec = { ...spec, count: 3, window: 100, quiet: 500 };
    const { said, verdicts } = run(
      often,
      [
        [0, true],
        [50, true],
        [120, true],
        [140, true],
        [160, true],
        'timer',
        [2_000, true],
        [2_001, true],
        [2_002, true],
      ],
      false,
    );
    expect(said).toEqual(['raise @140', 'clear @660', 'raise @2002']);
    expect(verdicts[0]).toMatchObject({ since: 50, inputs: { occurrences: 3, count: 3, window: 100 } });
    expect(verdicts[1]?.inputs).toMatchObject({ lapsed: true });
  });

  it('counts whatever the order inside the window', () => {
    const often: EventSpec = { ...spec, count: 3, window: 100, quiet: 500 };
    expect(
      run(
        often,
        [
          [50, true],
          [10, true],
          [30, true],
        ],
        false,
      ).said,
    ).toEqual(['raise @50']);
  });

  it('raises every time without a quiet period and never clears by itself', () => {
    const { said, state } = run(
      spec,
      [
        [1, true],
        [2, true],
        [3, false],
      ],
      false,
    );
    expect(said).toEqual(['raise @1', 'raise @2']);
    expect(state).toMatchObject({ phase: 'idle', episode: 2, fireAt: 0 });
  });

  it('remembers no more times than it counts', () => {
    const often: EventSpec = { ...spec, count: 3, window: 1, quiet: 0 };
    const many = Array.from({ length: 1_000 }, (_, n): Step => [n * 10, true]);
    expect(run(often, many, false).state.times).toHaveLength(1);
  });
});

describe('event rule with hours', () => {
  const closed = { ...spec, dwell: 30 };

  it('begins the dwell of a door that stands open at closing time when the hours begin', () => {
    const { said, verdicts } = run(closed, [[100, true, { openAt: 500 }], 'timer']);
    expect(said).toEqual(['raise @530']);
    expect(verdicts[0]?.since).toBe(500);
  });

  it('forgets a door that was shut before', () => {
    const { state } = run(closed, [
      [100, true, { openAt: 500 }],
      [200, false],
    ]);
    expect(state).toEqual(IDLE);
  });

  it('takes the first repeat for the change once a mode allows the rule', () => {
    const never = { openAt: Number.POSITIVE_INFINITY };
    expect(
      run(spec, [
        [100, true, never],
        [200, true, never],
        [300, true],
      ]).said,
    ).toEqual(['raise @300']);
    expect(
      run(spec, [
        [100, true, never],
        [200, false],
        [300, true, never],
        [400, false],
      ]).said,
    ).toEqual([]);
  });

  it('counts no occurrence outside', () => {
    const often = { ...spec, count: 2, window: 1_000, quiet: 100 };
    expect(
      run(
        often,
        [
          [1, true, { openAt: 900 }],
          [2, true],
          [3, true],
        ],
        false,
      ).said,
    ).toEqual(['raise @3']);
  });
});
