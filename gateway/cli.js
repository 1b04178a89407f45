#!/usr/bin/env node
// The bin. The gateway needs Node 24 (it runs TypeScript as it is); where the running Node is older, the pinned one that
// npm installed beside it takes over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
if (Number(process.versions.node.split('.')[0]) >= 24) {
  // Half of a start would be to strip types and to compile. What came of that is kept beside the packages: whoever may write there
  // could change the code itself. Where nobody may, or the first time, a start only takes longer.
  module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/gridwarden', import.meta.url)));
  await import(main);
} else {
  const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (!existsSync(pinned)) {
    console.error(
      `gridwarden needs Node 24 or newer (this is ${process.version}); run "npm ci" here, it brings its own`,
    );
    process.exit(2);
  }
  const self = fileURLToPath(import.meta.url);
  const child = spawn(pinned, [self, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}
