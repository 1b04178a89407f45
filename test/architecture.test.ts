import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { clockViolations, focusedTests, importViolations, loosePins } from './support/import-rules.ts';
import { ROOT, readSources, type SourceFile } from './support/source.ts';

const code = readSources('{gateway,adapters,simulators,proto}/**/*.{ts,js}').filter(
  ({ path }) => !path.startsWith('proto/gen/'),
);
const tests = readSources('test/**/*.ts');

const file = (path: string, text: string): SourceFile[] => [{ path, text }];

describe('imports', () => {
  it('cross no border', () => {
    expect(code.length).toBeGreaterThan(50);
    expect(importViolations(code)).toEqual([]);
  });

  it.each([
    ['gateway/model/a.ts', `import type { B } from './b.ts';`],
    ['gateway/records/a.ts', `import { DatabaseSync } from 'node:sqlite'; import { E } from '../errors.ts';`],
    ['gateway/rules/a.ts', `import { proto } from '../../proto/index.ts'; import { x } from './b.ts';`],
    ['gateway/gateway.ts', `import { x } from './rules/a.ts'; import { y } from '../adapters/registry.ts';`],
    [
      'gateway/commands/city.ts',
      `import { x } from '../city/city.ts'; import { y } from '../../adapters/registry.ts';`,
    ],
    ['gateway/readers.ts', `import { x } from './inbox/inbox.ts'; import type { Y } from './ingest/reader.ts';`],
    ['gateway/config.ts', `import { x } from './yaml-file.ts'; import type { Y } from './config-file.ts';`],
    ['gateway/main.ts', `const { lab } = await import('../simulators/cli.ts');`],
    [
      'adapters/device-types.ts',
      `import { x } from '../gateway/yaml-file.ts'; import { y } from '../gateway/duration.ts';`,
    ],
    ['adapters/lib/xml.ts', `import { SaxesParser } from 'saxes'; import { readFileSync } from 'node:fs';`],
    ['simulators/a.ts', `import mqtt from 'mqtt'; import { b } from './b.ts';`],
    ['gateway/rules/a.ts', `// import { x } from '../series/sink.ts';`],
  ])('of %s may be %s', (path, text) => {
    expect(importViolations(file(path, text))).toEqual([]);
  });

  it.each([
    ['gateway/model/a.ts', `import type { E } from '../errors.ts';`],
    ['gateway/model/a.ts', `import { z } from 'zod';`],
    ['gateway/clock.ts', `import { x } from './series/sink.ts';`],
    ['gateway/program.ts', `import { x } from './config.ts';`],
    ['gateway/config.ts', `import { x } from './rules/a.ts';`],
    ['gateway/readers-new.ts', `import { x } from './inbox/inbox.ts';`],
    ['gateway/rules/a.ts', `import { x } from '../series/sink.ts';`],
    ['gateway/rules/a.ts', `import { x } from '../readers.ts';`],
    ['gateway/rules/a.ts', `import type {\n  X,\n} from '../series/sink.ts';`],
    ['gateway/rules/a.ts', `export * from "../series/sink.ts";`],
    ['gateway/rules/a.ts', `const x = await import('../series/sink.ts');`],
    ['gateway/rules/a.ts', `import '../series/sink.ts';`],
    ['gateway/rules/a.ts', `import { x } from '../config.ts';`],
    ['gateway/rules/a.ts', `import { x } from '../../adapters/adapter.ts';`],
    ['gateway/rules/a.ts', `import { x } from '../../proto/gen/gridwarden.js';`],
    ['gateway/main.ts', `import { lab } from '../simulators/cli.ts';`],
    ['gateway/commands/lab.ts', `const { lab } = await import('../../simulators/cli.ts');`],
    ['gateway/gateway.ts', `const { lab } = await import('../simulators/cli.ts');`],
    ['gateway/gateway.ts', `import { x } from '../test/support/source.ts';`],
    ['adapters/a.ts', `import { x } from '../gateway/clock.ts';`],
    ['adapters/a.ts', `import { x } from '../gateway/program.ts';`],
    ['adapters/a.ts', `import { connect } from 'node:net';`],
    ['simulators/a.ts', `import { x } from '../gateway/model/message.ts';`],
    ['simulators/peers/a.ts', `import { x } from '../../adapters/adapter.ts';`],
  ])('of %s may not be %s', (path, text) => {
    expect(importViolations(file(path, text))).toHaveLength(1);
  });
});

describe('time', () => {
  it('comes from the clock', () => {
    const own = tests.filter(({ path }) => !/^test\/(?:e2e|bench|support)\//.test(path));
    expect(clockViolations([...code, ...own])).toEqual([]);
  });

  it.each(['Date.now()', 'new Date()', 'setTimeout(f, 1)', 'globalThis.setInterval(f, 1)'])('is not %s', (use) => {
    expect(clockViolations(file('gateway/a.ts', `const x = ${use};`))).toHaveLength(1);
    expect(clockViolations(file('gateway/clock.ts', `const x = ${use};`))).toEqual([]);
  });

  it('may be spoken of and given as a number', () => {
    const text = `// Date.now() is forbidden\nconst a = 'setTimeout'; const b = new Date(5); /* setInterval */`;
    expect(clockViolations(file('gateway/a.ts', text))).toEqual([]);
  });
});

describe('tests', () => {
  it('all run', () => {
    expect(focusedTests(tests)).toEqual([]);
    for (const use of ['.only(', '.skip(', '.todo(', '.each.only('])
      expect(focusedTests(file('a.test.ts', `it${use}'x', f)`))).toHaveLength(1);
  });
});

describe('repository', () => {
  it('pins one exact version of each dependency', () => {
    expect(loosePins(readSources('package.json')[0]?.text ?? '')).toEqual([]);
    expect(loosePins('{"dependencies":{"a":"^1.0.0","b":"latest","c":"1.2.3","d":"1.0"}}')).toHaveLength(3);
  });

  it('keeps its top level to what the layout names', () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
    const top = new Set(
      tracked.map((path) => path.split('/')[0] ?? '').filter((name) => name && !name.startsWith('.')),
    );
    const folders = ['adapters', 'deploy', 'gateway', 'proto', 'simulators', 'test'];
    const files = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'biome.json',
      'package-lock.json',
      'package.json',
      'tsconfig.json',
    ];
    expect([...top].filter((name) => !folders.includes(name) && !files.includes(name))).toEqual([]);
  });

  it('marks generated code', () => {
    const generated = readSources('proto/gen/*');
    expect(generated.map(({ path }) => path)).toEqual(['proto/gen/gridwarden.d.ts', 'proto/gen/gridwarden.js']);
    for (const { text } of generated) expect(text).toMatch(/^\/\/ GENERATED .* DO NOT EDIT\.\n/);
  });
});
