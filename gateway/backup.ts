/**
 * Backup and restore of a data directory.
 *
 * A backup is what `kill -9` would have left at one instant, taken without killing: in one turn of the event loop the cursors
 * are read and rule state, records and series are pinned, each as its last commit left it, in this order. All guarantees over
 * crashes then hold for it:
 *
 *   - cursors before series and records: what a cursor passed is stored, and what it has not passed comes again, to no effect;
 *   - rule state before records: a candidate that left the candidate outbox has its decision in records, and a dead letter
 *     that was counted is there;
 *   - the inbox is copied last, with those cursors: it holds everything that rule state has seen, and besides whatever was
 *     acknowledged while the copy was made. A restored gateway works that through as it would after a crash.
 *
 * Nothing stands still meanwhile; only removals (of passed commits, old rows and old keys) wait.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { copyTree, filesUnder, flush, freeBytes, type Manifest, prepareFolder, writeManifest } from './backup-files.ts';
import type { Clock } from './clock.ts';
import type { DataDir } from './data-dir.ts';
import { GatewayError } from './errors.ts';
import type { Inbox } from './inbox/inbox.ts';
import { pinDatabase, type Snapshot } from './records/snapshot.ts';
import { version } from './version.ts';

/** Small files of the data directory that belong to a backup. The queue's stores do not: jobs are made anew from records. */
const SMALL_FILES = ['FORMAT', 'gateway-id', 'pepper', 'admin-token'];
/** The present rate is that of so many of the newest commits, or of twice as many until they span this many ms. */
const SAMPLE_COMMITS = 64;
const SAMPLE_MS = 10_000;
/** Messages looked at for it at most. */
const MAX_SAMPLE = 50_000;
/** Room beside what is copied. */
const MARGIN = 16 << 20;

export interface BackupParts {
  readonly dataDir: DataDir;
  readonly inbox: Pick<Inbox, 'cursors' | 'copyTo' | 'read' | 'head' | 'size'>;
  readonly rules: { snapshot(): Snapshot };
  /** Bytes: for how long an outage the inbox would last. */
  readonly quota: number;
  /** Holds removals up until the function it returns is called. */
  readonly hold: () => () => void;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

/** How much time the inbox stands for. Rates are those of its newest commits; undefined when too few came to tell. */
export interface InboxReach {
  readonly bytes: number;
  readonly commits: number;
  readonly messagesPerSecond?: number;
  readonly bytesPerSecond?: number;
  /** ms of messages it holds at this rate. */
  readonly holdsMs?: number;
  /** ms of an outage that fit into the quota at this rate. */
  readonly quotaMs?: number;
}

export interface BackupReport {
  readonly folder: string;
  /** The instant it stands for, epoch ms. */
  readonly at: number;
  readonly bytes: number;
  readonly tookMs: number;
  readonly series: 'sqlite' | 'influx';
  readonly inbox: InboxReach;
}

/**
 * Writes a backup into `folder`, which must be absent or empty, outside the data directory, on a disk with room. A folder
 * without `backup.json`, its last file, is no backup. Throws BACKUP_REFUSED, RECORDS_FAILED.
 */
export async function takeBackup(parts: BackupParts, folder: string): Promise<BackupReport> {
  const { dataDir, inbox, hold, clock } = parts;
  const target = resolve(folder);
  if (!relative(dataDir.path, target).startsWith('..'))
    throw new GatewayError('BACKUP_REFUSED', `${target} lies inside the data directory; name a folder elsewhere`);
  prepareFolder(target);
  checkRoom(dataDir, target);
  const began = clock.monotonic();
  const release = hold();
  const pinned: Snapshot[] = [];
  const pin = (snapshot: Snapshot) => {
    pinned.push(snapshot);
    return snapshot;
  };
  try {
    // One turn of the event loop, in this order.
    const at = clock.now();
    const cursors = inbox.cursors();
    const rules = pin(parts.rules.snapshot());
    const records = pin(pinDatabase(dataDir.records));
    const series = existsSync(dataDir.series) ? pin(pinDatabase(dataDir.series)) : undefined;

    await mkdir(join(target, 'rules'), { mode: 0o700 });
    await rules.copyTo(join(target, 'rules'));
    await records.copyTo(join(target, 'records.sqlite'));
    await series?.copyTo(join(target, 'series.sqlite'));
    await mkdir(join(target, 'inbox'), { mode: 0o700 });
    await inbox.copyTo(join(target, 'inbox'), cursors);
    // Keys last: those of a day that began meanwhile belong to it.
    for (const name of [...SMALL_FILES, 'keys']) await copyTree(join(dataDir.path, name), join(target, name));
    const files = flush(target);
    const manifest: Manifest = { format: 1, version, gatewayId: dataDir.gatewayId, at, files };
    writeManifest(target, manifest);
    return {
      ...{ folder: target, at, bytes: Object.values(files).reduce((sum, size) => sum + size, 0) },
      tookMs: Math.round(clock.monotonic() - began),
      series: series ? 'sqlite' : 'influx',
      inbox: reachOf(inbox, parts.quota),
    };
  } catch (error) {
    // The folder was empty: everything in it is ours.
    for (const name of [...SMALL_FILES, 'keys', 'rules', 'inbox', 'records.sqlite', 'series.sqlite'])
      await rm(join(target, name), { recursive: true, force: true }).catch(() => undefined);
    throw error;
  } finally {
    for (const snapshot of pinned) snapshot.release();
    release();
  }
}

function checkRoom(dataDir: DataDir, target: string): void {
  let needed = MARGIN;
  for (const [name, size] of filesUnder(dataDir.path))
    if (/^(inbox|rules|keys)\/|^(records|series)\.sqlite(-wal)?$/.test(name)) needed += size;
  const free = freeBytes(target);
  if (free < needed)
    throw new GatewayError('BACKUP_REFUSED', `${target} has room for ${free} bytes, ${needed} are needed`);
}

function reachOf(inbox: BackupParts['inbox'], quota: number): InboxReach {
  const head = inbox.head();
  const first = inbox.read(0, 1)[0]?.commit ?? head + 1;
  const commits = head + 1 - first;
  const bytes = inbox.size();
  const newest = (count: number) => {
    const sample = inbox.read(Math.max(first - 1, head - count), MAX_SAMPLE);
    const messages = sample.flatMap((commit) => commit.messages);
    const span = (messages.at(-1)?.receivedAt ?? 0) - (messages[0]?.receivedAt ?? 0);
    return { count: sample.length, messages: messages.length, span };
  };
  let sample = newest(SAMPLE_COMMITS);
  for (let count = SAMPLE_COMMITS; count < commits && sample.span < SAMPLE_MS && sample.messages < MAX_SAMPLE / 4; ) {
    count *= 2;
    sample = newest(count);
  }
  const { span } = sample;
  if (span < 1_000) return { bytes, commits };
  const bytesPerMs = ((bytes / commits) * sample.count) / span;
  return {
    ...{ bytes, commits },
    messagesPerSecond: (sample.messages / span) * 1_000,
    bytesPerSecond: bytesPerMs * 1_000,
    holdsMs: bytes / bytesPerMs,
    quotaMs: quota / bytesPerMs,
  };
}
