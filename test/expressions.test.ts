import { expect, it } from 'vitest';
import { celExpressions } from '../gateway/expressions.ts';

const names = { tilt: 'number', wind: 'number', closed: 'boolean', state: 'enum' } as const;
const { compile } = celExpressions();

it('asks a condition of the values of a device', () => {
  const condition = compile('tilt > 2.0 && wind < 17.2 && !closed && state in ["OPEN", "HALF"]', names);
  const values = { tilt: 3, wind: 5, closed: false, state: 'OPEN' };
  expect(condition(values)).toBe(true);
  expect(condition({ ...values, wind: 20 })).toBe(false);
  expect(condition({ ...values, state: 'SHUT' })).toBe(false);
});

it.each([
  ['tilt >', /./],
  ['tlt > 2.0', /tlt/],
  ['tilt + wind', /must be true or false, not double/],
  ['state > 2.0', /./],
])('refuses %s and says why', (text, message) => {
  expect(() => compile(text, names)).toThrow(message);
});
