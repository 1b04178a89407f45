import { readFileSync } from 'node:fs';
import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { CityProblem } from './problem.ts';

type Path = readonly PropertyKey[];

/** A data file that fits its schema, and where its parts stand. */
export interface SourceFile<T> {
  readonly value: T;
  /** `file:line:column` of the part at `path`, or of the nearest part around it that exists. */
  at(path: Path): string;
}

/** Resolves a path to `file:line:column`. JSON is YAML too, so one parser places both; it runs when first asked. */
function placer(file: string, text: string): (path: Path, key?: string) => string {
  let parsed: { document: ReturnType<typeof parseDocument>; lines: LineCounter } | undefined;
  return (path, key) => {
    if (!parsed) {
      const lines = new LineCounter();
      parsed = { document: parseDocument(text, { lineCounter: lines }), lines };
    }
    const { document, lines } = parsed;
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (!isNode(node) || !node.range) continue;
      const pair = isMap(node) ? node.items.find((item) => isNode(item.key) && String(item.key) === key) : undefined;
      const start = isNode(pair?.key) && pair.key.range ? pair.key.range[0] : node.range[0];
      const { line, col } = lines.linePos(start);
      return `${file}:${line}:${col}`;
    }
    return `${file}:1:1`;
  };
}

function printPath(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i ? '.' : ''}${String(part)}`)).join('');
}

/** One problem per misfit; unknown keys are placed at the key itself. */
function misfits(issues: readonly z.core.$ZodIssue[], place: ReturnType<typeof placer>): CityProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(
        (key): CityProblem => ({
          level: 'error',
          where: place(issue.path, key),
          message: `unknown key "${key}"; remove it or correct its spelling`,
        }),
      );
    const path = printPath(issue.path);
    return [{ level: 'error' as const, where: place(issue.path), message: `${path && `${path}: `}${issue.message}` }];
  });
}

function parseYaml(file: string, text: string, problems: CityProblem[]): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    problems.push({ level: 'error', where: `${file}:${line}:${col}`, message: error.message });
  }
  return document.errors.length > 0 ? undefined : document.toJS();
}

/** JSON.parse is quick but seldom says where it failed; the YAML parser, held to JSON's values, does. */
function parseJson(file: string, text: string, problems: CityProblem[]): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const lines = new LineCounter();
    const [first] = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'json' }).errors;
    const { line, col } = first ? lines.linePos(first.pos[0]) : { line: 1, col: 1 };
    const message = `not JSON: ${error instanceof Error ? error.message : error}`;
    problems.push({ level: 'error', where: `${file}:${line}:${col}`, message });
    return undefined;
  }
}

/**
 * Reads a YAML file, or a JSON file by its ending `json`, and checks it. What is wrong goes to `problems`, each with
 * `file:line:column`; then the result is undefined.
 */
export function readSource<T>(file: string, schema: z.ZodType<T>, problems: CityProblem[]): SourceFile<T> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    problems.push({ level: 'error', where: `${file}:1:1`, message: `cannot be read (${why})` });
    return undefined;
  }
  const known = problems.length;
  const raw = file.endsWith('json') ? parseJson(file, text, problems) : parseYaml(file, text, problems);
  if (problems.length > known) return undefined;
  const place = placer(file, text);
  const result = schema.safeParse(raw);
  if (result.success) return { value: result.data, at: (path) => place(path) };
  problems.push(...misfits(result.error.issues, place));
  return undefined;
}
