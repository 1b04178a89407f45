import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { GatewayError } from '../gateway/errors.ts';
import type { DeviceType } from '../gateway/model/device.ts';
import type { Expressions } from '../gateway/model/expressions.ts';
import { readYaml, type YamlProblem } from '../gateway/yaml-file.ts';
import { deviceTypeSchema } from './lib/device-type-schema.ts';

/** Problems named in one error. */
const MAX_NAMED = 100;

export interface DeviceTypeOptions {
  /** Compiles expression rules; without it they are refused. */
  readonly expressions?: Expressions;
}

/**
 * Reads every `*.yaml` of a folder, or of several, as one device type each, by typeId; a type of a later folder takes the place
 * of one with its name. Durations become ms, defaults are filled in. Throws CITY_INVALID with one line `file:line:column: what`
 * for everything that is wrong in any of the files.
 */
export function loadDeviceTypes(
  folder: string | readonly string[],
  options: DeviceTypeOptions = {},
): ReadonlyMap<string, DeviceType> {
  const types = new Map<string, DeviceType>();
  const fileOf = new Map<string, string>();
  const problems: string[] = [];
  for (const file of [folder].flat().flatMap((each) => yamlFiles(each).map((name) => join(each, name)))) {
    const { type, problems: found } = readDeviceType(readFileSync(file, 'utf8'), file, options);
    problems.push(...found);
    if (!type) continue;
    if (basename(file) !== `${type.typeId}.yaml`)
      problems.push(`${file}:1:1: typeId is "${type.typeId}": name the file ${type.typeId}.yaml`);
    types.set(type.typeId, type);
    fileOf.set(type.typeId, file);
  }
  problems.push(...strangers(types, fileOf));
  refuse(problems);
  return types;
}

/** One device type from YAML text; `file` only names it in errors. Throws CITY_INVALID with everything that is wrong. */
export function parseDeviceType(text: string, file: string, options: DeviceTypeOptions = {}): DeviceType {
  const { type, problems } = readDeviceType(text, file, options);
  refuse(problems);
  return type as DeviceType;
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length > MAX_NAMED ? [`and ${problems.length - MAX_NAMED} more`] : [];
  throw new GatewayError('CITY_INVALID', [...problems.slice(0, MAX_NAMED), ...more].join('\n'));
}

function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .sort();
  } catch (error) {
    throw new GatewayError('CITY_INVALID', `${folder}: ${(error as Error).message}`, { cause: error });
  }
}

function readDeviceType(text: string, file: string, { expressions }: DeviceTypeOptions) {
  const { value: type, problems, at } = readYaml({ file, text }, deviceTypeSchema);
  const lines = problems.map((problem) => `${file}:${problem.line}:${problem.col}: ${say(problem)}`);
  if (!type) return { problems: lines };
  for (const [index, field, message] of expressionProblems(type, expressions)) {
    const { line, col } = at(['rules', index, field]);
    lines.push(`${file}:${line}:${col}: rules.${index}.${field}: ${message}`);
  }
  return { type, problems: lines };
}

function say({ path, unknownKey, message }: YamlProblem): string {
  if (unknownKey !== undefined) return `${[...(path ?? []), unknownKey].join('.')}: is not a known key`;
  return path ? `${path.join('.') || 'file'}: ${message}` : message;
}

/** Expression rules that cannot be compiled. */
function* expressionProblems(
  type: DeviceType,
  expressions: Expressions | undefined,
): Generator<[number, string, string]> {
  for (const [index, rule] of type.rules.entries()) {
    if (rule.kind !== 'expression') continue;
    if (!expressions) {
      yield [index, 'kind', 'no expression library is installed: say it with rules of other kinds'];
      continue;
    }
    const names = Object.fromEntries(
      rule.channels.map((channel) => [channel, type.channels[channel]?.kind ?? 'number'] as const),
    );
    for (const field of ['raise', 'clear'] as const) {
      const text = rule[field];
      if (text === undefined) continue;
      try {
        expressions.compile(text, names);
      } catch (error) {
        yield [index, field, error instanceof Error ? error.message : String(error)];
      }
    }
  }
}

/** Rules that look at devices of another type, which must exist and have what they look at. */
function strangers(types: ReadonlyMap<string, DeviceType>, fileOf: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  for (const { typeId, rules } of types.values())
    for (const [index, rule] of rules.entries()) {
      const complain = (what: string) =>
        problems.push(`${placeOf(fileOf.get(typeId) ?? '', index)}: ${rule.id}: ${what}`);
      const reference = rule.kind === 'relative' ? rule.against : rule.kind === 'mean' ? rule.background : undefined;
      if (reference && types.get(reference.type)?.channels[reference.channel]?.kind !== 'number')
        complain(`there is no device type "${reference.type}" with a number channel "${reference.channel}"`);
      if (rule.kind !== 'composite' || rule.b.type === undefined) continue;
      const { type, rule: id } = rule.b;
      if (!types.get(type)?.rules.some((other) => other.id === id && other.kind !== 'composite'))
        complain(`there is no device type "${type}" with a rule "${id}" that could be combined`);
    }
  return problems;
}

/** `file:line:column` of a rule; the file is read once more, since files with nothing wrong need no places. */
function placeOf(file: string, rule: number): string {
  const { line, col } = readYaml({ file }, z.unknown()).at(['rules', rule]);
  return `${file}:${line}:${col}`;
}
