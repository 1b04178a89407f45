import { expect, test } from 'vitest';
import { ALLOWED, isEarly, TRANSITIONS, transitionOf } from '../../gateway/cases/lifecycle.ts';
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

test('step 5 is a branch: it is entered from 2, 3 and 4, and left by whatever is done', () => {
  for (const state of ['DISPATCHED', 'ARRIVED', 'IN_PROGRESS', 'DISPOSED', 'CHECKING', 'PASSED'] as const)
    expect(ALLOWED[state], state).toContain('RETURNED');
  expect(TRANSITIONS.RETURNED.to).toEqual({ step: 5, subState: 'URGED' });
  for (const state of ['URGED', 'OVERDUE', 'ESCALATED'] as const)
    expect(new Set(ALLOWED[state].map((type) => TRANSITIONS[type].to?.step)), state).toEqual(new Set([1, 2, 3, 6]));
});

test('nothing but a person lets a case pass its review', () => {
  expect(ALLOWED.PENDING_REVIEW).toEqual(['ACCEPTED', 'REJECTED', 'DUPLICATE_OF', 'FALSE_ALARM']);
});

test.each([
  ['RAISED', 'CLOSED', true],
  ['ACCEPTED', 'VERIFIED', true],
  ['DISPOSED', 'DISPOSED', true],
  ['CLOSED', 'DISPOSED', false],
  ['ARCHIVED', 'ARCHIVED', false],
  ['PASSED', 'ARCHIVED', true],
] as const)('%s: %s may only be early: %s', (state, type, early) => {
  expect(isEarly(state, type)).toBe(early);
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
