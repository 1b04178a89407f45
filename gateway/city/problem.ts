import { GatewayError } from '../errors.ts';

/** One thing that is wrong with a city's files. Errors keep the gateway from starting, warnings do not. */
export interface CityProblem {
  readonly level: 'error' | 'warning';
  /** `file:line:column`. */
  readonly where: string;
  /** What is wrong and what to do about it. */
  readonly message: string;
  /** Size of an overlap, gap or overhang, m². */
  readonly areaM2?: number;
}

/** A problem as one line for people. */
export function printProblem(problem: CityProblem): string {
  return `${problem.where}: ${problem.message}`;
}

/** Problems named in one error; `gridwarden config check` prints the rest. */
const NAMED = 20;

/** Throws CITY_INVALID naming the first errors among the problems; warnings pass. */
export function refuseErrors(problems: readonly CityProblem[], named = NAMED): void {
  const errors = problems.filter((problem) => problem.level === 'error');
  if (errors.length === 0) return;
  const lines = errors.slice(0, named).map(printProblem);
  if (errors.length > named) lines.push(`and ${errors.length - named} more`);
  throw new GatewayError('CITY_INVALID', lines.join('\n'));
}
