import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type ErrorCode, GatewayError } from './errors.ts';

type Path = readonly PropertyKey[];

/** A place in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly col: number;
}

/** One thing that is wrong with a file. */
export interface YamlProblem extends Place {
  /** The part that does not fit; absent when the file could not be read or parsed at all. */
  readonly path?: Path;
  /** A key in the map at `path` that the schema does not know; the place is that of the key. */
  readonly unknownKey?: string;
  readonly message: string;
}

export interface YamlFile<T> {
  /** What the schema made of the file; absent when there are problems. */
  readonly value?: T;
  readonly problems: readonly YamlProblem[];
  /** Where the part at `path` stands, or the nearest part around it that exists. */
  at(path: Path): Place;
}

export interface YamlSource {
  readonly file: string;
  /** The text, where it has been read already; `file` then only names it. */
  readonly text?: string;
  /** What stands for `key: value` when it is placed: `key` (default) or `value`. */
  readonly mark?: 'key' | 'value';
}

/** A parsed text and where its lines begin. JSON is YAML too, so one parser places the parts of both. */
interface Parsed {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

const START: Place = { line: 1, col: 1 };

/**
 * Reads a YAML file, or a JSON file by its ending `json`, and checks it against a schema. Never throws for what stands in
 * the file: everything that is wrong is a problem with its place.
 */
export function readYaml<T extends z.ZodType>(source: YamlSource, schema: T): YamlFile<z.output<T>> {
  const { file, mark = 'key' } = source;
  let text: string;
  try {
    text = source.text ?? readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { problems: [{ ...START, message: `cannot be read (${why})` }], at: () => START };
  }
  const isJson = file.endsWith('json');
  // A map of the city as JSON is large, and its places are seldom asked for.
  let parsed = isJson ? undefined : parse(text);
  const at = (path: Path, of = mark): Place => {
    parsed ??= parse(text);
    return placeOf(parsed, path, of);
  };
  const raw = parsed ? yamlValue(parsed) : jsonValue(text);
  if ('problems' in raw) return { problems: raw.problems, at };
  const result = schema.safeParse(raw.value);
  if (result.success) return { value: result.data, problems: [], at };
  return { problems: result.error.issues.flatMap((issue) => misfits(issue, at)), at };
}

/**
 * The value of a YAML file that must fit. Throws `code` with every problem of the file as one line
 * `file:line:column: path: what`.
 */
export function readYamlFile<T extends z.ZodType>(file: string, schema: T, code: ErrorCode): z.output<T> {
  const { value, problems } = readYaml({ file }, schema);
  if (problems.length === 0) return value as z.output<T>;
  const lines = problems.map(({ line, col, path, message }) => {
    const name = path?.map(String).join('.');
    return `${file}:${line}:${col}: ${name ? `${name}: ` : ''}${message}`;
  });
  throw new GatewayError(code, lines.join('\n'));
}

type Raw = { readonly value: unknown } | { readonly problems: readonly YamlProblem[] };

function parse(text: string, options: { readonly schema?: 'json' } = {}): Parsed {
  const lines = new LineCounter();
  return { document: parseDocument(text, { ...options, lineCounter: lines, prettyErrors: false }), lines };
}

function yamlValue({ document, lines }: Parsed): Raw {
  if (document.errors.length === 0) return { value: document.toJS() };
  return { problems: document.errors.map(({ pos, message }) => ({ ...lines.linePos(pos[0]), message })) };
}

/** JSON.parse is quick but seldom says where it failed; the YAML parser, held to JSON's values, does. */
function jsonValue(text: string): Raw {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const { document, lines } = parse(text, { schema: 'json' });
    const [first] = document.errors;
    const place = first ? lines.linePos(first.pos[0]) : START;
    return { problems: [{ ...place, message: `not JSON: ${error instanceof Error ? error.message : error}` }] };
  }
}

/** One problem per misfit, and one per unknown key. */
function misfits(issue: z.core.$ZodIssue, at: (path: Path, mark?: 'key') => Place): YamlProblem[] {
  const { path, message } = issue;
  if (issue.code !== 'unrecognized_keys') return [{ ...at(path), path, message }];
  return issue.keys.map((key) => {
    const place = at([...path, key], 'key');
    return { ...place, path, unknownKey: key, message: `unknown key ${key}` };
  });
}

function placeOf({ document, lines }: Parsed, path: Path, mark: 'key' | 'value'): Place {
  const nodeAt = (depth: number): unknown => path.slice(0, depth).reduce<unknown>(childOf, document.contents);
  for (let depth = path.length; depth >= 0; depth--) {
    const node = nodeAt(depth);
    const key = mark === 'key' && depth > 0 ? keyOffset(nodeAt(depth - 1), path[depth - 1]) : undefined;
    const start = key ?? (isNode(node) ? node.range?.[0] : undefined);
    if (start !== undefined) return lines.linePos(start);
  }
  return START;
}

/** The value at a key or an index; a key that looks like a number is one in YAML, and a text in a path. */
function childOf(node: unknown, part: PropertyKey): unknown {
  if (isMap(node)) return node.items.find(({ key }) => String(key) === String(part))?.value;
  return isSeq(node) ? node.items[Number(part)] : undefined;
}

/** Where a key of a map begins; undefined in a sequence. */
function keyOffset(parent: unknown, key: PropertyKey | undefined): number | undefined {
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === String(key));
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
}
