import { resolve } from 'node:path';
import type { Command } from 'commander';
import { deviceTypeFolders, loadConfig } from '../config.ts';
import { toGatewayError } from '../errors.ts';
import { exportRecording } from '../trials/export-recording.ts';
import { instantOf } from './city-profile.ts';
import { registerSkip } from './inbox-skip.ts';

interface Options {
  readonly from: string;
  readonly to: string;
  readonly dataDir?: string;
  readonly config?: string;
  readonly plainIds?: boolean;
  readonly raw?: boolean;
  readonly json?: boolean;
}

async function run(file: string, options: Options): Promise<void> {
  const config = loadConfig({ file: options.config, env: process.env, cwd: process.cwd() });
  const exported = await exportRecording({
    ...{ dataDir: options.dataDir === undefined ? config.dataDir : resolve(options.dataDir), file: resolve(file) },
    ...{ typeFolders: deviceTypeFolders(config), firstSight: config.access !== 'registered' },
    ...{ from: instantOf(options.from), to: instantOf(options.to) },
    ...{ plainIds: options.plainIds === true, raw: options.raw === true },
  });
  const { messages, devices, skipped } = exported;
  process.stdout.write(
    options.json
      ? `${JSON.stringify(exported)}\n`
      : `${messages} messages of ${devices} devices in ${file}; ${skipped} not recorded\n`,
  );
}

export function registerInbox(program: Command): void {
  const inbox = program.command('inbox').description('what devices sent, as it lies in the inbox');
  registerSkip(inbox);
  inbox
    .command('export')
    .description('write a stretch of the inbox to a file that `gridwarden sim replay` plays')
    .argument('<file>', 'to write, NDJSON, gzipped: morning.ndjson.gz')
    .requiredOption('--from <time>', 'messages that arrived from then on, RFC 3339')
    .requiredOption('--to <time>', 'until then')
    .option('--data-dir <folder>', 'data directory, or a copy of one (default: that of the configuration)')
    .option('-c, --config <file>', 'configuration file')
    .option('--plain-ids', 'keep vendors and devices under their own names; otherwise they get made-up ones')
    .option('--raw', 'messages by MQTT exactly as they came, with names, plates and whatever else stands in them')
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      `
The data directory is only read, and a gateway may be writing to it; whoever may read its keys may export. Without --raw only
what adapters understood is written, as messages of the native contract: nothing personal is in it. Each part of a device
(a door, a channel) becomes a device of its own. Exit codes: 0 written, 2 nothing to write or a wrong question, 4 no data directory.`,
    )
    .action(async (file: string, options: Options) => {
      try {
        await run(file, options);
      } catch (error) {
        const { code, detail, exitCode } = toGatewayError(error);
        process.stderr.write(`gridwarden: ${code}: ${detail}\n`);
        process.exitCode = exitCode === 1 ? 2 : exitCode;
      }
    });
}
