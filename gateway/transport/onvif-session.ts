import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { BrokerSubscription } from './onvif-broker.ts';
import { type Intake, isInitialized, type Notifications } from './onvif-intake.ts';
import type { PullPoint } from './onvif-pull-point.ts';
import type { PushSubscription } from './onvif-push.ts';

/** What a running subscription needs of its device's actor. */
export interface SessionPorts {
  readonly clock: Pick<Clock, 'monotonic' | 'wait'>;
  readonly signal: AbortSignal;
  readonly intake: Intake;
  /** The device showed that it lives; `messages`: it had something to tell. */
  alive(messages: boolean): void;
  /** Called now and then with the age of the subscription, ms, for what must be done again from time to time. */
  upkeep(age: number): Promise<void>;
}

/** Shortest time between the starts of two empty pulls, against devices that answer at once with nothing. */
const EMPTY_FLOOR = 1_000;
/**
 * A new subscription begins with the states as they are (Core 9.4: `Initialized`). That warm-up ends with the first empty
 * pull, WARM_UP ms after the last batch of them, and at the latest after MAX_WARM_UP, since some devices say `Initialized`
 * for ever. Later ones tell of something new.
 */
const WARM_UP = 10_000;
const MAX_WARM_UP = 30_000;
/** A device that publishes by itself is asked how its connection to the broker is doing this often, machine ms. */
const BROKER_CHECK = 30_000;
/** Checks in a row that find it not connected before it is set up anew. */
const MAX_UNCONNECTED = 3;
/** A push subscription is renewed after half its lease, and not more often than this. */
const MIN_RENEWAL = 30_000;

/** Whether a notification belongs to the warm-up of a subscription. */
function createWarmUp(clock: Pick<Clock, 'monotonic'>) {
  const openedAt = clock.monotonic();
  let until = openedAt + WARM_UP;
  return (notifications: readonly string[]): boolean => {
    const now = clock.monotonic();
    const warm = now < until;
    if (notifications.length === 0) until = 0;
    else if (warm && notifications.some(isInitialized)) until = Math.min(now + WARM_UP, openedAt + MAX_WARM_UP);
    return warm;
  };
}

/** Pulls until stopping. Throws what the pull point throws. The next pull leaves only when the last answer is durable. */
export async function pullFrom(point: PullPoint, ports: SessionPorts): Promise<void> {
  const { clock, signal, intake } = ports;
  const openedAt = clock.monotonic();
  const isWarm = createWarmUp(clock);
  while (!signal.aborted) {
    const startedAt = clock.monotonic();
    const pulled = await point.pull();
    const empty = pulled.notifications.length === 0;
    ports.alive(!empty);
    const now = clock.monotonic();
    await intake.take(pulled, { transport: 'onvif-pull', warm: isWarm(pulled.notifications) });
    await ports.upkeep(now - openedAt);
    if (empty && now - startedAt < EMPTY_FLOOR) await clock.wait(EMPTY_FLOOR - (now - startedAt), signal);
  }
}

/** What is to be done with notifications that a device pushes: durable before the answer leaves. */
export function takePushed(ports: SessionPorts): (notifications: Notifications) => Promise<void> {
  const isWarm = createWarmUp(ports.clock);
  return async (pushed) => {
    ports.alive(pushed.notifications.length > 0);
    await ports.intake.take(pushed, { transport: 'onvif-push', warm: isWarm(pushed.notifications) });
  };
}

/** Keeps a push subscription alive until stopping. Throws when it cannot be renewed: then it is made anew. */
export async function keepPushed(push: PushSubscription, ports: SessionPorts): Promise<void> {
  const { clock, signal } = ports;
  const openedAt = clock.monotonic();
  let lease = push.leaseMs;
  while (!signal.aborted) {
    await clock.wait(Math.max(MIN_RENEWAL, lease / 2), signal);
    if (signal.aborted) return;
    lease = await push.renew();
    ports.alive(false);
    await ports.upkeep(clock.monotonic() - openedAt);
  }
}

/**
 * Watches over a device that publishes to the gateway's broker until stopping. Throws when the device has forgotten the broker or
 * does not get through to it: then it is set up anew, with a new password.
 */
export async function keepBroker(broker: BrokerSubscription, ports: SessionPorts): Promise<void> {
  const { clock, signal } = ports;
  const openedAt = clock.monotonic();
  for (let unconnected = 0; !signal.aborted; ) {
    await clock.wait(BROKER_CHECK, signal);
    if (signal.aborted) return;
    const state = await broker.state();
    if (state === 'gone') throw new GatewayError('ONVIF_FAULT', 'the device has forgotten the event broker');
    unconnected = state === 'connected' ? 0 : unconnected + 1;
    if (state === 'connected') ports.alive(false);
    if (unconnected >= MAX_UNCONNECTED)
      throw new GatewayError('ONVIF_UNREACHABLE', 'the device does not get through to the MQTT broker of the gateway');
    await ports.upkeep(clock.monotonic() - openedAt);
  }
}
