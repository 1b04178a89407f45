import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { CaseEventLog } from '../model/case.ts';
import type { Records } from '../records/records.ts';
import type { Outcome } from './channel.ts';
import { requeue } from './deliveries.ts';
import { insertRows } from './fan-out.ts';
import type { Receiver } from './receiver.ts';
import type { openReceivers, ReceiverPatch, ReceiverSpec } from './receivers.ts';

/** Case events per transaction of a replay. */
const REPLAY_BATCH = 256;

/** What came of a test. */
export interface TestResult {
  readonly delivered: boolean;
  readonly status?: number;
  readonly error?: string;
  /** Machine time of the attempt. */
  readonly ms: number;
}

/** What operators do with receivers. */
export interface ReceiversApi {
  list(): readonly Receiver[];
  get(receiverId: string): Receiver | undefined;
  /**
   * `after`: the sequence its events begin behind; default: only what comes from now on. The secret is in this answer only.
   * Throws RECEIVER_EXISTS, ADDRESS_FORBIDDEN, REQUEST_INVALID.
   */
  create(spec: ReceiverSpec & { after?: number }): Promise<{ readonly receiver: Receiver; readonly secret: string }>;
  /** Forgets a receiver and its deliveries; false when there is none. */
  remove(receiverId: string): Promise<boolean>;
  /** A new secret; both sign for `overlap` ms (default 24 h). Throws NOT_FOUND. */
  rotate(
    receiverId: string,
    options?: { secret?: string; overlap?: number },
  ): Promise<{ readonly secret: string; readonly oldUntil: number }>;
  /**
   * Changes address, encoding, filter or fallback, or pauses; events that have their row already are not filtered again. Throws
   * NOT_FOUND, ADDRESS_FORBIDDEN, REQUEST_INVALID.
   */
  patch(receiverId: string, patch: ReceiverPatch): Promise<Receiver>;
  /**
   * One attempt with an event that is marked as a test and holds no case, also while the receiver is paused or disabled: it has
   * no row, no retry and no part in the account. Throws NOT_FOUND.
   */
  test(receiverId: string): Promise<TestResult>;
  /** Takes up a receiver that answered 410 or was paused again, with everything that waits. Throws NOT_FOUND. */
  enable(receiverId: string): Promise<Receiver>;
  /**
   * Queues the events of a range (both ends included) once more, delivered or dead-lettered; how many. Events from before the
   * receiver's creation come along. Throws NOT_FOUND.
   */
  replay(receiverId: string, range: { from: number; to: number }): Promise<number>;
}

/** Over the rows of receivers: whatever changes one wakes or forgets what waits for it. */
export function receiversApi(parts: {
  records: Records;
  events: CaseEventLog;
  store: ReturnType<typeof openReceivers>;
  clock: Clock;
  follow: () => void;
  wake: (receiverId: string, caseNos: readonly string[]) => void;
  forget: (receiverId: string) => Promise<void>;
  renew: (receiverId: string) => void;
  rewake: () => void;
  test: (receiver: Receiver) => Promise<Outcome>;
}): ReceiversApi {
  const { records, events, store, clock, follow, wake, forget, renew, rewake, test } = parts;

  const replayBatch = async (receiverId: string, from: number, to: number): Promise<number> => {
    const pending = new Set<string>();
    const batch = events.read(from - 1, REPLAY_BATCH).filter((event) => event.sequence <= to);
    const written = await records.write((tx) => {
      let queued = 0;
      const receiver = store.update(tx, receiverId, (row) => {
        const known = batch.filter((event) => event.sequence <= row.cursor);
        const last = known.at(-1);
        if (!last) return row;
        queued = requeue(tx, receiverId, from, last.sequence, clock.now());
        const { added, wanted } = insertRows(tx, row, known, clock.now(), pending);
        for (const event of known) pending.add(event.caseNo);
        queued += wanted;
        return { ...row, caseEvents: row.caseEvents + added, replayed: row.replayed + queued };
      });
      return { receiver, queued };
    });
    if (!written.receiver) throw new GatewayError('NOT_FOUND', `no receiver "${receiverId}"`);
    store.committed(written.receiver);
    wake(receiverId, [...pending]);
    const last = batch.at(-1);
    return written.queued + (last && last.sequence < to ? await replayBatch(receiverId, last.sequence + 1, to) : 0);
  };

  return {
    list: store.list,
    get: store.get,
    async create({ after, ...spec }) {
      const created = await store.create(spec, after ?? events.head());
      follow();
      return created;
    },
    async remove(receiverId) {
      const removed = await store.remove(receiverId);
      await forget(receiverId);
      return removed;
    },
    rotate: store.rotate,
    async patch(receiverId, patch) {
      const receiver = await store.patch(receiverId, patch);
      if (patch.url !== undefined) renew(receiverId);
      rewake();
      return receiver;
    },
    async test(receiverId) {
      const receiver = store.get(receiverId);
      if (!receiver) throw new GatewayError('NOT_FOUND', `no receiver "${receiverId}"; GET /v1/receivers lists them`);
      const began = clock.monotonic();
      const outcome = await test(receiver);
      const { status, error }: { status?: number; error?: string } =
        outcome.kind === 'aborted' ? { error: 'the gateway stops' } : outcome;
      return {
        delivered: outcome.kind === 'delivered',
        ...(status === undefined ? {} : { status }),
        ...(error === undefined ? {} : { error }),
        ms: Math.round(clock.monotonic() - began),
      };
    },
    async enable(receiverId) {
      const receiver = await store.setState(receiverId, 'enabled');
      rewake();
      return receiver;
    },
    replay: (receiverId, { from, to }) => replayBatch(receiverId, Math.max(1, from), to),
  };
}
