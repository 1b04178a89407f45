import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { realClock } from '../clock.ts';
import { loadConfig } from '../config.ts';
import { type DataDir, openDataDir } from '../data-dir.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { type LostCommit, openLostCommits } from '../inbox/lost-commits.ts';
import { openSeal } from '../inbox/seal.ts';
import { openAuditLog } from '../records/audit-log.ts';
import { openDatabase } from '../records/connection.ts';
import { openRecords } from '../records/records.ts';
import { openRuleStore } from '../rules/rule-store.ts';
import { checkStores } from '../store-check.ts';

interface Options {
  readonly commit: string;
  readonly dataDir?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** What was given up with a commit. */
interface Skipped {
  readonly commit: number;
  readonly reason: string;
  /** Messages of devices in it; null where nothing tells. */
  readonly messages: number | null;
  /** Where its bytes are; null where they are gone as well. */
  readonly file: string | null;
}

/** Commits one call may name: more than that is a disk to be replaced, and a backup to be restored. */
const MOST = 1_000;

/** `5` or `5-9`. Throws REQUEST_INVALID. */
function commitsOf(text: string): readonly number[] {
  const [, from, to = from] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(text) ?? [];
  const first = Number(from);
  const count = Number(to) - first + 1;
  if (!(first > 0 && count > 0 && count <= MOST))
    throw new GatewayError('REQUEST_INVALID', `--commit ${text}: name one commit, as 5, or up to ${MOST} as 5-9`);
  return Array.from({ length: count }, (_, index) => first + index);
}

/** The bytes as they are, still sealed, on disk when this returns. A second run writes the same again. */
function layAside(folder: string, { commit, record }: LostCommit): string | null {
  if (!record) return null;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `commit-${commit}.bin`);
  const draft = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(draft, record);
    fsyncSync(draft);
  } finally {
    closeSync(draft);
  }
  renameSync(`${file}.new`, file);
  const parent = openSync(folder, 'r');
  try {
    fsyncSync(parent);
  } finally {
    closeSync(parent);
  }
  return file;
}

/** How many messages the rules have counted, and up to which commit. */
async function countedBy(dataDir: DataDir) {
  const store = openRuleStore(dataDir.rules);
  const { cursor, received } = store.head();
  await store.close();
  return { cursor, received };
}

/**
 * Gives up commits that cannot be read, one after the other: bytes aside, a row in the audit log, and only then the empty commit
 * in its place. Whatever ends it on the way, the same call may be made again. Throws REQUEST_INVALID for a commit that is intact,
 * before anything of it is done.
 */
async function skip(dataDir: DataDir, commits: readonly number[]): Promise<readonly Skipped[]> {
  await checkStores(dataDir);
  const clock = realClock();
  const log = openLostCommits(dataDir.inbox, openSeal(join(dataDir.keys, 'inbox')), await countedBy(dataDir));
  const records = openRecords(openDatabase(dataDir.records), clock);
  const audit = openAuditLog({ records, clock });
  const skipped: Skipped[] = [];
  try {
    for (const commit of commits) {
      const lost = log.find(commit);
      const { reason } = lost;
      const file = layAside(join(dataDir.path, 'given-up'), lost);
      await audit.append({
        ...{ kind: 'inbox.skipped', actor: `command line, ${userInfo().username}`, subject: `commit ${commit}` },
        detail: { ...(lost.counted ? { messages: lost.devices } : {}), reason, ...(file === null ? {} : { file }) },
      });
      await log.giveUp(lost, clock.now());
      skipped.push({ commit, reason, messages: lost.counted ? lost.devices : null, file });
    }
    return skipped;
  } finally {
    await records.close();
    await log.close();
  }
}

async function run(options: Options): Promise<void> {
  const commits = commitsOf(options.commit);
  const config = loadConfig({ file: options.config, env: process.env, cwd: process.cwd() });
  const path = options.dataDir === undefined ? config.dataDir : resolve(options.dataDir);
  // To open a directory is to make it, and a mistyped one is not to be made.
  if (!existsSync(join(path, 'inbox')))
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${path} holds no inbox; name the data directory of a gateway`);
  const dataDir = openDataDir(path, config.gatewayId);
  try {
    const skipped = await skip(dataDir, commits);
    process.stdout.write(options.json ? `${JSON.stringify({ skipped })}\n` : skipped.map(sayOf).join(''));
  } finally {
    dataDir.release();
  }
}

function sayOf({ commit, reason, messages, file }: Skipped): string {
  const many = messages === null ? 'nobody knows how many messages' : `${messages} messages of devices`;
  return `commit ${commit} given up, ${many}: ${reason}; its bytes are ${file === null ? 'gone' : `in ${file}`}\n`;
}

export function registerSkip(inbox: Command): void {
  inbox
    .command('skip')
    .description('go on without a commit that cannot be read (INBOX_CORRUPT); the gateway is stopped')
    .requiredOption('--commit <number>', 'the commit that the error names: 5, or several: 5-9')
    .option('--data-dir <folder>', 'data directory (default: that of the configuration)')
    .option('-c, --config <file>', 'configuration file')
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      `
What was acknowledged and lies in that commit is lost, unless a backup has it: restore that first, if it is new enough. The bytes
are kept in given-up/ of the data directory, the messages are counted as \`givenUp\` in the accounts, and a row of the audit log says
who did it. Readers that had the commit already lose nothing. A commit that can be read is refused, and so is one of which nothing
tells how many messages it held while the accounts need it. \`gridwarden doctor\` names what else cannot be read.
Exit codes: 0 given up, 2 a wrong question or an intact commit, 4 no data directory, or a gateway is using it.`,
    )
    .action(async (options: Options) => {
      try {
        await run(options);
      } catch (error) {
        const { code, detail, exitCode } = toGatewayError(error);
        process.stderr.write(`gridwarden: ${code}: ${detail}\n`);
        process.exitCode = exitCode === 1 ? 2 : exitCode;
      }
    });
}
