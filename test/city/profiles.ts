import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CityProblem } from '../../gateway/city/problem.ts';
import { testDir } from '../support/test-dir.ts';

/** The bundled profiles. */
export const PROFILES = fileURLToPath(new URL('../../deploy/profiles', import.meta.url));

/** A copy of the bundled profiles in which a test may break things. */
export function editableProfiles() {
  const folder = join(testDir(), 'profiles');
  cpSync(PROFILES, folder, { recursive: true });
  return {
    folder,
    /** Replaces `from`, which must occur, by `to` in a file. */
    edit(file: string, from: string | RegExp, to: string) {
      const path = join(folder, file);
      const before = readFileSync(path, 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file} does not contain ${from}`);
      writeFileSync(path, after);
    },
    /** Rewrites a GeoJSON file feature by feature; undefined drops one. */
    redraw(file: string, change: (feature: Feature) => Feature | undefined) {
      const path = join(folder, file);
      const collection = JSON.parse(readFileSync(path, 'utf8')) as { features: Feature[] };
      const features = collection.features.flatMap((feature) => change(feature) ?? []);
      writeFileSync(path, JSON.stringify({ ...collection, features }));
    },
    write(file: string, text: string) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
  };
}

export interface Feature {
  readonly type: string;
  readonly properties: { readonly code: string; readonly parent?: string };
  readonly geometry: { readonly type: string; readonly coordinates: number[][][] };
}

/** Problems as lines, without the folder the files lie in. */
export function lines(problems: readonly CityProblem[], folder: string): string[] {
  return problems.map(({ level, where, message }) =>
    `${level} ${where} ${message}`.replaceAll(`${folder}/`, '').replace(/\n.*/s, ''),
  );
}

/** A square ring of side `size` degrees, counter-clockwise from its south-west corner. */
export function square(lon: number, lat: number, size: number): [number, number][] {
  return [
    [lon, lat],
    [lon + size, lat],
    [lon + size, lat + size],
    [lon, lat + size],
    [lon, lat],
  ];
}
