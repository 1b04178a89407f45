import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const BUNDLED = join(import.meta.dirname, '..', '..', 'deploy', 'profiles');
/** Categories in one type of device; a type has at most 64 rules. */
const MOST_RULES = 60;

/** A type of device that a row brings, and the categories it can report. */
export interface OwnType {
  readonly typeId: string;
  readonly categories: readonly string[];
}

/** What the gateway of a row is started with beside its data folder. */
export interface OwnFiles {
  /** Folder of profiles, where the row has a copy of its own. */
  readonly profiles?: string;
  readonly types: readonly OwnType[];
  /** Variables that tell the gateway and its command line of them. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One event per category, raised as it comes: so that every category of a catalogue can be played, whatever raises it else. */
function typeFile({ typeId, categories }: OwnType): string {
  return stringify({
    typeId,
    name: { zh: '模拟', en: 'Says any category' },
    heartbeat: '24h',
    offlineAfter: '31d',
    channels: {},
    events: Object.fromEntries(categories.map((code) => [code, { stateful: false }])),
    rules: categories.map((code) => ({
      ...{ id: `says-${code.toLowerCase()}`, kind: 'event', category: code, code },
      ...{ certainty: 0.95, dwell: '0s', quiet: '24h' },
    })),
  });
}

/** Writes what a row brings of its own into `folder`. */
export function writeOwnFiles(
  folder: string,
  row: { readonly profile: string; readonly ownProfile: boolean; readonly categories: readonly string[] },
): OwnFiles {
  const environment: Record<string, string> = {};
  const types: OwnType[] = [];
  for (let from = 0; from < row.categories.length; from += MOST_RULES)
    types.push({ typeId: `any-${types.length + 1}`, categories: row.categories.slice(from, from + MOST_RULES) });
  if (types.length > 0) {
    const path = join(folder, 'device-types');
    mkdirSync(path, { recursive: true });
    for (const type of types) writeFileSync(join(path, `${type.typeId}.yaml`), typeFile(type));
    environment['GRIDWARDEN_DEVICE_TYPES_DIR'] = path;
  }
  if (!row.ownProfile) return { types, environment };
  const profiles = join(folder, 'profiles');
  cpSync(join(BUNDLED, row.profile), join(profiles, row.profile), { recursive: true });
  return { profiles, types, environment: { ...environment, GRIDWARDEN_PROFILES_DIR: profiles } };
}
