import type { Cancel, Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Case, CaseEventOutbox } from '../model/case.ts';
import type { WakeUps } from '../model/wake-ups.ts';
import type { Records } from '../records/records.ts';
import type { Channel } from './channel.ts';
import { createCourier } from './courier.ts';
import {
  countByState,
  type Delivery,
  type DeliveryAccount,
  type DeliveryQuery,
  type DeliveryRetention,
  listDeliveries,
  nextDue,
  removeOld,
} from './deliveries.ts';
import { createEgressGuard } from './egress.ts';
import { createFallback } from './fallback.ts';
import { createFanOut } from './fan-out.ts';
import { type CaseEventFeed, createFeed } from './feed.ts';
import type { FilterWords } from './filter-check.ts';
import type { Receiver } from './receiver.ts';
import { openReceivers } from './receivers.ts';
import { type ReceiversApi, receiversApi } from './receivers-api.ts';
import { createWebhookChannel } from './webhook.ts';

/** Default of `stopGraceMs`. */
const STOP_GRACE = 5_000;
/** ms between two looks while `idle` waits for a wake-up that may have been lost. */
const IDLE_POLL = 100;

/**
 * Hands case events to webhook receivers, at least once and per case in order, and serves the cursor feed.
 *
 *     outbox ─► fan-out ─► delivery rows ─► wake-up ─► courier ─► webhook ─► row: delivered | due again | failed
 *        └────► feed (long poll, SSE)
 */
export interface DeliveryService {
  /** Takes up what waits in records, then follows the outbox. Once. */
  start(): Promise<void>;
  /** Ends running attempts and lets go of sockets; what was not delivered waits in records. Twice is harmless. */
  stop(): Promise<void>;
  /** Resolves when every event has its rows and no delivery is due now or in flight. Retries in the future do not count. */
  idle(): Promise<void>;
  /** Wakes everything due: for the auditor, when wake-ups may have been lost. */
  rewake(): void;
  readonly receivers: ReceiversApi;
  deliveries(query: DeliveryQuery): { readonly items: readonly Delivery[]; readonly next?: string };
  accounts(): readonly DeliveryAccount[];
  /** Removes up to `limit` rows done with before these times; they go on counting in the accounts. Returns how many. */
  prune(before: DeliveryRetention, limit: number): Promise<number>;
  readonly feed: CaseEventFeed;
}

export interface DeliveryOptions {
  readonly records: Records;
  readonly events: CaseEventOutbox;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly gatewayId: string;
  /** Private addresses and ranges that receivers may live in; lab mode lists loopback. */
  readonly allowPrivate: readonly string[];
  /** What a case can carry: a filter by a word that none can is refused. Absent: any may be. */
  readonly filterWords?: FilterWords;
  /** Whether lives depend on a case: then it goes to a receiver's fallback as soon as the receiver fails to take it. */
  readonly lifeSafety: (record: Case) => boolean;
  /** In place of webhooks, for tests. */
  readonly channel?: Channel;
  /** ms one attempt may take. */
  readonly timeoutMs?: number;
  /** ms of the machine that attempts may take to end when the gateway stops. */
  readonly stopGraceMs?: number;
}

