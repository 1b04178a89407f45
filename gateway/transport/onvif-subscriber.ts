import { toGatewayError } from '../errors.ts';
import { faultOf } from './onvif-answer.ts';
import { type OwnBroker, openBroker } from './onvif-broker.ts';
import type { NotifyListener } from './onvif-listener.ts';
import { openPullPoint, type PullPoint, resumePullPoint, type SubscriptionReference } from './onvif-pull-point.ts';
import { openPush } from './onvif-push.ts';
import { type DeviceAccess, type EventService, findEventService } from './onvif-services.ts';
import { keepBroker, keepPushed, pullFrom, type SessionPorts, takePushed } from './onvif-session.ts';

/** How notifications come: fetched, sent to us, or published to the gateway's MQTT broker. */
export type Channel = 'pull' | 'push' | 'mqtt';

/** A subscription that works. */
export interface Subscribed {
  readonly channel: Channel;
  /** Returns when stopping; throws when the subscription ended otherwise. */
  run(): Promise<void>;
  /** Takes leave of the device: it has few places for subscriptions, and other clients want one, too. */
  end(): Promise<void>;
}

/** Keeps one subscription over a restart. */
export interface SubscriptionStore {
  load(): SubscriptionReference | undefined;
  /** Undefined forgets it. */
  save(subscription: SubscriptionReference | undefined): void;
}

export interface Subscriber {
  /**
   * Goes on with the subscription that the last session or a gateway before this one left, if the device still knows it;
   * else creates a pull point; else, where the device makes none, has it push; else has it publish to the gateway's broker. With
   * `preferBroker` the broker comes first. Throws what the SOAP client throws: for a device that refuses every way, what it said of
   * the first one.
   */
  subscribe(): Promise<Subscribed>;
}

export interface SubscriberOptions {
  readonly access: DeviceAccess;
  readonly ports: SessionPorts;
  readonly pullTimeoutMs: number;
  readonly store?: SubscriptionStore;
  readonly listener?: NotifyListener;
  readonly broker?: OwnBroker;
  readonly preferBroker?: boolean;
  /** `{vendor}/{device}`. */
  readonly deviceId: string;
  /** Host of the device, the only one that may push. */
  readonly host: string;
  /** Called for each subscription that the device made. */
  readonly created: () => void;
}

export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { access, ports, store, listener, broker, pullTimeoutMs } = options;
  let kept: SubscriptionReference | undefined;
  /** The device did not get through to the broker with the password it has. */
  let renew = false;

  const keep = (subscription: SubscriptionReference | undefined) => {
    kept = subscription;
    store?.save(subscription);
  };

  const pulling = (point: PullPoint): Subscribed => {
    let gone = false;
    let refused = false;
    return {
      channel: 'pull',
      async run() {
        try {
          await pullFrom(point, ports);
        } catch (error) {
          gone = isUnknown(error);
          refused = toGatewayError(error).code === 'ONVIF_AUTH';
          throw error;
        }
      },
      async end() {
        // Where the login was refused, another try would only bring the account nearer to its lock; it is gone on with later.
        if (refused) return;
        // Nobody takes leave of what is gone: on some devices any Unsubscribe ends the subscriptions of all clients.
        if (!gone) await point.close();
        keep(undefined);
      },
    };
  };

  const resumed = async (): Promise<Subscribed | undefined> => {
    kept ??= store?.load();
    if (!kept) return undefined;
    const point = resumePullPoint(access, kept, pullTimeoutMs);
    try {
      await ports.intake.take(await point.pull(), { transport: 'onvif-pull', warm: false });
      return pulling(point);
    } catch (error) {
      if (!refusedByDevice(error)) throw error;
      // It ended while nobody pulled, or the device restarted.
      keep(undefined);
      return undefined;
    }
  };

  const pulled = async (service: EventService): Promise<Subscribed> => {
    const point = await openPullPoint(access, service, pullTimeoutMs);
    keep(point.subscription);
    options.created();
    return pulling(point);
  };

  const pushed = async (service: EventService, notify: NotifyListener): Promise<Subscribed> => {
    const path = await notify.open(options.host, takePushed(ports));
    try {
      const push = await openPush(access, service, path.url);
      options.created();
      return {
        channel: 'push',
        run: () => keepPushed(push, ports).finally(() => path.close()),
        end: () => push.close(),
      };
    } catch (error) {
      path.close();
      throw error;
    }
  };

  /** The device goes on publishing while the gateway is away, and keeps what it cannot send: nothing is to be ended. */
  const published = async (service: EventService, own: OwnBroker): Promise<Subscribed> => {
    const subscription = await openBroker(access, service, { deviceId: options.deviceId, broker: own, renew });
    options.created();
    renew = false;
    return {
      channel: 'mqtt',
      async run() {
        try {
          await keepBroker(subscription, ports);
        } catch (error) {
          renew = true;
          throw error;
        }
      },
      async end() {},
    };
  };

  return {
    async subscribe() {
      const before = options.preferBroker ? undefined : await resumed();
      if (before) return before;
      const service = await findEventService(access);
      const publish = broker ? [() => published(service, broker)] : [];
      const ways = [
        ...(options.preferBroker ? publish : []),
        () => pulled(service),
        ...(listener ? [() => pushed(service, listener)] : []),
        ...(options.preferBroker ? [] : publish),
      ];
      let refusal: unknown;
      for (const way of ways) {
        try {
          return await way();
        } catch (error) {
          // What the device says of the first way tells more than what it says of the others.
          refusal ??= error;
          if (!refusedByDevice(error)) throw refusal;
        }
      }
      throw refusal;
    },
  };
}

/** The device answered, and not what was asked for. */
function refusedByDevice(error: unknown): boolean {
  const { code } = toGatewayError(error);
  return code === 'ONVIF_FAULT' || code === 'ONVIF_XML';
}

/** The device does not know the subscription any more (ResourceUnknownFault of WS-ResourceFramework). */
function isUnknown(error: unknown): boolean {
  const fault = faultOf(error);
  return [...(fault?.codes ?? []), ...(fault?.details.map(({ name }) => name) ?? [])].some((name) =>
    name.startsWith('ResourceUnknown'),
  );
}
