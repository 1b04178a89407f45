/**
 * Draws the synthetic grids of every bundled profile: irregular tilings without gaps, with the counts and areas the districts
 * have published, at their places. The shapes are invented and show no real boundary.
 * Run `node deploy/profiles/generate-grids.ts` to write every `grids/`; the same seeds give the same bytes everywhere.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawJiading } from './synthetic/jiading.ts';
import { drawLianhu } from './synthetic/lianhu.ts';
import { drawMinhangGumei } from './synthetic/minhang-gumei.ts';
import { drawZhongshan } from './synthetic/zhongshan.ts';

/** All files by their path under `deploy/profiles`. */
export function generateGrids(): Map<string, string> {
  const profiles = {
    lianhu: drawLianhu(),
    jiading: drawJiading(),
    zhongshan: drawZhongshan(),
    'minhang-gumei': drawMinhangGumei(),
  };
  const files = Object.entries(profiles).flatMap(([profile, drawn]) =>
    [...drawn].map(([name, text]) => [`${profile}/grids/${name}`, text] as const),
  );
  return new Map(files);
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self)
  for (const [path, text] of generateGrids()) {
    const file = join(dirname(self), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
