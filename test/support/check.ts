/**
 * `npm run check`: everything about the repository that can be wrong without a test failing. One line for each check, what
 * failed below it, and exit code 1 when anything did.
 */
import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { ERRORS } from '../../gateway/errors.ts';
import { clockViolations, focusedTests, importViolations, loosePins } from './import-rules.ts';
import { ROOT, readSources } from './source.ts';

const run = promisify(execFile);
const PATH = [`${ROOT}node_modules/.bin`, process.env['PATH']].join(delimiter);

/** Runs a program; its output is the complaint when it fails. */
function program(name: string, ...args: string[]): () => Promise<string[]> {
  return async () => {
    try {
      await run(name, args, { cwd: ROOT, env: { ...process.env, PATH }, maxBuffer: 1 << 26 });
      return [];
    } catch (error) {
      const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
      return `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').filter(Boolean).concat(message);
    }
  };
}

/** Codes a reader of the README would look for in vain. */
function undocumentedCodes(): string[] {
  const readme = readSources('README.md')[0]?.text ?? '';
  return Object.keys(ERRORS)
    .filter((code) => !readme.includes(`\`${code}\``))
    .map((code) => `README.md does not explain \`${code}\``);
}

const CODE = '{gateway,adapters,simulators}/**/*.{ts,js}';

const CHECKS: readonly [name: string, check: () => string[] | Promise<string[]>][] = [
  ['types', program('tsc', '--noEmit')],
  ['lint and format', program('biome', 'ci', '--error-on-warnings', '--colors=off', '.')],
  ['protobuf lint', program('buf', 'lint', 'proto')],
  ['generated code', program('node', 'proto/generate.ts', '--check')],
  ['imports', () => importViolations(readSources(CODE, 'proto/*.ts'))],
  ['time from the clock', () => clockViolations(readSources(CODE))],
  ['exact versions', () => loosePins(readSources('package.json')[0]?.text ?? '')],
  ['lock file', program('npm', 'ci', '--dry-run', '--no-audit', '--no-fund')],
  ['error codes in the README', undocumentedCodes],
  ['every test runs', () => focusedTests(readSources('test/**/*.ts'))],
];

let failed = 0;
for (const [name, check] of CHECKS) {
  const complaints = await check();
  console.log(`${complaints.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  for (const complaint of complaints) console.log(`     ${complaint}`);
  if (complaints.length > 0) failed++;
}
console.log(failed === 0 ? `${CHECKS.length} checks passed` : `${failed} of ${CHECKS.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