/** Registers the lane `delivery` with the wake-ups; nothing is sent before `start`. Throws CONFIG_INVALID for a bad range. */
export function createDelivery(options: DeliveryOptions): DeliveryService {
  const { records, events, wakeUps, clock, log, metrics, gatewayId } = options;
  const guard = createEgressGuard(options.allowPrivate);
  const { filterWords } = options;
  const store = openReceivers({ records, clock, guard, ...(filterWords ? { filterWords } : {}) });
  const timeout = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs };
  const channel = options.channel ?? createWebhookChannel({ clock, gatewayId, guard, ...timeout });
  const alarm = createAlarm(clock, () => {
    courier.refill();
    armNext();
  });
  const fallback = createFallback({
    ...{ records, events, receivers: store, lifeSafety: options.lifeSafety, now: clock.now },
    onPending: (receiverId, caseNos) => courier.wake(receiverId, caseNos),
  });
  const courier = createCourier({
    ...{ records, events, wakeUps, clock, log, metrics, channel, fallback },
    receivers: store,
    wakeAt: alarm.at,
  });
  const fanOut = createFanOut({ records, events, receivers: store, clock, onPending: courier.wake });
  courier.serve();

  const armNext = () => {
    const due = nextDue(records, clock.now());
    if (due !== undefined) alarm.at(due);
  };
  const stopping = new AbortController();
  let running = false;
  let unsubscribe = () => {};
  const follow = () => {
    // A refused write leaves cursor and rows as they were: the next event or the auditor tries again.
    if (running) fanOut.run().catch((error: unknown) => log.error({ err: error }, 'fan-out of case events failed'));
  };
  const rewake = () => {
    if (!running) return;
    follow();
    courier.refill();
  };

  return {
    async start() {
      running = true;
      const unfollow = [fanOut.follow(), events.onAppend(follow)];
      unsubscribe = () => {
        for (const each of unfollow) each();
      };
      await fanOut.run();
      courier.refill();
      armNext();
    },
    async stop() {
      if (!running) return;
      running = false;
      stopping.abort();
      unsubscribe();
      alarm.off();
      await fanOut.run().catch(() => {});
      await courier.stop(options.stopGraceMs ?? STOP_GRACE);
    },
    async idle() {
      while (running && !(fanOut.level() && !courier.busy())) {
        rewake();
        const waited = new AbortController();
        await Promise.race([courier.change(), clock.wait(IDLE_POLL, waited.signal)]);
        waited.abort();
      }
    },
    rewake,
    receivers: receiversApi({
      records,
      events,
      store,
      clock,
      follow,
      wake: courier.wake,
      forget: courier.forget,
      renew: courier.renew,
      rewake,
      test: (receiver) => channel.test(receiver, stopping.signal),
    }),
    deliveries: (query) => listDeliveries(records, query),
    accounts: () => store.list().map((receiver) => accountOf(records, receiver)),
    prune: (before, limit) => prune(records, store, before, limit),
    feed: createFeed({ events, clock, gatewayId }),
  };
}

/** One timer of the city's clock, always set to the earliest time asked for. */
function createAlarm(clock: Clock, ring: () => void): { at(due: number): void; off(): void } {
  let cancel: Cancel | undefined;
  let armedFor = Number.POSITIVE_INFINITY;
  const off = () => {
    cancel?.();
    cancel = undefined;
    armedFor = Number.POSITIVE_INFINITY;
  };
  return {
    off,
    at(due) {
      if (due >= armedFor) return;
      off();
      armedFor = due;
      cancel = clock.at(due, () => {
        off();
        ring();
      });
    },
  };
}

/** Rows and the counts that stand for them change in one transaction, so that no account is ever off. */
async function prune(
  records: Records,
  store: ReturnType<typeof openReceivers>,
  before: DeliveryRetention,
  limit: number,
): Promise<number> {
  const written = await records.write((tx) => {
    const removed = removeOld(tx, before, limit);
    let count = 0;
    const receivers = [...removed].map(([receiverId, { delivered, filtered, failed }]) => {
      count += delivered + filtered + failed;
      return store.update(tx, receiverId, (row) => ({
        ...row,
        pruned: {
          delivered: delivered + (row.pruned?.delivered ?? 0),
          filtered: filtered + (row.pruned?.filtered ?? 0),
          failed: failed + (row.pruned?.failed ?? 0),
        },
      }));
    });
    return { receivers, count };
  });
  for (const receiver of written.receivers) if (receiver) store.committed(receiver);
  return written.count;
}

function accountOf(records: Records, receiver: Receiver): DeliveryAccount {
  const counts = countByState(records, receiver.receiverId);
  const { receiverId, caseEvents, replayed, pruned } = receiver;
  for (const state of ['delivered', 'filtered', 'failed'] as const) counts[state] += pruned?.[state] ?? 0;
  const accounted = counts.delivered + counts.filtered + counts.failed + counts.pending;
  return { receiverId, caseEvents, ...counts, replayed, balanced: caseEvents === accounted };
}
