import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { parseDeviceType } from '../../adapters/device-types.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { celExpressions } from '../expressions.ts';
import type { SiteClass } from '../model/device.ts';

/** What is different from the device types in force. */
export interface TypeChanges {
  /** Whole device types as YAML, by typeId: in place of those of that name, or beside them. */
  readonly types?: Readonly<Record<string, string>>;
  /** By typeId and rule id, what an override may change: `{"smoke":{"smoke-density":{"set":0.1,"dwell":"5s"}}}`. */
  readonly rules?: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** Every class of sites: an override for all of them holds everywhere, and over all that the type itself says. */
const EVERYWHERE: readonly SiteClass[] = [
  ...(['ORDINARY', 'KEY_UNIT', 'CROWDED', 'MAJOR_HAZARD', 'CONSTRUCTION', 'CONTROLLED_BLOCK'] as const),
];
/** Characters of what is wrong with the types that an answer tells. */
const MAX_DETAIL = 4_000;

/**
 * Writes what is different from the device types in `folders` into the new folder `folder`, and checks each of its types; how
 * they fit those of other files is found when all are loaded. Returns all folders, in order. Throws REQUEST_INVALID with
 * everything that is wrong, each as `type.yaml:line:column: what`, or `rules.type.rule.limit: what` for a changed limit.
 */
export function writeTypes(
  folders: readonly string[],
  { types = {}, rules = {} }: TypeChanges,
  folder: string,
): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const all = [...folders, folder];
  for (const [typeId, text] of Object.entries(types)) writeFileSync(fileOf(folder, typeId, 'types'), text);
  for (const [typeId, patches] of Object.entries(rules))
    writeFileSync(fileOf(folder, typeId, 'rules'), stringify(patched(readType(all, typeId), patches)));
  const problems = readdirSync(folder).flatMap((name) => {
    const fault = faultOf(join(folder, name), name);
    if (fault === undefined) return [];
    const typeId = name.replace(/\.yaml$/, '');
    return typeId in rules ? inWordsOfLimits(fault, typeId) : fault;
  });
  if (problems.length > 0) throw new GatewayError('REQUEST_INVALID', problems.join('\n').slice(0, MAX_DETAIL));
  return all;
}

function faultOf(file: string, name: string): string | undefined {
  try {
    const { typeId } = parseDeviceType(readFileSync(file, 'utf8'), name, { expressions: celExpressions() });
    return `${typeId}.yaml` === name ? undefined : `${name}: its typeId is "${typeId}"; give it under that name`;
  } catch (error) {
    return toGatewayError(error).detail;
  }
}

/** The file was put together here, and nobody has seen its lines: the place is the one in what was asked. */
function inWordsOfLimits(faults: string, typeId: string): string {
  const place = /^[^\s:]+:\d+:\d+: (?:overrides\.\d+\.rules\.)?/;
  const told = (fault: string) =>
    fault.replace(place, (found) => (found.endsWith('.') ? `rules.${typeId}.` : `rules.${typeId}: `));
  return faults.split('\n').map(told).join('\n');
}

function fileOf(folder: string, typeId: string, path: string): string {
  // A name that leads out of the folder is no name of a type.
  if (/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(typeId)) return join(folder, `${typeId}.yaml`);
  throw new GatewayError('REQUEST_INVALID', `${path}: "${typeId}" is no typeId`, { path });
}

/** The file of a type as it is written: the one in the last folder that has it. */
function readType(folders: readonly string[], typeId: string): Readonly<Record<string, unknown>> {
  const file = [...folders]
    .reverse()
    .map((folder) => fileOf(folder, typeId, 'rules'))
    .find(existsSync);
  // What is wrong with the file itself is found, and told with its place, when all of them are loaded.
  if (file !== undefined) return (parse(readFileSync(file, 'utf8')) ?? {}) as Record<string, unknown>;
  const known = folders.flatMap((folder) => readdirSync(folder)).filter((name) => name.endsWith('.yaml'));
  const names = [...new Set(known.map((name) => name.replace(/\.yaml$/, '')))].join(', ');
  throw new GatewayError('REQUEST_INVALID', `rules: there is no device type "${typeId}"; there are ${names}`, {
    path: 'rules',
  });
}

function patched(type: Readonly<Record<string, unknown>>, rules: Readonly<Record<string, object>>): object {
  const overrides = Array.isArray(type['overrides']) ? type['overrides'] : [];
  return { ...type, overrides: [...overrides, { when: { siteClass: EVERYWHERE }, rules }] };
}
