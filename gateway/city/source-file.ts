import type { z } from 'zod';
import { type Place, readYaml, type YamlProblem } from '../yaml-file.ts';
import type { CityProblem } from './problem.ts';

type Path = readonly PropertyKey[];

/** A data file that fits its schema, and where its parts stand. */
export interface SourceFile<T> {
  readonly value: T;
  /** `file:line:column` of the part at `path`, or of the nearest part around it that exists. */
  at(path: Path): string;
}

function printPath(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i ? '.' : ''}${String(part)}`)).join('');
}

function say({ path = [], unknownKey, message }: YamlProblem): string {
  if (unknownKey !== undefined) return `unknown key "${unknownKey}"; remove it or correct its spelling`;
  return path.length > 0 ? `${printPath(path)}: ${message}` : message;
}

/**
 * Reads a YAML file, or a JSON file by its ending `json`, and checks it. What is wrong goes to `problems`, each with
 * `file:line:column`; then the result is undefined.
 */
export function readSource<T>(file: string, schema: z.ZodType<T>, problems: CityProblem[]): SourceFile<T> | undefined {
  // At the value: of a grid it is the shape or the code that is wrong, not the word before it.
  const source = readYaml({ file, mark: 'value' }, schema);
  const where = ({ line, col }: Place) => `${file}:${line}:${col}`;
  problems.push(
    ...source.problems.map((problem) => ({ level: 'error', where: where(problem), message: say(problem) }) as const),
  );
  if (source.problems.length > 0) return undefined;
  return { value: source.value as T, at: (path) => where(source.at(path)) };
}
