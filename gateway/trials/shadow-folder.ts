import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ORIGIN = 'origin.json';

/** Which types a shadow began with, and when. */
export interface Origin {
  readonly digest: string;
  readonly startedAt: number;
}

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort())
    if (name.endsWith('.yaml'))
      hash
        .update(name)
        .update('\0')
        .update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

function originIn(folder: string): Origin | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, ORIGIN), 'utf8')) as Origin;
  } catch {
    return undefined;
  }
}

/** Begins anew when the types are not those it began with: alarms of two rule sets in one report would say nothing. */
export function openShadowFolder({ folder, types, now }: { folder: string; types: string; now: number }): Origin {
  const digest = digestOf(types);
  const known = originIn(folder);
  if (known?.digest === digest) return known;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const origin: Origin = { digest, startedAt: now };
  writeFileSync(join(folder, ORIGIN), JSON.stringify(origin), { flush: true });
  return origin;
}
