import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { randomStream } from './random.ts';
import { type Scenario, scenarioSchema, sensorsOf } from './scenario.ts';
import { type Place, ScenarioError } from './scenario-error.ts';
import { momentOf } from './sensors/sensor.ts';
import { SENSORS } from './sensors/sensors.ts';

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
  }
  return { path, message: issue.message };
}

/** Channels of a simulated sensor that are numbers. */
function channelsOf(type: string): string[] {
  const values = SENSORS.find((sensor) => sensor.type === type)?.start(randomStream(0, type))(momentOf(0, 0)) ?? {};
  return Object.keys(values).filter((channel) => typeof values[channel] === 'number');
}

/** What the schema cannot see: names that nothing carries, zones and doors a peer does not have. */
function* danglingReferences(scenario: Scenario): Generator<{ path: Path; message: string }> {
  const sensors = new Set(sensorsOf(scenario).map(({ name }) => name));
  const cameras = new Map(scenario.cameras.map((camera) => [camera.name, camera.zones]));
  const doors = new Map(scenario.doors.map((controller) => [controller.name, controller.doors]));
  const checked = new Set<string>();
  for (const { kind, devices, actions, effects, origin } of scenario.incidents) {
    const atPeer = actions.some(({ device }) => device === undefined);
    const parts = [
      ...effects.map(({ device }) => ({ device, fits: sensors.has(device ?? '') })),
      ...actions.map(({ device = '' }) => ({ device, fits: cameras.has(device) || doors.has(device) })),
    ];
    for (const { device, fits } of parts)
      if (device && !fits)
        yield { path: ['incidents', origin], message: `nothing that can play this part is called ${device}` };
    if (kind === 'weather' && Object.keys(scenario.signals).length === 0)
      yield { path: ['incidents', origin], message: 'there is no weather: say it under signals' };
    for (const device of devices) {
      const path = ['incidents', origin, 'device'];
      if (checked.has(`${origin}/${device}`)) continue;
      checked.add(`${origin}/${device}`);
      const known = atPeer ? cameras.has(device) || doors.has(device) : sensors.has(device);
      if (!known)
        yield {
          path,
          message: `no ${atPeer ? 'camera or door controller' : 'sensor'} is called ${device}`,
        };
      else if (effects.length === 0 && actions.length === 0 && kind !== 'weather')
        yield { path, message: 'this incident does nothing' };
      for (const { verb, args, device: other } of actions) {
        if (other !== undefined) continue;
        const isCamera = verb === 'motion' || verb === 'intrusion' || verb === 'lineCrossed';
        const part = isCamera ? args[1] : args[0];
        const parts = isCamera ? cameras.get(device) : doors.get(device);
        if (known && (!parts || (typeof part === 'string' && !parts.includes(part))))
          yield { path, message: `${device} has no ${isCamera ? 'zone' : 'door'} ${String(part)}` };
      }
    }
  }
  for (const [index, fleet] of scenario.fleets.entries()) {
    const channels = channelsOf(fleet.type);
    for (const key of ['drift', 'noise', 'diurnal'] as const)
      for (const channel of Object.keys(fleet[key]))
        if (!channels.includes(channel))
          yield {
            path: ['fleets', index, key, channel],
            message: `${fleet.type} has no number called ${channel}; it has ${channels.join(', ')}`,
          };
  }
  for (const [index, each] of scenario.faults.entries())
    if ('device' in each && !sensors.has(each.device))
      yield { path: ['faults', index, 'device'], message: `no sensor is called ${each.device}` };
  const targets = new Set(['all', 'camera', 'door', ...sensors, ...cameras.keys(), ...doors.keys()]);
  for (const { type, name = type } of scenario.fleets) targets.add(type).add(name);
  for (const [index, each] of scenario.faults.entries())
    for (const target of 'target' in each ? [each.target].flat() : [])
      if (!targets.has(target))
        yield { path: ['faults', index, 'target'], message: `no device, fleet or type is called ${target}` };
  const names = new Set(scenario.incidents.map((each) => each.title));
  const origins = new Set(scenario.incidents.map((each) => each.origin));
  if (names.size < origins.size) yield { path: ['incidents'], message: 'two incidents have the same name' };
  for (const [index, each] of scenario.dispatch.falseAlarm.entries())
    if (!names.has(each)) yield { path: ['dispatch', 'falseAlarm', index], message: `no incident is called ${each}` };
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

/**
 * Reads and checks a scenario file. Throws ScenarioError naming file, line and column of the first thing that is wrong; a
 * key that came by `extends` is reported in the file it stands in.
 */
export function loadScenario(path: string): Scenario {
  const layers = readLayers(resolve(path));
  const content = layers.map((layer) => layer.content).reduceRight(merged, {});
  const result = scenarioSchema.safeParse(content);
  if (!result.success) {
    // A key nobody knows is more telling than the one it was meant to be and that is now missing.
    const { issues } = result.error;
    const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    const {
      path: at,
      message,
      key,
    } = first ? deepest(first) : { path: [], message: result.error.message, key: undefined };
    throw new ScenarioError(placeOf(layers, at, key), `${at.length > 0 ? `${at.join('.')}: ` : ''}${message}`);
  }
  for (const { path: at, message } of danglingReferences(result.data))
    throw new ScenarioError(placeOf(layers, at), `${at.join('.')}: ${message}`);
  return result.data;
}
