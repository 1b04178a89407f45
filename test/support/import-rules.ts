import { posix } from 'node:path';
import { type SourceFile, withoutComments, withoutLiterals } from './source.ts';

/** One kind of place in the tree and what may be imported there. The first zone whose `path` matches a file is its zone. */
interface Zone {
  readonly path: RegExp;
  /** Paths from the top that may be imported; `$1` stands for the first group of `path`. */
  readonly files: readonly string[];
  readonly packages: 'any' | 'none' | 'offline';
  readonly rule: string;
}

const MODEL = 'gateway/model/';
/** Transports and adapters read the same XML of devices; all of it is pure. */
const XML = ['gateway/xml.ts', 'gateway/xml-text.ts', 'gateway/onvif-split.ts'];
/** What every part may build on. */
const KERNEL = [
  'gateway/errors.ts',
  'gateway/clock.ts',
  'gateway/log.ts',
  'gateway/metrics.ts',
  'gateway/duration.ts',
  'gateway/yaml-file.ts',
  ...XML,
  'gateway/program.ts',
  'gateway/candidate-codec.ts',
  'gateway/event-source.ts',
  'gateway/records/',
];
/**
 * The wiring: where the parts, which never import each other, meet. It imports whatever it puts together and holds no
 * logic that a part could hold; a new file at the top of gateway/ is strict until it is named here.
 */
const WIRING = [
  'gateway/main.ts',
  'gateway/gateway.ts',
  'gateway/stores-wiring.ts',
  'gateway/city-wiring.ts',
  'gateway/registry-wiring.ts',
  'gateway/devices-wiring.ts',
  'gateway/cases-wiring.ts',
  'gateway/mqtt-wiring.ts',
  'gateway/mqtt-thread.ts',
  'gateway/mqtt-worker.ts',
  'gateway/mqtt-calls.ts',
  'gateway/onvif-wiring.ts',
  'gateway/readers-wiring.ts',
  'gateway/trials-wiring.ts',
  'gateway/upkeep-wiring.ts',
  'gateway/faces-wiring.ts',
  'gateway/http-wiring.ts',
  'gateway/devices-http-wiring.ts',
  'gateway/listeners-wiring.ts',
  'gateway/city-reload.ts',
  'gateway/city-worker.ts',
  'gateway/explain.ts',
  'gateway/expressions.ts',
  'gateway/readers.ts',
  'gateway/series-reader.ts',
  'gateway/onvif-devices.ts',
  'gateway/onvif-site.ts',
  'gateway/case-publisher.ts',
  'gateway/lab-time.ts',
  'gateway/accounts.ts',
  'gateway/backup.ts',
  'gateway/restore.ts',
  'gateway/commands/',
  'gateway/trials/',
];
/** What a start is told: only the wiring reads it and hands the parts what concerns them. */
const SETTINGS = [
  'gateway/config.ts',
  'gateway/config-file.ts',
  'gateway/config-tls.ts',
  'gateway/config-values.ts',
  'gateway/data-dir.ts',
  'gateway/version.ts',
];
/** Device types are YAML with durations in it, and their problems are told as those of every other file; both are pure. */
const FOR_ADAPTERS = ['gateway/errors.ts', 'gateway/yaml-file.ts', 'gateway/duration.ts', ...XML];
const PROTO = 'proto/index.ts';

/** Matches the listed files and everything in the listed folders. */
const anyOf = (paths: readonly string[]) =>
  new RegExp(`^(?:${paths.map((path) => path.replaceAll('.', '\\.') + (path.endsWith('/') ? '' : '$')).join('|')})`);

