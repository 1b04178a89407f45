import { writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { gridMapOf } from './city-folder.ts';
import { registerDistricts } from './districts.ts';
import { durationText } from './duration.ts';
import { registerField } from './field/commands.ts';
import { fingerprintOf } from './fingerprint.ts';
import { placeFleet } from './fleet.ts';
import { junitReport } from './junit.ts';
import { runLab } from './lab.ts';
import { epochOf } from './lab-clock.ts';
import { scorecardText } from './progress.ts';
import { registerRecording } from './recording/commands.ts';
import { rehearse } from './rehearsal.ts';
import { htmlReport } from './report.ts';
import { scenarioJsonSchema } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import { readScenario } from './scenario-loader.ts';
import { endOf } from './traffic.ts';
import { UsageError } from './usage-error.ts';

/** Exit codes: the run failed its own expectations, or could not be played. */
const FAILED = 1;
const UNPLAYABLE = 70;

interface RunOptions {
  readonly json?: true;
  readonly keep?: true;
  readonly seed?: number;
  readonly speed?: number;
  readonly dataDir?: string;
  readonly report?: string;
  readonly junit?: string;
  readonly controlPort?: number;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number from 0 is needed');
  return value;
}

function portOf(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('a port is at most 65535; 0 is any free one');
  return port;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0 is needed');
  return value;
}

/** Runs a command and turns what it throws into a line on stderr and an exit code. */
async function guarded(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof ScenarioError || error instanceof UsageError ? error.exitCode : UNPLAYABLE;
  }
}

/** A signal that the first Ctrl-C or SIGTERM aborts, saying so; a second one ends the process as usual. */
function interruption(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const abort = () => {
    process.stderr.write('\ninterrupted: stopping in good order; once more ends at once\n');
    controller.abort();
  };
  process.once('SIGINT', abort).once('SIGTERM', abort).once('SIGHUP', abort);
  const release = () => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeListener(name, abort);
  };
  return { signal: controller.signal, release };
}

/** Work that a signal ends early. */
async function interruptible(work: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const { signal, release } = interruption();
  await guarded(() => work(signal)).finally(release);
}

async function labRun(file: string, options: RunOptions): Promise<number> {
  const { scenario } = readScenario(file, options);
  const { signal, release } = interruption();
  const json = options.json === true;
  try {
    const run = await runLab({
      scenario,
      keep: options.keep === true,
      ...(options.speed === undefined ? {} : { speed: options.speed }),
      ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
      ...(options.controlPort === undefined ? {} : { controlPort: options.controlPort }),
      output: { text: json ? process.stderr : process.stdout, progress: process.stderr },
      signal,
    });
    const { scorecard, interrupted, ticks, messages, kills, wallMs } = run;
    try {
      const { title, seed } = scenario;
      const fingerprint = fingerprintOf(run, messages);
      const reported = { ...run, fingerprint, title, seed, start: epochOf(scenario.clock.start), end: endOf(scenario) };
      if (options.report !== undefined) writeFileSync(options.report, htmlReport(reported));
      if (options.junit !== undefined) writeFileSync(options.junit, junitReport([reported]));
      const summary = { ...scorecard, fingerprint, interrupted, ticks, messages, kills, wallMs };
      if (!json) {
        if (interrupted)
          process.stdout.write('interrupted before its end; what follows is about the part that was played\n');
        process.stdout.write(
          `${scorecardText(scorecard)}\n${messages} messages in ${durationText(wallMs)}\nfingerprint ${fingerprint}\n`,
        );
      }
      if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
      if (options.keep && !signal.aborted) {
        process.stderr.write('still running, one second per second; Ctrl-C ends it\n');
        await run.keepGoing();
      }
    } finally {
      await run.close();
    }
    return scorecard.passed && !interrupted ? 0 : FAILED;
  } finally {
    release();
  }
}

async function simCheck(file: string, options: { seed?: number; json?: true }): Promise<number> {
  const { scenario, placeOf } = readScenario(file, options);
  const report = rehearse(scenario, placeFleet(scenario, gridMapOf(scenario)));
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    const { devices, messages, calls, expected, sha256, incomplete } = report;
    process.stdout.write(
      `${scenario.title}\n${devices} devices, ${messages} messages, ${calls} camera and door events, ${expected} cases expected\ntraffic ${sha256}\n`,
    );
    for (const name of incomplete) {
      const origin = scenario.incidents.find((each) => each.name === name)?.origin ?? 0;
      const { file: at, line, column } = placeOf(['incidents', origin, 'expect', 'when']);
      process.stdout.write(
        `${at}:${line}:${column}: never complete: ${name}: its condition is never met by what is sent\n`,
      );
    }
  }
  return report.incomplete.length === 0 ? 0 : FAILED;
}

/** Adds `lab` and `sim` to the command line. */
export function registerLabCommands(program: Command): void {
  const lab = program.command('lab').description('a whole city to try things on: gateway, devices, dispatch platform');
  lab
    .command('run')
    .description('play a scenario against a gateway of its own and print a scorecard')
    .argument('<scenario>', 'YAML file, such as simulators/scenarios/demo.yaml')
    .option('--json', 'scorecard as one JSON object on the last line of stdout')
    .option('--keep', 'go on with ordinary traffic after the verdict until Ctrl-C, and keep the data')
    .option('--seed <number>', "instead of the scenario's seed", wholeNumber)
    .option('--speed <factor>', "virtual seconds per second, instead of the scenario's wall time", positive)
    .option('--report <file>', 'write an HTML page with timeline, latencies and map')
    .option('--junit <file>', 'write the verdict as JUnit XML')
    .option('--control-port <port>', 'switch faults over HTTP on this machine while it runs; 0: any free port', portOf)
    .option('--data-dir <folder>', 'where the gateway keeps its data, kept afterwards')
    .addHelpText(
      'after',
      '\nExit code 0: all expected cases and no other, books balanced; 1: not so; 2: the scenario is not valid; 70: it could not be played.',
    )
    .action((file: string, options: RunOptions) => guarded(() => labRun(file, options)));
  registerDistricts(lab, interruptible);
  const sim = program.command('sim').description('simulated devices without a gateway');
  sim
    .command('check')
    .description('check a scenario, count its traffic and see that every expected case can come about')
    .argument('<scenario>', 'YAML file')
    .option('--json', 'report as one JSON object')
    .option('--seed <number>', "instead of the scenario's seed", wholeNumber)
    .action((file: string, options: { seed?: number; json?: true }) => guarded(() => simCheck(file, options)));
  sim
    .command('schema')
    .description('print the JSON Schema of scenario files, as in simulators/scenarios/scenario.schema.json')
    .action(() => void process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`));
  registerField(sim, interruptible);
  registerRecording(sim, interruptible);
}
