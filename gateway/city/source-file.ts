import type { z } from 'zod';
import { GatewayError } from '../errors.ts';
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
  // "expected object, received undefined" is how a schema says that something was left out.
  const words = message.replace(/^Invalid input: expected (\w+), received undefined$/, 'is missing; $1 wanted');
  return path.length > 0 ? `${printPath(path)}: ${words}` : words;
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

/** How the files of a city come in. What is slow about it can be done by another thread, and is then only repeated here. */
export interface Reading {
  readonly read: typeof readSource;
  /** A result that takes long to work out; plain data. */
  made<T>(make: () => T): T;
}

/** From disk, and worked out on the spot. */
export const FROM_DISK: Reading = { read: readSource, made: (make) => make() };

/** One thing that was read or made: plain data, fit to be sent to another thread. `of` is the file it was read from. */
export interface ReadingStep {
  readonly of: string;
  readonly value: unknown;
}

const MADE = '';

/** Reads from disk and tells every step, in order. */
export function recorded(tell: (step: ReadingStep) => void): Reading {
  return {
    read(file, schema, problems) {
      const source = readSource(file, schema, problems);
      if (source) tell({ of: file, value: source.value });
      return source;
    },
    made(make) {
      const value = make();
      tell({ of: MADE, value });
      return value;
    },
  };
}

/**
 * Repeats what was recorded: nothing is read, checked or worked out again, and places are those of whole files. Throws
 * CITY_INVALID when something else is asked for than then: the files changed between.
 */
export function replayed(steps: readonly ReadingStep[]): Reading {
  let next = 0;
  const take = (of: string) => {
    const step = steps[next++];
    if (step?.of === of) return step.value as never;
    throw new GatewayError('CITY_INVALID', `${of}: the files changed while they were read; reload again`);
  };
  return { read: (file) => ({ value: take(file), at: () => file }), made: () => take(MADE) };
}
