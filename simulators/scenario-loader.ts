import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Scenario, scenarioSchema } from './scenario.ts';
import { type Place, type PlacedMistake, ScenarioError } from './scenario-error.ts';
import { mistakesOf } from './scenario-mistakes.ts';

type Path = readonly PropertyKey[];

/** One file of a scenario: the file itself first, then what it extends. */
interface Layer {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly content: Readonly<Record<string, unknown>>;
}

const MAX_EXTENDS = 8;

function readLayer(file: string, from: Place | undefined): Layer {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const place = from ?? { file, line: 1, column: 1 };
    throw new ScenarioError(place, `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new ScenarioError({ file, line, column: col }, broken.message);
  }
  const content: unknown = document.toJS();
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new ScenarioError(
      { file, line: 1, column: 1 },
      'a scenario is a map of keys; see simulators/scenarios/demo.yaml',
    );
  return { file, document, lines, content: content as Record<string, unknown> };
}

function readLayers(file: string): Layer[] {
  const layers = [readLayer(file, undefined)];
  for (;;) {
    const last = layers[layers.length - 1];
    const parent = last?.content['extends'];
    if (!last || typeof parent !== 'string') return layers;
    const place = placeIn(last, ['extends']);
    if (layers.length > MAX_EXTENDS) throw new ScenarioError(place, `more than ${MAX_EXTENDS} files extend each other`);
    layers.push(readLayer(resolve(dirname(last.file), parent), place));
  }
}

/** Position of the node at `path`, or of the deepest ancestor that exists. `key`: of that key itself in the map there. */
function placeIn({ file, document, lines }: Layer, path: Path, key?: string): Place {
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || !node.range) continue;
    const found = isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key
      : undefined;
    const at = isScalar(found) && found.range ? found.range[0] : node.range[0];
    const { line, col } = lines.linePos(at);
    return { file, line, column: col };
  }
  return { file, line: 1, column: 1 };
}

function placeOf(layers: readonly Layer[], path: Path, key?: string): Place {
  const full = key === undefined ? path : [...path, key];
  // The file that says it; of what none says, the file that has most of the way there.
  const depthIn = ({ document }: Layer) => full.findLastIndex((_, index) => document.hasIn(full.slice(0, index + 1)));
  const layer = layers.toSorted((a, b) => depthIn(b) - depthIn(a))[0];
  return layer ? placeIn(layer, path, key) : { file: '', line: 1, column: 1 };
}

/** The issue to report: inside a union, that of the alternative which got furthest. */
function deepest(issue: z.core.$ZodIssue, above: Path = []): { path: Path; message: string; key?: string } {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return { path, message: `unknown key ${issue.keys.join(', ')}`, key: issue.keys[0] ?? '' };
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = issue.errors
      .flatMap((alternative) => alternative.slice(0, 1))
      .map((each) => deepest(each, path))
      .sort((a, b) => b.path.length - a.path.length)[0];
    if (inner && inner.path.length > path.length) return inner;
    const either = issue.errors.flatMap((alternative) => alternative.slice(0, 1)).map((each) => each.message);
    return { path, message: [...new Set(either)].join('; or: ') };
  }
  return { path, message: issue.message };
}

/** Maps are merged key by key, so that a file says only what differs; lists and plain values take the place of the old ones. */
function merged(below: Readonly<Record<string, unknown>>, above: Readonly<Record<string, unknown>>) {
  const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const old = below[key];
    result[key] = isMapping(value) && isMapping(old) ? merged(old, value) : value;
  }
  return result;
}

/** Where the value at a path of a plain document is, or undefined when nothing is there. */
const valueAt = (content: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    content,
  );

const spoken = (path: Path, message: string) => `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`;

/** All that the schema has against a scenario. A key nobody knows comes first: it tells more than the one now missing. */
function misfits({ issues }: z.ZodError, layers: readonly Layer[], content: unknown): PlacedMistake[] {
  const unknownFirst = issues.toSorted(
    (a, b) => Number(b.code === 'unrecognized_keys') - Number(a.code === 'unrecognized_keys'),
  );
  return unknownFirst.map((issue) => {
    const { path, message, key } = deepest(issue);
    const missing = key === undefined && path.length > 0 && valueAt(content, path) === undefined;
    return { place: placeOf(layers, path, key), detail: spoken(path, missing ? 'is missing' : message) };
  });
}

/** A scenario, and where in its files something of it stands. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  placeOf(path: Path): Place;
}

/**
 * Reads and checks a scenario file; `seed` takes the place of its own. Throws ScenarioError naming file, line and column of
 * everything that is wrong, as far as it can be seen at once; a key that came by `extends` is reported in the file it stands in.
 */
export function readScenario(path: string, { seed }: { seed?: number | undefined } = {}): LoadedScenario {
  const layers = readLayers(resolve(path));
  const content = {
    ...layers.map((layer) => layer.content).reduceRight(merged, {}),
    ...(seed === undefined ? {} : { seed }),
  };
  const result = scenarioSchema.safeParse(content);
  const mistakes = result.success
    ? [...mistakesOf(result.data)].map((mistake) => ({
        place: placeOf(layers, mistake.path),
        detail: spoken(mistake.path, mistake.message),
      }))
    : misfits(result.error, layers, content);
  const [first, ...others] = mistakes;
  if (first) throw new ScenarioError(first.place, first.detail, others);
  if (!result.success) throw result.error;
  return { scenario: result.data, placeOf: (at) => placeOf(layers, at) };
}

/** The scenario of a file. Throws as `readScenario` does. */
export function loadScenario(path: string): Scenario {
  return readScenario(path).scenario;
}
