import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { type LiveCity, openLiveCity } from '../city/live-city.ts';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { celExpressions } from '../expressions.ts';
import { openRecordedLog } from '../inbox/recorded-log.ts';
import { openSeal } from '../inbox/seal.ts';
import type { Logger } from '../log.ts';
import { openOnvifSite } from '../onvif-site.ts';
import type { Limits } from '../pipeline/limits.ts';
import { compare } from './compare.ts';
import { readRegistry } from './recorded-registry.ts';
import type { Change, TrialResult } from './result.ts';
import { type Opening, openSide, type Side } from './side.ts';
import { casesOf, MAX_CASES, type Told, tell } from './trial-cases.ts';

/** What one side of a trial decides by. */
export interface TrialSetup {
  /** Folders of device types; a later one wins. */
  readonly typeFolders: readonly string[];
  readonly profile: string;
  readonly mode: string;
  /** Other limits of the pipeline than the standing ones. */
  readonly limits?: Partial<Limits>;
}

/** Everything a trial needs to know; plain data, since it crosses to another process. */
export interface TrialJob {
  /** Data directory that is read and never written. */
  readonly dataDir: string;
  readonly profilesDir: string;
  /** Devices nobody registered count as registered on first sight. */
  readonly firstSight: boolean;
  readonly production: boolean;
  /** Epoch ms of arrival, both included. */
  readonly from: number;
  readonly to: number;
  /** Epoch ms that the city has come to; where nobody knows, the newest message tells. No silence of a later time counts. */
  readonly now?: number;
  /** ms before `from` that are read so that the rules know their devices; cases of that time do not count. */
  readonly warmUp: number;
  /** More messages than that are refused. */
  readonly maxMessages: number;
  readonly baseline: TrialSetup;
  readonly trial: TrialSetup;
}

export interface Progress {
  readonly messages: number;
  readonly of: number;
  /** The log's time that has been reached, epoch ms. */
  readonly at: number;
}

/** Frames read from the log at once. */
const BATCH = 4_096;
/** Machine ms between two words of progress. */
const PROGRESS_MS = 250;
/** Differences that are listed; all are counted. */
const MAX_LISTED = 1_000;
/**
 * Takes a stretch of the inbox through both sides at once, commit by commit with the log's time as their clock, and compares
 * the cases they end up with. Nothing is written outside this process. Throws REQUEST_INVALID when the stretch is empty or too
 * long, DATA_DIR_UNWRITABLE, CITY_INVALID, INBOX_CORRUPT.
 */
export async function replayTrial(
  job: TrialJob,
  { clock, log, onProgress }: { clock: Pick<Clock, 'monotonic'>; log: Logger; onProgress(progress: Progress): void },
): Promise<TrialResult> {
  const { from, warmUp } = job;
  const recorded = openRecordedLog(join(job.dataDir, 'inbox'), openSeal(join(job.dataDir, 'keys', 'inbox')));
  const to = Math.min(job.to, job.now ?? recorded.newestAt());
  const open: Side[] = [];
  try {
    const stretch = recorded.stretch(from - warmUp, to);
    if (!stretch) throw new GatewayError('REQUEST_INVALID', `the inbox holds no messages of ${words(from, job.to)}`);
    if (stretch.messages > job.maxMessages)
      throw new GatewayError(
        'REQUEST_INVALID',
        `${words(from, to)} and ${warmUp} ms of warm-up hold ${stretch.messages} messages, a trial takes ${job.maxMessages}; choose a shorter stretch`,
      );
    // Pseudonyms are the site's own, so that two people are two in a trial as well.
    const pepper = Buffer.from(readFileSync(join(job.dataDir, 'pepper'), 'utf8').trim(), 'hex');
    const { adapterFor } = openOnvifSite({ pepper, file: join(job.dataDir, 'onvif-map.yaml') });
    const registry = readRegistry(join(job.dataDir, 'records.sqlite'));
    const cities = new Map<string, LiveCity>();
    const cityOf = (profile: string): LiveCity => {
      const { profilesDir } = job;
      const city =
        cities.get(profile) ??
        openLiveCity({ profilesDir, profile, now: () => to, warn: (message) => log.debug(message) });
      cities.set(profile, city);
      return city;
    };
    const sideOf = async ({ typeFolders, profile, mode, limits }: TrialSetup): Promise<Side> => {
      const side = await openSide({
        deviceTypes: loadDeviceTypes(typeFolders, { expressions: celExpressions() }),
        ...{ city: cityOf(profile), mode, registry, adapterFor, log },
        ...{ firstSight: job.firstSight, production: job.production, start: from - warmUp },
        ...(limits ? { limits } : {}),
      });
      open.push(side);
      return side;
    };
    const baseline = await sideOf(job.baseline);
    const trial = await sideOf(job.trial);
    const told = { baseline: new Map() as Told, trial: new Map() as Told };
    const both = async (step: (side: Side) => Promise<readonly Opening[]>) => {
      const before = await step(baseline);
      const after = await step(trial);
      tell(told.baseline, before, baseline, trial);
      tell(told.trial, after, trial, baseline);
    };

    let messages = 0;
    let saidAt = Number.NEGATIVE_INFINITY;
    for (let after = stretch.first - 1; after < stretch.last; ) {
      const batch = recorded.read(after, stretch.last, { frames: BATCH });
      for (const commit of batch) {
        const within = commit.messages.filter(({ receivedAt }) => receivedAt >= from - warmUp && receivedAt <= to);
        messages += within.length;
        if (within.length > 0) await both((side) => side.process({ ...commit, messages: within }));
        const now = clock.monotonic();
        if (now - saidAt < PROGRESS_MS) continue;
        saidAt = now;
        onProgress({ messages, of: stretch.messages, at: within.at(-1)?.receivedAt ?? from });
      }
      after = batch.at(-1)?.commit ?? stretch.last;
    }
    await both((side) => side.moveTo(to));
    onProgress({ messages, of: stretch.messages, at: to });

    const before = casesOf(baseline, trial, told.baseline, from);
    const after = casesOf(trial, baseline, told.trial, from);
    const { same, differences } = compare(before, after);
    const count = (change: Change) => differences.filter((each) => each.change === change).length;
    return {
      ...{ from, to, messages, same },
      baseline: { cases: before.length, ...baseline.counts() },
      trial: { cases: after.length, ...trial.counts() },
      counts: {
        ...{ gained: count('gained'), lost: count('lost'), moved: count('moved') },
        ...{ earlier: count('earlier'), later: count('later') },
      },
      differences: differences.slice(0, MAX_LISTED),
      cut: differences.length > MAX_LISTED || before.length === MAX_CASES || after.length === MAX_CASES,
    };
  } finally {
    for (const side of open) await side.close();
    await recorded.close();
  }
}

const words = (from: number, to: number) => `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
