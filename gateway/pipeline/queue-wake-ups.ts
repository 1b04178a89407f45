import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { atMostEvery, type Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { WakeUps } from '../model/wake-ups.ts';
import { createLane, type Lane } from './queue-lane.ts';
import type { LaneQueue, QueueStore, Turn } from './queue-store.ts';

/** Without a turn for this long the handlers run in process: a fire does not wait for Redis. */
const AWAY_MS = 5_000;
const WATCH_MS = 1_000;
const EPOCH_MS = 5_000;
const CLOSE_MS = 5_000;
/** Jobs per `addBulk`. */
const BATCH = 100;
/**
 * Keys that share a turn when they are woken together. A job costs the store and its clients as much as several cases, so under
 * load one for each key would be most of the work.
 */
const KEYS_PER_TURN = 16;

/** Wake-ups on a queue store, as the gateway holds them. */
export interface Queue extends WakeUps {
  /** Called when the store turns out to have been wiped. Returns the unsubscribe function. */
  onWiped(listener: () => void): () => void;
  /** Why work runs in process, and what to do; undefined while the store gives turns. */
  trouble(): string | undefined;
}

interface Served {
  readonly lane: Lane;
  readonly queue: LaneQueue;
  /** Keys to hand to the store; each of them waits in the lane, which bounds it. */
  outgoing: string[];
  sending: boolean;
}

/** Wake-ups over BullMQ: the store gives turns, memory knows what waits, and without the store memory gives the turns. */
export function createWakeUps(store: QueueStore, parts: { clock: Clock; log: Logger; metrics: Metrics }): Queue {
  const { clock, log, metrics } = parts;
  const healthyGauge = metrics.gauge(
    'queue_healthy',
    '1 while the queue store gives turns, 0 while work runs in process',
  );
  const wakes = metrics.counter('wake_ups_total', 'Wake-ups by lane and fate', ['lane', 'fate']);
  const failures = metrics.counter('wake_up_failures_total', 'Handlers that failed', ['lane']);
  const served = new Map<string, Served>();
  const wiped = new Set<() => void>();
  let quiet: (() => void)[] = [];
  let away = false;
  let why = '';
  let closing = false;
  healthyGauge.set(1);

  const busy = () => {
    for (const { lane } of served.values()) if (lane.waiting + lane.running > 0) return true;
    return false;
  };

  const settle = () => {
    if (busy()) return;
    const done = quiet;
    quiet = [];
    for (const resolve of done) resolve();
  };

  const goAway = (reason: string) => {
    if (away || closing) return;
    away = true;
    // ioredis speaks of its options when it means that there is no connection.
    why = reason.includes('enableOfflineQueue') ? 'there is no connection to it' : reason;
    healthyGauge.set(0);
    log.warn({ reason: why, store: store.kind }, 'queue store away: working in process');
    for (const part of served.values()) {
      part.outgoing = [];
      part.lane.runInProcess(() => away);
    }
  };

  const send = async (part: Served) => {
    if (part.sending) return;
    part.sending = true;
    try {
      await undefined; // Wake-ups of the same turn of the event loop share one call.
      while (part.outgoing.length > 0 && !away)
        await part.queue.add(turnsOf(part.outgoing.splice(0, BATCH * KEYS_PER_TURN)));
    } catch (error) {
      goAway((error as Error).message);
    } finally {
      part.sending = false;
    }
  };

  const submit = (part: Served, keys: readonly string[]) => {
    if (away) return part.lane.runInProcess(() => away);
    for (const key of keys) part.outgoing.push(key);
    void send(part);
  };

  const comeBack = () => {
    if (!away || closing) return;
    away = false;
    healthyGauge.set(1);
    log.info({ store: store.kind }, 'queue store back');
    for (const part of served.values()) submit(part, part.lane.resubmit());
  };

  let probing = false;
  const probe = async () => {
    const first = served.values().next().value;
    if (probing || !first) return;
    probing = true;
    await first.queue.add([{ probe: true }]).catch(() => undefined);
    probing = false;
  };

  const watch = () => {
    if (away) return void probe();
    for (const part of served.values()) {
      if (part.lane.stalledFor() > AWAY_MS) return goAway(`no turn for ${AWAY_MS / 1_000} s`);
      const lost = part.lane.overtaken(AWAY_MS);
      if (lost.length > 0) submit(part, lost);
    }
  };

  const checkEpoch = async () => {
    if (away || closing) return;
    // A store that is asked and does not answer is away, also while there is nothing to do: health says so before the alarm comes.
    const there = await store.epoch().catch((error: Error) => void goAway(error.message));
    if (there !== false || away || closing) return;
    log.warn({ store: store.kind }, 'queue store was wiped: asking for every turn again');
    for (const part of served.values()) submit(part, part.lane.resubmit());
    for (const listener of wiped) listener();
  };

  const unreached = store.away?.();
  if (unreached) goAway(unreached);
  const cancels = [clock.every(WATCH_MS, watch), clock.every(EPOCH_MS, () => void checkEpoch())];
  store.onReconnect(() => void checkEpoch());

  return {
    kind: store.kind,
    serve(name, concurrency, handler) {
      if (served.has(name)) throw new GatewayError('INTERNAL', `lane ${name} is served twice`);
      const mayTell = atMostEvery(clock, 1_000);
      const lane = createLane({
        concurrency,
        handler,
        monotonic: clock.monotonic,
        onQuiet: settle,
        onError(key, error) {
          failures.inc({ lane: name });
          // One line stands for all that fail in a second: on a full disk every key does.
          if (mayTell())
            log.error({ lane: name, key, err: error }, 'a woken handler failed; the auditor wakes it again');
        },
      });
      const take = async (turn: Turn) => {
        if ('probe' in turn) return comeBack();
        await Promise.all(turn.keys.map((key) => lane.take(key)));
      };
      served.set(name, { lane, queue: store.openLane(name, concurrency, take), outgoing: [], sending: false });
    },
    wake(name, key) {
      const part = served.get(name);
      if (!part) throw new GatewayError('INTERNAL', `lane ${name} is not served`);
      const fate = part.lane.wake(key);
      wakes.inc({ lane: name, fate });
      if (fate === 'new') submit(part, [key]);
    },
    idle: () => new Promise((resolve) => (busy() ? quiet.push(resolve) : resolve())),
    healthy: () => !away,
    trouble: () => (away ? (store.away?.() ?? why) : undefined),
    onWiped(listener) {
      wiped.add(listener);
      return () => wiped.delete(listener);
    },
    async close() {
      if (closing) return;
      closing = true;
      for (const cancel of cancels) cancel();
      const parts = [...served.values()];
      for (const part of parts) part.lane.stop();
      const running = new Promise<void>((resolve) => (busy() ? quiet.push(resolve) : resolve()));
      await Promise.race([running, clock.wait(CLOSE_MS)]);
      await Promise.all(parts.map((part) => part.queue.close()));
      await store.close();
    },
  };
}

function turnsOf(keys: readonly string[]): Turn[] {
  const turns: Turn[] = [];
  for (let from = 0; from < keys.length; from += KEYS_PER_TURN)
    turns.push({ keys: keys.slice(from, from + KEYS_PER_TURN) });
  return turns;
}
