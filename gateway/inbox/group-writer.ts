import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { CommitLog } from './commit-log.ts';
import type { Followers } from './followers.ts';
import { emptyGroup, type Group, settle } from './group.ts';

/** Gathers messages into groups and makes one group after the other durable. */
export interface GroupWriter {
  /** Adds messages to the group that is written next. */
  gather(add: (group: Group) => void): void;
  /** Whether a group is open already. */
  gathering(): boolean;
  /** Why no more can wait; undefined while it can. */
  overflow(): string | undefined;
  /** Why the disk did not take the last commit; undefined once it took one, or when nothing was tried for 5 s. */
  failure(): string | undefined;
  /** Number of the newest durable commit; 0 when there is none. */
  head(): number;
  /** Devices' messages in all commits up to the head. */
  received(): number;
  /** Time of arrival of the newest message, epoch ms; 0 when there is none. */
  lastReceivedAt(): number;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
}

/** A commit takes at most this many frames and about this many bytes; the rest waits for the next one. */
const MAX_FRAMES = 1024;
const MAX_BYTES = 1 << 20;
/** Frames and bytes waiting for a commit; beyond that messages are refused as by a full inbox. */
const MAX_WAITING = 65_536;
const MAX_WAITING_BYTES = 128 << 20;
/**
 * ms a failed commit is remembered. Not for ever: whoever is kept away by it, as a load balancer keeps devices away, would
 * wait for a write that only these devices can cause.
 */
const FAILURE_SHOWN_MS = 5_000;
/** Group buffers kept for the next groups; more are left to the garbage collector, as are larger ones. */
const MAX_SPARE = 4;
const MAX_SPARE_BYTES = MAX_BYTES * 2;

export function createGroupWriter(options: {
  log: CommitLog;
  followers: Followers;
  start: { readonly head: number; readonly received: number; readonly lastReceivedAt: number };
  /** Why the disk has no room for a commit; asked right before each. */
  shortage(): string | undefined;
  /** Told of the bytes a durable commit takes. */
  took(bytes: number): void;
  clock: Pick<Clock, 'monotonic'>;
  logger: Logger;
  metrics: Metrics;
}): GroupWriter {
  const { log, followers, shortage, took, clock, logger, metrics } = options;
  const commits = metrics.counter('inbox_commits_total', 'Group commits of the inbox');
  const appended = metrics.counter('inbox_frames_total', 'Messages made durable in the inbox');
  const seconds = metrics.histogram('inbox_commit_seconds', 'Time from the start of a group commit to disk');

  let { head, received, lastReceivedAt } = options.start;
  /** Groups in the order of their commits; only the last one still takes messages. */
  const groups: Group[] = [];
  const spare: Buffer[] = [];
  let frames = 0;
  let bytes = 0;
  let inFlight: Promise<void> | undefined;
  let failed: { readonly reason: string; readonly at: number } | undefined;

  const openGroup = (): Group => {
    const last = groups.at(-1);
    if (last && last.count < MAX_FRAMES && last.length < MAX_BYTES) return last;
    const group = emptyGroup(spare.pop());
    groups.push(group);
    return group;
  };

  interface Writing {
    readonly group: Group;
    readonly plain: Buffer;
    readonly devices: number;
    /** What became of it, as a value: it is not awaited at once. */
    readonly outcome: Promise<Error | undefined>;
  }

  /** Puts the next group on its way to disk. */
  const begin = (): Writing | undefined => {
    const group = groups.shift();
    if (!group) return undefined;
    const started = clock.monotonic();
    frames -= group.count;
    bytes -= group.length;
    // A copy of the right size is what the readers get, so that the group's own buffer can serve again.
    const plain = Buffer.from(group.bytes.subarray(0, group.length));
    if (spare.length < MAX_SPARE && group.bytes.length <= MAX_SPARE_BYTES) spare.push(group.bytes);
    // Under the newest day so far, also what is older and was replayed: then keys are dropped in the order of the log.
    const at = Math.max(group.newest, lastReceivedAt);
    const devices = group.count - group.others;
    const write = async (): Promise<Error | undefined> => {
      // There was room when its first message came, which waited for the commit before this one.
      const noRoom = shortage();
      if (noRoom) return new GatewayError('INBOX_FULL', noRoom);
      try {
        took(await log.write({ commit: head + 1, plain, at, before: received, devices, replays: group.replays }));
        seconds.observe((clock.monotonic() - started) / 1000);
        return undefined;
      } catch (error) {
        const reason = `the inbox could not be written: ${toGatewayError(error).detail}`;
        failed = { reason, at: clock.monotonic() };
        logger.error({ code: 'INBOX_FULL', reason }, 'the inbox could not be written; nothing is acknowledged');
        return new GatewayError('INBOX_FULL', reason);
      }
    };
    return { group, plain, devices, outcome: write() };
  };

  /** The group is on disk, and only now anybody may know of it. */
  const accept = ({ group, plain, devices }: Writing): void => {
    failed = undefined;
    head++;
    received += devices;
    lastReceivedAt = Math.max(lastReceivedAt, group.newest);
    commits.inc();
    appended.inc(group.count);
    followers.add(head, plain, { frames: group.count, devices });
  };

  // While one group is being flushed the next one gathers: no timer decides the size of a group. The next one is on its way
  // before anybody hears of the last, for what they do then takes time.
  const drain = async (): Promise<void> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (let writing = begin(); writing; ) {
      const done = writing;
      const error = await done.outcome;
      if (!error) accept(done);
      writing = begin();
      settle(done.group, error ? { error } : { commit: head });
      if (!error) followers.wake();
      writing ??= begin();
    }
    inFlight = undefined;
  };

  return {
    gather(add) {
      const group = openGroup();
      const { length, count } = group;
      add(group);
      frames += group.count - count;
      bytes += group.length - length;
      inFlight ??= drain();
    },
    gathering: () => groups.length > 0,
    overflow: () =>
      frames < MAX_WAITING && bytes < MAX_WAITING_BYTES ? undefined : `${frames} messages wait for the disk`,
    failure: () => (failed && clock.monotonic() - failed.at < FAILURE_SHOWN_MS ? failed.reason : undefined),
    head: () => head,
    received: () => received,
    lastReceivedAt: () => lastReceivedAt,
    async idle() {
      while (inFlight !== undefined) await inFlight;
    },
  };
}
