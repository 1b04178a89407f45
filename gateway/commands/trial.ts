import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { realClock } from '../clock.ts';
import { type Config, deviceTypeFolders, loadConfig } from '../config.ts';
import { parseDuration } from '../duration.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { resultOf } from '../http/trials.ts';
import { silentLog } from '../log.ts';
import type { TypeChanges } from '../trials/changed-types.ts';
import { readMode } from '../trials/recorded-registry.ts';
import { type Progress, replayTrial } from '../trials/replay.ts';
import { jobOf, type TrialRequest } from '../trials/trials.ts';
import { instantOf } from './city-profile.ts';
import { atGateway, type GatewayAddress, getFromGateway, problemError } from './gateway-client.ts';
import { table } from './table.ts';

interface Options extends GatewayAddress {
  readonly from: string;
  readonly to: string;
  readonly rules?: string;
  readonly warmUp: string;
  readonly profile?: string;
  readonly mode?: string;
  readonly pipeline?: string;
  readonly dataDir?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** A result as the HTTP face prints it. */
interface Result {
  readonly from: string;
  readonly to: string;
  readonly messages: number;
  readonly same: number;
  readonly baseline: { readonly cases: number };
  readonly trial: { readonly cases: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly differences: readonly {
    readonly change: string;
    readonly device: string;
    readonly category: string;
    readonly explanation: string;
    readonly baseline?: { readonly raisedAt: string };
    readonly trial?: { readonly raisedAt: string };
  }[];
  readonly cut: boolean;
  readonly hidden: number;
}

interface RemoteTrial {
  readonly trialId: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress: Omit<Progress, 'at'>;
  readonly result?: Result;
  readonly problem?: { readonly code: string; readonly detail: string };
}

/** Machine ms between two questions how far a trial is. */
const POLL_MS = 300;

function textOf(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GatewayError('REQUEST_INVALID', `${option}: ${(cause as Error).message}`, { cause });
  }
}

/** The object in a YAML or JSON file. */
function contentOf(path: string, option: string): object {
  let value: unknown;
  try {
    value = parse(textOf(resolve(path), option));
  } catch (cause) {
    throw toGatewayError(cause, 'REQUEST_INVALID');
  }
  if (value !== null && typeof value === 'object') return value;
  throw new GatewayError('REQUEST_INVALID', `${option}: ${path} holds no object, such as {smoke: {heat: {set: 50}}}`);
}

/**
 * What `--rules` names: a folder of device types, one of them, or a YAML or JSON file that only says what rules override.
 * Throws REQUEST_INVALID.
 */
export function changesIn(path: string): TypeChanges {
  const typeIn = (file: string) => [basename(file, '.yaml'), textOf(file, '--rules')] as const;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const files = readdirSync(path).filter((name) => name.endsWith('.yaml'));
    return { types: Object.fromEntries(files.map((name) => typeIn(join(path, name)))) };
  }
  const value = contentOf(path, '--rules');
  if ('typeId' in value) return { types: Object.fromEntries([typeIn(path)]) };
  return { rules: value as NonNullable<TypeChanges['rules']> };
}

