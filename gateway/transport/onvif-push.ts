import { GatewayError } from '../errors.ts';
import { at, escapeXml, textAt } from '../xml.ts';
import { ADDRESSING } from './onvif-envelope.ts';
import { leaseOf, referenceOf, type SubscriptionReference } from './onvif-pull-point.ts';
import { CONTROL_DEADLINE, type DeviceAccess, type EventService } from './onvif-services.ts';

const WSNT = 'http://docs.oasis-open.org/wsn/b-2';
const PRODUCER = 'http://docs.oasis-open.org/wsn/bw-2/NotificationProducer';
const MANAGER = 'http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager';
/** How long the device is asked to push, ms; in seconds on the wire, as for a pull point. */
const LEASE_MS = 600_000;

/** A subscription whose notifications the device sends by itself. */
export interface PushSubscription {
  readonly subscription: SubscriptionReference;
  /** Machine ms until it ends unless it is renewed. */
  readonly leaseMs: number;
  /** Renews it and gives the new lease. Throws what the SOAP client throws. */
  renew(): Promise<number>;
  /** Unsubscribes; errors are swallowed, the device forgets it by itself. */
  close(): Promise<void>;
}

/**
 * Subscribes with Core 9.3: the device will post to `url`. Throws what the SOAP client throws, and ONVIF_XML when the answer
 * holds no subscription.
 */
export async function openPush(access: DeviceAccess, service: EventService, url: string): Promise<PushSubscription> {
  const { client, signal } = access;
  const created = await client.call({
    path: service.path,
    action: `${PRODUCER}/SubscribeRequest`,
    body:
      `<Subscribe xmlns="${WSNT}"><ConsumerReference><a:Address xmlns:a="${ADDRESSING}">${escapeXml(url)}</a:Address></ConsumerReference>` +
      `<InitialTerminationTime>PT${LEASE_MS / 1000}S</InitialTerminationTime></Subscribe>`,
    deadlineMs: CONTROL_DEADLINE,
    to: { address: service.address, referenceParameters: '' },
    signal,
  });
  const reference = at(created.body, 'SubscriptionReference');
  if (!reference || textAt(reference, 'Address') === '')
    throw new GatewayError('ONVIF_XML', `${client.host}: the answer to Subscribe holds no SubscriptionReference`);
  const subscription = referenceOf(reference, service);
  const { path, ...to } = subscription;
  const call = (operation: string, body: string, deadlineMs: number, ended?: AbortSignal) =>
    client.call({ path, action: `${MANAGER}/${operation}Request`, body, deadlineMs, to, signal: ended });
  return {
    subscription,
    leaseMs: leaseOf(created, LEASE_MS),
    async renew() {
      const body = `<Renew xmlns="${WSNT}"><TerminationTime>PT${LEASE_MS / 1000}S</TerminationTime></Renew>`;
      return leaseOf(await call('Renew', body, CONTROL_DEADLINE, signal), LEASE_MS);
    },
    async close() {
      await call('Unsubscribe', `<Unsubscribe xmlns="${WSNT}"/>`, CONTROL_DEADLINE / 2).catch(() => {});
    },
  };
}
