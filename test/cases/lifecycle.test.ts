import { expect, test } from 'vitest';
import { ALLOWED, TRANSITIONS, transitionOf } from '../../gateway/cases/lifecycle.ts';
import type { CaseSubState } from '../../gateway/model/case.ts';
import { FEEDBACK_TYPES } from '../../gateway/model/feedback.ts';
import { sampleCase } from '../support/case-log.ts';

const states = Object.keys(ALLOWED) as CaseSubState[];

test('every feedback type is allowed somewhere, and every state but the last leads on', () => {
  for (const type of FEEDBACK_TYPES)
    expect(
      states.some((state) => ALLOWED[state].includes(type)),
      type,
    ).toBe(true);
  expect(states.filter((state) => ALLOWED[state].length === 0)).toEqual(['ARCHIVED']);
});

test('from every state a case can reach its archive', () => {
  for (const start of states) {
    const reached = new Set<CaseSubState>([start]);
    for (const state of reached)
      for (const type of ALLOWED[state]) reached.add(TRANSITIONS[type].to?.subState ?? state);
    expect(reached.has('ARCHIVED'), start).toBe(true);
  }
});

test('closed states take nothing but the archive', () => {
  for (const type of FEEDBACK_TYPES) {
    const { to, closes } = TRANSITIONS[type];
    if (closes) expect(ALLOWED[to?.subState ?? 'RAISED'], type).toEqual(['ARCHIVED']);
    expect(closes, type).toBe(TRANSITIONS[type].event === 'closed');
  }
});

test('an illegal step names the legal ones', () => {
  expect(() => transitionOf(sampleCase(), 'CLOSED')).toThrow(
    'STEP_ILLEGAL: case 2512S0000001 is RAISED, CLOSED is not allowed; allowed now: ACCEPTED, REJECTED, DISPATCHED, DUPLICATE_OF, FALSE_ALARM',
  );
  expect(() => transitionOf(sampleCase({ subState: 'ARCHIVED' }), 'ACCEPTED')).toThrow(
    'no feedback is allowed any more',
  );
});