const ZONES: readonly Zone[] = [
  { path: /^gateway\/model\//, files: [MODEL], packages: 'none', rule: 'the model imports only the model' },
  {
    path: anyOf(KERNEL),
    files: [MODEL, ...KERNEL, PROTO],
    packages: 'any',
    rule: 'the kernel imports only the model, proto/ and the kernel',
  },
  {
    path: anyOf(WIRING),
    files: ['gateway/', 'adapters/', PROTO],
    packages: 'any',
    rule: 'the wiring imports no simulator, except main.ts when a command needs one',
  },
  {
    path: /^gateway\/[^/]+$/,
    files: [MODEL, ...KERNEL, ...SETTINGS],
    packages: 'any',
    rule: 'files at the top of gateway/ that are not wiring import only the model, the kernel and the settings',
  },
  {
    path: /^gateway\/([^/]+)\//,
    files: [MODEL, ...KERNEL, PROTO, 'gateway/$1/'],
    packages: 'any',
    rule: 'folders under gateway/ import the model, the kernel and proto/, never each other',
  },
  {
    path: /^adapters\//,
    files: [MODEL, ...FOR_ADAPTERS, PROTO, 'adapters/'],
    packages: 'offline',
    rule: 'adapters import the model, errors, yaml-file, duration, proto/ and their own lib; they reach no network, process or clock',
  },
  {
    path: /^simulators\//,
    files: [PROTO, 'simulators/'],
    packages: 'any',
    rule: 'simulators share nothing with the gateway but proto/',
  },
  { path: /^proto\//, files: ['proto/'], packages: 'any', rule: 'proto/ imports only proto/' },
];

/** What a pure translation has no use for. */
const ONLINE = new Set(
  ['net', 'tls', 'http', 'https', 'http2', 'dgram', 'dns', 'child_process', 'worker_threads', 'timers', 'cluster']
    .flatMap((name) => [name, `node:${name}`, `node:${name}/promises`])
    .concat('undici', 'mqtt', 'aedes', 'ioredis', 'pg', 'ws', 'fastify', 'bullmq', 'lmdb', 'node-onvif'),
);

interface Import {
  readonly specifier: string;
  readonly dynamic: boolean;
}

const STATIC = /\b(?:import|export)\b[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*['"]([^'"]+)['"]/g;
const DYNAMIC = /\bimport\s*\(\s*['"]([^'"]+)['"]/g;

/** The import specifiers of a source file, type-only ones and re-exports among them. */
function importsOf(text: string): Import[] {
  const code = withoutComments(text);
  const found = (pattern: RegExp, dynamic: boolean) =>
    [...code.matchAll(pattern)].map((match) => ({ specifier: match[1] ?? match[2] ?? '', dynamic }));
  return [...found(STATIC, false), ...found(DYNAMIC, true)];
}

/** The command line loads the simulators only when a command needs them. */
const isLazySimulator = (path: string, target: string, dynamic: boolean) =>
  dynamic && path === 'gateway/main.ts' && target.startsWith('simulators/');

function violation(zone: Zone, path: string, { specifier, dynamic }: Import): string | undefined {
  const refused = `${path} imports ${specifier}: ${zone.rule}`;
  if (!specifier.startsWith('.')) {
    if (zone.packages === 'none' || (zone.packages === 'offline' && ONLINE.has(specifier))) return refused;
    return undefined;
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (isLazySimulator(path, target, dynamic)) return undefined;
  const folder = zone.path.exec(path)?.[1] ?? '';
  const allowed = zone.files.map((file) => file.replace('$1', folder));
  return allowed.some((file) => (file.endsWith('/') ? target.startsWith(file) : target === file)) ? undefined : refused;
}

/** Every import that crosses a border it must not cross, as one line each. */
export function importViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const zone = ZONES.find((candidate) => candidate.path.test(path));
    if (!zone) return [];
    return importsOf(text).flatMap((each) => violation(zone, path, each) ?? []);
  });
}

const CLOCKS = new Set(['gateway/clock.ts', 'simulators/lab-clock.ts']);
const TIME = /\bDate\.now\b|\bnew\s+Date\s*\(\s*\)|\bsetTimeout\b|\bsetInterval\b|\bnode:timers\b/g;

/** Every use of the machine's time outside the two clocks, as one line each. */
export function clockViolations(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !CLOCKS.has(path))
    .flatMap(({ path, text }) =>
      [...withoutLiterals(text).matchAll(TIME)].map(([use]) => `${path} uses ${use}: take the time from the clock`),
    );
}

const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** Dependencies of a package.json that are not pinned to one version. */
export function loosePins(packageJson: string): string[] {
  const json = JSON.parse(packageJson) as Record<string, Record<string, string> | undefined>;
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'].flatMap((kind) =>
    Object.entries(json[kind] ?? {})
      .filter(([, version]) => !EXACT.test(version))
      .map(([name, version]) => `${kind}: ${name} is "${version}": pin one exact version`),
  );
}

const FOCUSED = /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:only|skip|todo|fails)\b|\b[xf](?:it|describe)\s*\(/g;

/** Tests that are left out or leave the others out, as one line each. */
export function focusedTests(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...withoutLiterals(text).matchAll(FOCUSED)].map(([use]) => `${path} has ${use}: every test runs`),
  );
}
