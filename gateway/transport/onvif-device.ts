import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Arrival } from '../model/message.ts';
import { closeBroker, type OwnBroker } from './onvif-broker.ts';
import { createIntake } from './onvif-intake.ts';
import type { NotifyListener } from './onvif-listener.ts';
import { onvifMetrics } from './onvif-metrics.ts';
import { createRetry, ONVIF_TIMING, type OnvifTiming } from './onvif-retry.ts';
import { type DeviceAccess, findEventService, measureSkew, pathOf } from './onvif-services.ts';
import type { SessionPorts } from './onvif-session.ts';
import { createSoapClient, type LoginScheme } from './onvif-soap.ts';
import { type Channel, createSubscriber, type Subscribed, type SubscriptionStore } from './onvif-subscriber.ts';
import type { Turns } from './onvif-turns.ts';

/**
 * `connecting` → `live` ⇄ `backoff`; `refused`: the login was refused twice, and a try now would only lock the account;
 * `stopped`: before start and after stop.
 */
export type OnvifState = 'stopped' | 'connecting' | 'live' | 'backoff' | 'refused';

export interface OnvifStatus {
  readonly state: OnvifState;
  /** False once nothing was heard for `offlineAfterMs`; undefined until either is known. */
  readonly online: boolean | undefined;
  /** How its notifications come; undefined until it was subscribed. */
  readonly channel: Channel | undefined;
  readonly login: LoginScheme;
  readonly skewMs: number | undefined;
  /** Subscriptions created since start: a number that climbs tells of a device that forgets them. */
  readonly subscriptions: number;
  /** Notifications made durable since start. */
  readonly messages: number;
  /** It sends more than it may: its notifications wait for their turn. */
  readonly storming: boolean;
  /** City time of the last answer to a pull, epoch ms. */
  readonly lastAliveAt: number | undefined;
  readonly lastError: { readonly code: string; readonly detail: string; readonly at: number } | undefined;
}

export interface OnvifDeviceOptions {
  /** `{vendor}/{device}`. */
  readonly deviceId: string;
  readonly vendor: string;
  readonly device: string;
  /** URL of the device service, e.g. `http://192.0.2.7/onvif/device_service`. Nothing else is ever dialled. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** PEM of the authority of the device's certificate, for https addresses. */
  readonly ca?: string;
  /** SHA-256 fingerprint of its certificate, when nobody known signed it. */
  readonly pin?: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Makes a message durable. The next pull leaves only after it resolved for every notification of the last one. */
  readonly append: (arrival: Arrival) => Promise<unknown>;
  /** Keeps the subscription over a restart: devices have few places, and one that nobody ends holds its place for long. */
  readonly subscription?: SubscriptionStore;
  /** Where a device that cannot be pulled from may push to; without it such a device stays in back-off. */
  readonly listener?: NotifyListener;
  /** The gateway's own MQTT broker, for devices that can neither be pulled from nor push, or are wanted to publish. */
  readonly broker?: OwnBroker;
  /** Has the device publish to the broker even where it could be pulled from. */
  readonly preferBroker?: boolean;
  /** Bounds how many devices are set up at once. */
  readonly turns?: Turns;
  /** Told the topic of each notification. */
  readonly heard?: (topic: string) => void;
  /** Called after every answered pull, with or without notifications: a sign of life. */
  readonly onAlive?: () => void;
  /** The device began to send more notifications than it may and is slowed down, or is calm again. */
  readonly onStorm?: (storming: boolean) => void;
  readonly onPresence?: (online: boolean, reason: string) => void;
  readonly timing?: Partial<OnvifTiming>;
  readonly random?: () => number;
}

/** The actor of one ONVIF device. */
export interface OnvifDevice {
  start(): void;
  status(): OnvifStatus;
  /** Tries again at once, e.g. after somebody repaired the login or the network. */
  retry(): void;
  /**
   * Takes the gateway's broker back from the device, for one that is removed: it would go on publishing in vain. Within 5 s, and
   * without an error where the device is away.
   */
  leave(): Promise<void>;
  /** Ends the pull, unsubscribes and closes the connections, within 10 s. Twice is harmless; final. */
  stop(): Promise<void>;
}

/** A subscription that lived this long (machine ms) was a good one: the next failure starts the back-off anew. */
const GOOD_SUBSCRIPTION = 30_000;
const SKEW_VALID = 3_600_000;
const STOP_LIMIT = 10_000;
const LEAVE_LIMIT = 5_000;
/**
 * Keeps one device subscribed for ever: measures its clock, finds its event service, creates one pull point and pulls;
 * after any error it waits and starts again. It holds at most the notifications of one answer (≤ 4 MiB); while the inbox
 * does not take them it does not pull, and the device's own queue fills instead. Throws REQUEST_INVALID for an address
 * that is not http(s).
 */
