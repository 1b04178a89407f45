import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { assertAll, assertion } from '../assertion.ts';
import { checkKind } from '../check.ts';
import { Unmet } from '../unmet.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'gateway', 'main.ts');
const run = promisify(execFile);
const MAX_OUTPUT = 32 * 1024 * 1024;

/** The command line on the row's data folder: `arguments: [city, areas, zhongshan, --json]`. Its JSON, or its text. */
export const commandCheck = checkKind(
  'command',
  {
    arguments: z.array(z.string()).min(1),
    exit: z.int().default(0),
    expect: z.array(assertion).default([]),
  },
  async (stand, { arguments: given, exit, expect }) => {
    const env = { ...process.env, ...stand.own.environment, GRIDWARDEN_DATA_DIR: stand.dataDir };
    const answer = await run(process.execPath, [MAIN, ...given], { maxBuffer: MAX_OUTPUT, env }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code?: unknown; stdout?: string }) => ({ code: Number(error.code), stdout: error.stdout ?? '' }),
    );
    const what = `gridwarden ${given.join(' ')}`;
    if (answer.code !== exit) throw new Unmet(`${what} ended with ${answer.code}, expected ${exit}`);
    return 1 + assertAll(jsonOr(answer.stdout), expect, what);
  },
);

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
