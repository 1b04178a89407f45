/**
 * `npm run nightly`: every row of the fault plan in its long form, then the chaos run with seeds, and a table of what passed.
 *
 * Options: --json (one line of JSON), --seeds 1,2,3 and --rounds 25 of the chaos run, --only F4,F7.
 * Exit codes: 0 all rows passed; 1 one did not; 2 an option is wrong.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { realClock } from '../../gateway/clock.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Output kept of a row that failed, characters. */
const KEPT = 4_000;

interface Row {
  readonly row: string;
  readonly fault: string;
  /** Program and arguments behind `node`. */
  readonly run: readonly string[];
}

interface Outcome {
  readonly row: string;
  readonly fault: string;
  readonly passed: boolean;
  readonly seconds: number;
  /** Rounds, or tests where the row has none. */
  readonly rounds: number;
  readonly said?: string;
}

const tests = (...paths: string[]) => [
  ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', '--reporter', 'verbose'],
  ...paths,
];

const FAULTS: readonly (readonly [row: string, fault: string, ...paths: string[]])[] = [
  ['F1', 'kills of gateway, queue, receiver', 'test/faults/f01'],
  ['F2', 'partitions', 'test/faults/f02'],
  ['F3', 'Redis emptied, replaced by an older copy', 'test/faults/f03'],
  ['F4', 'InfluxDB hangs, refuses, dies', 'test/faults/f04'],
  ['F5', 'negative controls', 'test/faults/f05'],
  ['F6', 'disk full', 'test/e2e/full-disk', 'test/records/full-disk'],
  ['F7', 'disk errors and slow flushes', 'test/faults/f07'],
  ['F8', 'flush before acknowledgement', 'test/faults/f08'],
  ['F9', 'damaged log', 'test/faults/f09'],
  ['F10', 'clock jumps', 'test/faults/f10'],
  ['F11', 'duplicates', 'test/faults/f11'],
  ['F12', 'slow clients', 'test/faults/f12'],
  ['F13', 'malformed packets', 'test/faults/f13'],
  ['F14', 'hostile bodies', 'test/faults/f14'],
  ['F15', 'isolation of devices', 'test/faults/f15'],
  ['F16', 'reconnect storm', 'test/faults/f16'],
  ['F17', 'MQTT conformance', 'test/conformance'],
  ['F18', 'payloads of every adapter', 'test/faults/f18'],
  ['F19', 'memory', 'test/faults/f19'],
];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '1,2,3' },
    rounds: { type: 'string', default: '25' },
    only: { type: 'string' },
  },
});

function rows(): Row[] {
  const wanted = values.only?.split(',');
  const all = [
    ...FAULTS.map(([row, fault, ...paths]): Row => ({ row, fault, run: tests(...paths) })),
    ...values.seeds.split(',').map((seed) => ({
      ...{ row: `seed ${seed}`, fault: 'everything at once' },
      run: ['test/chaos/run.ts', '--seed', seed, '--rounds', values.rounds],
    })),
  ];
  return all.filter(({ row }) => wanted?.includes(row) ?? true);
}

/** Rounds a row tells of, else its tests. */
function roundsOf(said: string): number {
  const told = [...said.matchAll(/(\d+) rounds/g)].map(([, count]) => Number(count));
  if (told.length > 0) return told.reduce((sum, count) => sum + count, 0);
  return Number(/Tests\s.*?(\d+) passed/.exec(said)?.[1] ?? 0);
}

function play({ row, fault, run }: Row): Promise<Outcome> {
  const clock = realClock();
  const began = clock.monotonic();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, run, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, GRIDWARDEN_NIGHTLY: '1', NO_COLOR: '1' },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.once('close', (code) => {
      const passed = code === 0;
      const seconds = Math.round((clock.monotonic() - began) / 1_000);
      resolve({ row, fault, passed, seconds, rounds: roundsOf(said), ...(passed ? {} : { said: said.slice(-KEPT) }) });
    });
  });
}

const line = ({ row, fault, passed, seconds, rounds }: Outcome) =>
  `${row.padEnd(8)}${fault.padEnd(44)}${String(rounds).padStart(7)}${String(seconds).padStart(7)} s  ${passed ? 'passed' : 'FAILED'}`;

async function main(): Promise<number> {
  const chosen = rows();
  if (chosen.length === 0) {
    process.stderr.write(`--only ${values.only}: rows are F1 to F${FAULTS.length} and "seed <n>"\n`);
    return 2;
  }
  const outcomes: Outcome[] = [];
  if (!values.json) console.log(`${'row'.padEnd(8)}${'fault'.padEnd(44)}${'rounds'.padStart(7)}${'time'.padStart(7)}`);
  for (const row of chosen) {
    const outcome = await play(row);
    outcomes.push(outcome);
    if (values.json) continue;
    console.log(line(outcome));
    if (outcome.said !== undefined) console.log(outcome.said);
  }
  const passed = outcomes.every((outcome) => outcome.passed);
  if (values.json) console.log(JSON.stringify({ passed, rows: outcomes }));
  else console.log(passed ? '\nPASSED' : '\nFAILED');
  return passed ? 0 : 1;
}

process.exitCode = await main();
