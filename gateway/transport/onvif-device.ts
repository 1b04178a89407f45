import { GatewayError, toGatewayError } from '../errors.ts';
import { closeBroker } from './onvif-broker.ts';
import type { OnvifDevice, OnvifDeviceOptions, OnvifState, OnvifStatus } from './onvif-device-contract.ts';
import { createIntake } from './onvif-intake.ts';
import { onvifMetrics } from './onvif-metrics.ts';
import { createRetry, ONVIF_TIMING } from './onvif-retry.ts';
import { type DeviceAccess, findEventService, measureSkew, pathOf } from './onvif-services.ts';
import type { SessionPorts } from './onvif-session.ts';
import { createSoapClient } from './onvif-soap.ts';
import { type Channel, createSubscriber, type Subscribed } from './onvif-subscriber.ts';

export type { OnvifDevice, OnvifDeviceOptions, OnvifState, OnvifStatus } from './onvif-device-contract.ts';

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
