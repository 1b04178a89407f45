/** Writes proto/gen from the .proto files. `--check` compares instead and exits 1 on any difference. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const proto = fileURLToPath(new URL('.', import.meta.url));
const bin = (name: string) => join(proto, '..', 'node_modules', '.bin', name);
const sources = readdirSync(join(proto, 'gridwarden/v1'))
  .filter((name) => name.endsWith('.proto'))
  .sort()
  .map((name) => join(proto, 'gridwarden/v1', name));

const header = '// GENERATED from proto/gridwarden/v1 by `npm run proto`. DO NOT EDIT.\n';

function generate(folder: string): void {
  const js = join(folder, 'gridwarden.js');
  const types = join(folder, 'gridwarden.d.ts');
  execFileSync(bin('pbjs'), [
    ...['-t', 'static-module', '-w', 'es6', '-p', proto, '--force-number', '--no-delimited', '--no-service'],
    ...['--import-path', 'protobufjs/minimal.js', '-o', js, ...sources],
  ]);
  // pbjs imports the namespace object; Node's ESM view of the CommonJS runtime is its default export.
  const code = readFileSync(js, 'utf8').replace(
    /import \* as \$protobuf from "[^"]*"/,
    'import $protobuf from "protobufjs/minimal.js"',
  );
  writeFileSync(js, header + code);
  execFileSync(bin('pbts'), ['-o', types, js]);
  writeFileSync(types, header + readFileSync(types, 'utf8'));
}

const gen = join(proto, 'gen');
if (process.argv.includes('--check')) {
  const scratch = mkdtempSync(join(tmpdir(), 'gridwarden-proto-'));
  generate(scratch);
  const stale = readdirSync(scratch).filter(
    (name) => readFileSync(join(scratch, name), 'utf8') !== readFileSync(join(gen, name), 'utf8'),
  );
  rmSync(scratch, { recursive: true });
  if (stale.length > 0) {
    console.error(`proto/gen is not what the .proto files generate: ${stale.join(', ')}; run "npm run proto"`);
    process.exit(1);
  }
} else generate(gen);
