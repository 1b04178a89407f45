import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { toGatewayError } from '../errors.ts';
import { atMostEvery, type Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Inbox } from './inbox.ts';
import type { Seal } from './seal.ts';

/** Share of a disk that the inbox may have: the rest is for what stands behind it, without which nothing is ever passed. */
const DISK_SHARE = 0.8;
/** Machine ms between two looks at the disk. */
const LOOK_MS = 1_000;
/** Looks between two removals of what is merely old. */
const LOOKS_PER_TRIM = 60;
/** From this share of the quota on, what all readers passed goes at once, whatever its age. */
const PRESSURE = 0.8;
const DAY_MS = 86_400_000;

/**
 * Bytes the inbox in `folder` may take: `wanted`, and no more than 80 % of what its disk has for it, free or taken by it already.
 * A disk that does not tell allows `wanted`. `disk`: a folder that exists on it.
 */
export function diskQuota(folder: string, wanted: number, disk = folder): number {
  try {
    const { bavail, bsize } = statfsSync(disk);
    const taken = (statSync(join(folder, 'data.mdb'), { throwIfNoEntry: false })?.blocks ?? 0) * 512;
    return Math.min(wanted, Math.floor(DISK_SHARE * (bavail * bsize + taken)));
  } catch {
    return wanted;
  }
}

export interface InboxKeeper {
  /** Bytes in force. */
  quota(): number;
  /** Ends after the removal in hand. Twice is harmless. */
  stop(): Promise<void>;
}

/**
 * Keeps the inbox within its quota: measures the disk every second, removes commits that every reader passed once they are
 * older than `retention`, or at once under pressure, and then the keys of their days.
 */
export function startInboxKeeper(options: {
  inbox: Pick<Inbox, 'limit' | 'size' | 'refusal' | 'trim' | 'oldestAt'>;
  seal: Pick<Seal, 'dropBefore'>;
  folder: string;
  /** The quota that was configured, bytes. */
  wanted: number;
  /** ms. */
  retention: number;
  /** Last commit that every reader has finished. */
  passed(): number;
  /** While it says so, nothing is removed. */
  held: () => boolean;
  clock: Pick<Clock, 'now' | 'every' | 'monotonic'>;
  log: Logger;
  metrics: Metrics;
}): InboxKeeper {
  const { inbox, seal, folder, wanted, retention, passed, held, clock, log, metrics } = options;
  const sizeGauge = metrics.gauge('inbox_bytes', 'Bytes the inbox takes');
  const quotaGauge = metrics.gauge(
    'inbox_quota_bytes',
    'Bytes the inbox may take: what is configured, at most 80 % of its disk',
  );
  const refusing = metrics.gauge('inbox_refusing', '1 while nothing is acknowledged: at the quota, or on a full disk');
  const mayTell = atMostEvery(clock);
  let quota = wanted;
  let looks = 0;
  let trimming: Promise<void> | undefined;

  const trim = async (before: number): Promise<void> => {
    try {
      await inbox.trim(passed(), before);
      const old = clock.now() - retention - DAY_MS;
      // A message that a reader still waits for keeps its key, however long the outage.
      seal.dropBefore(Math.min(old, inbox.oldestAt() ?? 0));
    } catch (error) {
      // On a full disk every look ends here.
      if (mayTell()) log.error({ reason: toGatewayError(error).detail }, 'old commits could not be removed');
    }
  };

  const look = () => {
    quota = diskQuota(folder, wanted);
    inbox.limit(quota);
    const pressure = inbox.size() > quota * PRESSURE || inbox.refusal() !== undefined;
    sizeGauge.set(inbox.size());
    quotaGauge.set(quota);
    refusing.set(inbox.refusal() === undefined ? 0 : 1);
    if (trimming || held() || (!pressure && ++looks % LOOKS_PER_TRIM !== 0)) return;
    trimming = trim(pressure ? Number.POSITIVE_INFINITY : clock.now() - retention).finally(() => {
      trimming = undefined;
      inbox.limit(quota);
    });
  };

  look();
  if (quota < wanted)
    log.warn({ quota, wanted }, 'the disk is too small for the quota of the inbox: 80 % of it is in force');
  const cancel = clock.every(LOOK_MS, look);
  return {
    quota: () => quota,
    async stop() {
      cancel();
      await trimming;
    },
  };
}
