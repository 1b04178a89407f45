import { describe, expect, it } from 'vitest';
import { type CityProblem, printProblem, refuseErrors } from '../../gateway/city/problem.ts';

const problem = (level: CityProblem['level'], line: number): CityProblem => ({
  level,
  where: `a.yaml:${line}:1`,
  message: 'is wrong',
});

describe('city problems', () => {
  it('print as one line', () => {
    expect(printProblem(problem('error', 3))).toBe('a.yaml:3:1: is wrong');
  });

  it('let warnings pass and refuse errors', () => {
    expect(() => refuseErrors([problem('warning', 1)])).not.toThrow();
    expect(() => refuseErrors([problem('warning', 1), problem('error', 2)])).toThrow(
      'CITY_INVALID: a.yaml:2:1: is wrong',
    );
  });

  it('name twenty and count the rest', () => {
    const many = Array.from({ length: 25 }, (_, i) => problem('error', i + 1));
    expect(() => refuseErrors(many)).toThrow(/a\.yaml:20:1: is wrong\nand 5 more$/);
  });
});
