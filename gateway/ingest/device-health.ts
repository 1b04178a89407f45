import type { Clock } from '../clock.ts';
import { rfc3339 } from '../model/case-json.ts';
import type { Decoded, Doubt } from '../model/decoded.ts';

/** Tells each device how it is seen from here: retained on `v1/{vendor}/{device}/down/health`. */
export interface DeviceHealth {
  /** Messages were read from the inbox. */
  saw(batch: readonly Decoded[]): void;
  /** A message was refused before the inbox. */
  refused(deviceId: string, code: string): void;
  /** The device was removed: nothing of it stays retained. */
  forget(deviceId: string): void;
  stop(): void;
}

/** Machine ms between two publications for one device: the first change and a doubt go out at once, what follows together. */
const INTERVAL_MS = 60_000;
const TICK_MS = 1_000;
/** Publications of one tick; the others follow with the next. */
const PER_TICK = 500;
/** Messages the clock skew is estimated from. */
const SKEWS = 15;
/** Devices whose health is counted; at the bound the one heard of first is counted from zero when it comes again. */
const MAX_DEVICES = 100_000;
/** Codes counted for one device; there are about a dozen. */
const MAX_CODES = 32;

interface State {
  lastAccepted: number;
  accepted: number;
  refused: Map<string, number>;
  /** `receivedAt` minus the device's own time, ms, of the last messages; the next one goes to `skewAt`. */
  readonly skews: number[];
  skewAt: number;
  publishedAt: number;
  position: Decoded['position'];
  /** Messages that were believed in part only, by code. */
  readonly doubted: Map<string, number>;
  /** The newest of them. */
  doubt: (Doubt & { readonly receivedAt: number }) | undefined;
}

export function createDeviceHealth(options: {
  publish(topic: string, payload: string, options: { retain: true }): Promise<void>;
  /** Whether the device is registered. */
  knows(deviceId: string): boolean;
  /** Registered devices, and when each was heard last: republished after a start, since the broker forgets. */
  registered: () => Iterable<string>;
  lastSeen(deviceId: string): number | undefined;
  clock: Pick<Clock, 'now' | 'monotonic' | 'every'>;
  maxDevices?: number;
}): DeviceHealth {
  const { publish, knows, lastSeen, clock, maxDevices = MAX_DEVICES } = options;
  const since = clock.now();
  const states = new Map<string, State>();
  const changed = new Set<string>();
  let restoring: Iterator<string> | undefined;

  const stateOf = (deviceId: string): State => {
    const known = states.get(deviceId);
    if (known) return known;
    if (states.size >= maxDevices) states.delete(states.keys().next().value as string);
    const lastAccepted = lastSeen(deviceId) ?? 0;
    const made: State = {
      ...{ lastAccepted, accepted: 0, refused: new Map(), skews: [], skewAt: 0 },
      ...{ publishedAt: -INTERVAL_MS, position: undefined },
      ...{ doubted: new Map(), doubt: undefined },
    };
    states.set(deviceId, made);
    return made;
  };

  /** A position that is not believed, or is again, is told at once. */
  const placed = (state: State, position: NonNullable<State['position']>) => {
    if (state.position?.fault !== position.fault) state.publishedAt = -INTERVAL_MS;
    state.position = position;
  };

  /** What is not believed is told with the next tick: who tries a device out is waiting for it. */
  const doubtful = (state: State, doubt: Doubt, receivedAt: number) => {
    state.doubted.set(doubt.code, (state.doubted.get(doubt.code) ?? 0) + 1);
    state.doubt = { ...doubt, receivedAt };
    state.publishedAt = -INTERVAL_MS;
  };

  const send = (deviceId: string, payload: string) => {
    publish(`v1/${deviceId}/down/health`, payload, { retain: true }).catch(() => undefined);
  };

  const refuse = (deviceId: string, code: string) => {
    const { refused } = stateOf(deviceId);
    if (refused.has(code) || refused.size < MAX_CODES) refused.set(code, (refused.get(code) ?? 0) + 1);
    changed.add(deviceId);
  };

  /** Looks at the next registered devices after a start; those that were heard are republished. */
  const restore = (most: number) => {
    restoring ??= options.registered()[Symbol.iterator]();
    for (let looked = 0; looked < most; looked++) {
      const next = restoring.next();
      if (next.done) return;
      if (lastSeen(next.value) !== undefined && !states.has(next.value)) {
        stateOf(next.value);
        changed.add(next.value);
      }
    }
  };

  const tick = () => {
    restore(PER_TICK);
    const now = clock.monotonic();
    let left = PER_TICK;
    for (const deviceId of changed) {
      const state = states.get(deviceId);
      if (state && now - state.publishedAt < INTERVAL_MS) continue;
      changed.delete(deviceId);
      if (!state || !knows(deviceId)) continue;
      state.publishedAt = now;
      send(deviceId, JSON.stringify(documentOf(state, since)));
      if (--left === 0) return;
    }
  };
  const cancel = clock.every(TICK_MS, tick);

  return {
    saw(batch) {
      for (const { message, device, observations, rejection, position, doubt } of batch) {
        if (message.transport !== 'mqtt') continue;
        if (rejection) {
          refuse(device.deviceId, rejection.code);
          continue;
        }
        const state = stateOf(device.deviceId);
        state.accepted++;
        if (position) placed(state, position);
        if (doubt) doubtful(state, doubt, message.receivedAt);
        if (message.receivedAt > state.lastAccepted) state.lastAccepted = message.receivedAt;
        // What was sent again or kept by the broker was late on purpose.
        const own = message.dup || message.retain ? undefined : newest(observations);
        if (own !== undefined) {
          state.skews[state.skewAt] = message.receivedAt - own;
          state.skewAt = (state.skewAt + 1) % SKEWS;
        }
        changed.add(device.deviceId);
      }
    },
    refused: refuse,
    forget(deviceId) {
      changed.delete(deviceId);
      states.delete(deviceId);
      // MQTT-3.3.1-10: an empty payload takes the retained message away.
      send(deviceId, '');
    },
    stop: cancel,
  };
}

/** The newest time a message carries: the older readings of a backfill say nothing about the clock. */
function newest(observations: Decoded['observations']): number | undefined {
  let found: number | undefined;
  for (const { deviceTime } of observations)
    if (deviceTime !== undefined && (found === undefined || deviceTime > found)) found = deviceTime;
  return found;
}

function documentOf(
  { lastAccepted, accepted, refused, skews, position, doubted, doubt }: State,
  since: number,
): object {
  const sorted = skews.toSorted((a, b) => a - b);
  const skew = sorted[Math.floor((sorted.length - 1) / 2)];
  return {
    ...(lastAccepted > 0 ? { lastAccepted: rfc3339(lastAccepted) } : {}),
    since: rfc3339(since),
    accepted,
    refused: Object.fromEntries(refused),
    ...(skew === undefined ? {} : { clockSkewMs: skew }),
    ...(position?.detail === undefined ? {} : { position }),
    ...(doubt
      ? { doubted: Object.fromEntries(doubted), doubt: { ...doubt, receivedAt: rfc3339(doubt.receivedAt) } }
      : {}),
  };
}