function printProgress({ messages, of }: Omit<Progress, 'at'>): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${messages} of ${of} messages `);
}

/** Asks a running gateway for the trial and waits for it; Ctrl-C cancels it there. */
async function atRunning(options: Options, request: object): Promise<Result> {
  const clock = realClock();
  const headers = { 'content-type': 'application/json' };
  const begun = await getFromGateway<RemoteTrial>(options, '/v1/trials', {
    ...{ method: 'POST', headers, body: JSON.stringify(request) },
  });
  const path = `/v1/trials/${begun.trialId}`;
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  try {
    for (let trial = begun; ; trial = await getFromGateway<RemoteTrial>(options, path)) {
      if (trial.result) return trial.result;
      if (trial.problem) throw problemError(trial.problem);
      if (trial.state === 'cancelled') throw new GatewayError('REQUEST_INVALID', 'somebody cancelled the trial');
      printProgress(trial.progress);
      await clock.wait(POLL_MS, interrupted.signal);
      if (!interrupted.signal.aborted) continue;
      await getFromGateway(options, path, { method: 'DELETE' });
      throw new GatewayError('REQUEST_INVALID', 'interrupted; the trial was cancelled');
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt);
  }
}

/** Makes the trial here, on a data directory that is only read. */
async function atDataDir(dataDir: string, request: TrialRequest, config: Config): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-trial-'));
  try {
    const ground = {
      ...{ dataDir, typeFolders: deviceTypeFolders(config), profilesDir: config.profilesDir, profile: config.profile },
      ...{ mode: readMode(join(dataDir, 'records.sqlite')), production: !config.lab },
      firstSight: config.access !== 'registered',
    };
    const result = await replayTrial(jobOf(ground, request, join(folder, 'device-types')), {
      ...{ clock: realClock(), log: silentLog(), onProgress: printProgress },
    });
    return resultOf(result, true) as Result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultText({ from, to, messages, same, baseline, trial, counts, differences, cut, hidden }: Result): string {
  const counted = Object.entries(counts).map(([change, count]) => `${count} ${change}`);
  const rows = differences.map((each) => [
    ...[each.change, (each.baseline ?? each.trial)?.raisedAt ?? '', each.device, each.category, each.explanation],
  ]);
  return [
    `${from} to ${to}, ${messages} messages: ${baseline.cases} cases → ${trial.cases} (${same} the same, ${counted.join(', ')})`,
    ...(rows.length > 0 ? [table(['CHANGE', 'RAISED', 'DEVICE', 'CATEGORY', 'WHY'], rows).trimEnd()] : []),
    ...(hidden > 0 ? [`${hidden} of restricted cases are not shown: the token has not that role`] : []),
    ...(cut ? ['there are more than are listed'] : []),
  ].join('\n');
}

function lengthOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new GatewayError('REQUEST_INVALID', `--warm-up "${text}" is no length of time; write 30min or 24h`);
}

async function run(options: Options): Promise<void> {
  const { from, to, warmUp, profile, mode, dataDir } = options;
  const changes = options.rules === undefined ? {} : changesIn(options.rules);
  const other = {
    ...(profile === undefined ? {} : { profile }),
    ...(mode === undefined ? {} : { mode }),
    ...(options.pipeline === undefined ? {} : { pipeline: contentOf(options.pipeline, '--pipeline') }),
  };
  const stretch = { from: instantOf(from), to: instantOf(to) };
  const length = lengthOf(warmUp);
  const result =
    dataDir === undefined
      ? await atRunning(options, { ...stretch, warmUp, ...changes, ...other })
      : await atDataDir(
          resolve(dataDir),
          { ...stretch, warmUp: length, ...changes, ...other },
          loadConfig({ file: options.config, env: process.env, cwd: process.cwd() }),
        );
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  process.stdout.write(`${options.json ? JSON.stringify(result) : resultText(result)}\n`);
  process.exitCode = Object.values(result.counts).some((count) => count > 0) ? 1 : 0;
}

export function registerTrial(program: Command): void {
  atGateway(
    program
      .command('trial')
      .description('replay recorded traffic through other rules and print the difference in cases')
      .requiredOption('--from <time>', 'messages that arrived from then on, RFC 3339')
      .requiredOption('--to <time>', 'until then'),
  )
    .option('--rules <file or folder>', 'device types, or a file such as {smoke: {smoke-density: {set: 0.1}}}')
    .option('--warm-up <time>', 'read before --from, so that the rules know their devices', '1h')
    .option('--profile <name>', 'another city profile')
    .option('--mode <mode>', 'another operating mode')
    .option('--pipeline <file>', 'other limits of the pipeline: {reopen: 10min, storm: {cases: 10}}')
    .option('--data-dir <folder>', 'no gateway: read this data directory or copy of one')
    .option('-c, --config <file>', 'with --data-dir: configuration file')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Nothing live is touched: both the configuration in force and the changed one run beside it on stores of their own, with the
log's time as their clock, and the cases they end up with are compared. Nobody works on the cases of a trial: one counts as
closed when its alarm is over. A rule that looks back further than an hour needs a longer --warm-up.
Exit codes: 0 the same cases, 1 other cases, 2 the question or the rules are not valid, or the trial was cancelled, 5 no gateway.`,
    )
    .action(async (options: Options) => {
      try {
        await run(options);
      } catch (error) {
        const { code, detail, exitCode } = toGatewayError(error);
        process.stderr.write(`gridwarden: ${code}: ${detail}\n`);
        // 1 says that the cases differ, so nothing that went wrong may say so, too.
        process.exitCode = exitCode === 1 ? 2 : exitCode;
      }
    });
}