export function createOnvifDevice(options: OnvifDeviceOptions): OnvifDevice {
  const { clock, log } = options;
  const timing = { ...ONVIF_TIMING, ...options.timing };
  const retry = createRetry(timing, options.random ?? Math.random);
  const metrics = onvifMetrics(options.metrics);
  const devicePath = deviceServicePath(options.address);
  const stopping = new AbortController();
  let wake = new AbortController();
  let running: Promise<void> | undefined;
  let state: OnvifState = 'stopped';
  let online: boolean | undefined;
  let skewMs: number | undefined;
  let skewAt = 0;
  let subscriptions = 0;
  let messages = 0;
  let lastAliveAt: number | undefined;
  let aliveAt = clock.monotonic();
  let storming = false;
  let channel: Channel | undefined;
  let lastError: OnvifStatus['lastError'];

  const client = createSoapClient({ ...options, skewMs: () => skewMs ?? 0 });
  const intake = createIntake({
    ...options,
    skewMs: () => skewMs,
    stored() {
      messages += 1;
      metrics.messages.inc();
    },
    onStorm(now) {
      storming = now;
      if (now) metrics.storms.inc();
      log.warn({ device: options.deviceId, storming }, 'ONVIF device sends more notifications than it may');
      options.onStorm?.(now);
    },
    signal: stopping.signal,
  });
  const access: DeviceAccess = { client, clock, devicePath, signal: stopping.signal };

  const setOnline = (now: boolean, reason: string) => {
    if (online === now) return;
    online = now;
    log.info({ device: options.deviceId, online, reason }, 'ONVIF device presence');
    options.onPresence?.(now, reason);
  };

  const alive = () => {
    lastAliveAt = clock.now();
    aliveAt = clock.monotonic();
    setOnline(true, 'answered');
    options.onAlive?.();
  };

  const measure = async () => {
    skewMs = await measureSkew(access);
    skewAt = clock.monotonic();
  };

  const ports: SessionPorts = {
    ...{ clock, signal: stopping.signal, intake },
    alive(told) {
      metrics.pulls.inc({ result: told ? 'messages' : 'empty' });
      alive();
    },
    async upkeep(age) {
      if (age > GOOD_SUBSCRIPTION) retry.reset();
      if (clock.monotonic() - skewAt > SKEW_VALID) await measure();
    },
  };

  const subscriber = createSubscriber({
    ...{ access, ports, pullTimeoutMs: timing.pullTimeoutMs },
    ...(options.subscription ? { store: options.subscription } : {}),
    ...(options.listener ? { listener: options.listener } : {}),
    ...(options.broker ? { broker: options.broker } : {}),
    ...{ preferBroker: options.preferBroker === true, deviceId: options.deviceId },
    host: new URL(options.address).hostname,
    created() {
      subscriptions += 1;
      metrics.subscriptions.inc();
    },
  });

  const setUp = async (): Promise<Subscribed> => {
    const done = await options.turns?.take(stopping.signal);
    try {
      await measure();
      return await subscriber.subscribe();
    } finally {
      done?.();
    }
  };

  /** One subscription from beginning to end. Returns only when stopping. */
  const session = async () => {
    state = 'connecting';
    const live = await setUp();
    channel = live.channel;
    retry.accepted();
    state = 'live';
    alive();
    try {
      await live.run();
    } catch (error) {
      // A device that is only away knows its subscription when it comes back; what it queued meanwhile is not lost.
      if (!stopping.signal.aborted && toGatewayError(error).code === 'ONVIF_UNREACHABLE') throw error;
      await live.end();
      throw error;
    }
    await live.end();
  };

  const pause = async (ms: number) => {
    const signal = AbortSignal.any([stopping.signal, wake.signal]);
    const untilOffline = Math.max(0, aliveAt + timing.offlineAfterMs - clock.monotonic());
    if (online !== false && untilOffline < ms) {
      await clock.wait(untilOffline, signal);
      if (signal.aborted) return;
      setOnline(false, lastError?.detail ?? 'silent');
      await clock.wait(ms - untilOffline, signal);
    } else await clock.wait(ms, signal);
  };

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await session();
      } catch (thrown) {
        if (stopping.signal.aborted) return;
        const error = toGatewayError(thrown);
        const { code, detail } = error;
        lastError = { code, detail, at: clock.now() };
        metrics.failures.inc({ code });
        const { ms, refused } = retry.after(error);
        state = refused ? 'refused' : 'backoff';
        log.warn({ device: options.deviceId, code, detail, state, retryInMs: Math.round(ms) }, 'ONVIF device failed');
        await pause(ms);
      }
    }
  };

  return {
    start() {
      if (running || stopping.signal.aborted) return;
      aliveAt = clock.monotonic();
      running = run();
    },
    status: () => ({
      state,
      online,
      channel,
      login: client.scheme,
      skewMs,
      subscriptions,
      messages,
      storming,
      lastAliveAt,
      lastError,
    }),
    retry() {
      retry.reset();
      const sleeping = wake;
      wake = new AbortController();
      sleeping.abort();
    },
    async leave() {
      const { broker } = options;
      if (!broker || channel !== 'mqtt') return;
      const late = new AbortController();
      const mine: DeviceAccess = { ...access, signal: late.signal };
      const left = findEventService(mine)
        .then((service) => closeBroker(mine, service, broker))
        .catch((error: unknown) =>
          log.warn({ err: error, device: options.deviceId }, 'the event broker was not taken back'),
        );
      const done = new AbortController();
      await Promise.race([left, clock.wait(LEAVE_LIMIT, done.signal)]);
      late.abort();
      done.abort();
    },
    async stop() {
      stopping.abort();
      // An inbox that never answers must not keep the gateway from ending.
      const ended = new AbortController();
      await Promise.race([running, clock.wait(STOP_LIMIT, ended.signal)]);
      ended.abort();
      state = 'stopped';
      await client.close();
    },
  };
}

function deviceServicePath(address: string): string {
  const path = pathOf(address);
  if (!URL.canParse(address) || !/^https?:\/\//i.test(address) || path === undefined)
    throw new GatewayError(
      'REQUEST_INVALID',
      `"${address}" is not an http or https address of an ONVIF device service`,
    );
  return path === '/' ? '/onvif/device_service' : path;
}
