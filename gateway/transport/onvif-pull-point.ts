import { GatewayError } from '../errors.ts';
import { at, type Scope, textAt, writeXml, type XmlElement } from '../xml.ts';
import { faultOf, type SoapReply } from './onvif-answer.ts';
import { ADDRESSING } from './onvif-envelope.ts';
import { CONTROL_DEADLINE, type DeviceAccess, type EventService, pathOf } from './onvif-services.ts';

const EVENTS = 'http://www.onvif.org/ver10/events/wsdl';
const WSNT = 'http://docs.oasis-open.org/wsn/b-2';
const MANAGER = 'http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager';

/** How long the device is asked to keep the subscription. In seconds, since some devices read minutes as such. */
const LEASE_MS = 120_000;
/** A device's own answer is believed inside these bounds only. */
const LEASE_BOUNDS = { min: 10_000, max: 3_600_000 } as const;
const MESSAGE_LIMIT = 100;
/** Timeout of the first pull from a subscription that may be gone. */
const FIRST_PULL = 1_000;
/** A pull may take this much longer than its Timeout before the device counts as stalled. */
const PULL_GRACE = 15_000;
/** Pulls that ended in a cut connection before the subscription is given up; the Timeout shrinks with each. */
const MAX_CUTS = 2;

export interface Pulled {
  readonly notifications: readonly string[];
  readonly scope: Scope;
}

/** One subscription of a device. Used by one caller at a time: a second pull in parallel is a fault by the standard. */
export interface PullPoint {
  /** To be kept over a restart. */
  readonly subscription: SubscriptionReference;
  /** Waits for notifications; an empty list after the Timeout. Renews first where pulling does not keep it alive. */
  pull(): Promise<Pulled>;
  /** Unsubscribes; errors are swallowed, the device forgets an unused subscription by itself. */
  close(): Promise<void>;
}

/** Where a subscription is reached: all that is needed to go on pulling from it after a restart. */
export interface SubscriptionReference {
  /** Path and query on the configured host. */
  readonly path: string;
  /** Address as the device gave it, and its reference parameters as finished header elements. */
  readonly address: string;
  readonly referenceParameters: string;
}

/**
 * Creates a pull point without filter (several devices refuse or ignore filters; what is not wanted is sorted out later)
 * and returns it. Throws what the SOAP client throws, and ONVIF_XML when the answer holds no subscription.
 */
export async function openPullPoint(
  access: DeviceAccess,
  service: EventService,
  timeoutMs: number,
): Promise<PullPoint> {
  const { client, signal } = access;
  const created = await client.call({
    path: service.path,
    action: `${EVENTS}/EventPortType/CreatePullPointSubscriptionRequest`,
    body: `<CreatePullPointSubscription xmlns="${EVENTS}"><InitialTerminationTime>PT${LEASE_MS / 1000}S</InitialTerminationTime></CreatePullPointSubscription>`,
    deadlineMs: CONTROL_DEADLINE,
    to: { address: service.address, referenceParameters: '' },
    signal,
  });
  const reference = at(created.body, 'SubscriptionReference');
  if (!reference)
    throw new GatewayError(
      'ONVIF_XML',
      `${client.host}: <${created.body.qname.slice(0, 60)}> holds no SubscriptionReference`,
    );
  const subscription = referenceOf(reference, service);
  // Behind an address translation some devices know their subscription by the address that was dialled, or serve it elsewhere.
  const { path, referenceParameters } = subscription;
  const elsewhere = [
    { path, address: `${client.origin}${path}`, referenceParameters },
    { ...service, referenceParameters },
  ].filter((one) => one.path !== path || one.address !== subscription.address);
  return pullPointOf(access, subscription, {
    timeoutMs,
    leaseMs: leaseOf(created, LEASE_MS),
    created: true,
    elsewhere,
  });
}

/**
 * The pull point of a subscription that was made before, e.g. by a gateway that was killed: devices have few places, and what
 * they queued meanwhile is not lost. Whether the device still knows it shows at the first pull, which answers at once.
 */
export function resumePullPoint(
  access: DeviceAccess,
  subscription: SubscriptionReference,
  timeoutMs: number,
): PullPoint {
  return pullPointOf(access, subscription, { timeoutMs, leaseMs: LEASE_MS, created: false, elsewhere: [] });
}

interface PullPointSettings {
  readonly timeoutMs: number;
  readonly leaseMs: number;
  /** Made just now, and not by a gateway before this one. */
  readonly created: boolean;
  readonly elsewhere: readonly SubscriptionReference[];
}

function pullPointOf(
  access: DeviceAccess,
  given: SubscriptionReference,
  { timeoutMs, leaseMs, created, elsewhere }: PullPointSettings,
): PullPoint {
  const { client, clock, signal } = access;
  let subscription = given;
  /** Where else it may be, until it has answered once. */
  let untried = elsewhere;
  let timeout = created ? timeoutMs : FIRST_PULL;
  let answered = created;
  let limit = MESSAGE_LIMIT;
  let leaseEnd = clock.monotonic() + leaseMs;
  let nextRenewal = clock.monotonic();
  let renewal: 'relative' | 'absolute' | 'none' = 'relative';

  const call = (action: string, body: string, deadlineMs: number, stoppable = true) => {
    const { path, ...to } = subscription;
    return client.call({ path, action, body, deadlineMs, to, signal: stoppable ? signal : undefined });
  };

  const renewWith = async (end: string) => {
    const body = `<Renew xmlns="${WSNT}"><TerminationTime>${end}</TerminationTime></Renew>`;
    leaseEnd = clock.monotonic() + leaseOf(await call(`${MANAGER}/RenewRequest`, body, CONTROL_DEADLINE), LEASE_MS);
  };

  /** Only when the lease would end during the next pull: the standard makes every pull extend it, and Renew is often broken. */
  const renewIfNeeded = async (deviceNow: number | undefined) => {
    const now = clock.monotonic();
    if (renewal === 'none' || leaseEnd - now >= timeout || now < nextRenewal) return;
    nextRenewal = now + LEASE_MS / 4;
    for (const form of renewal === 'relative' ? (['relative', 'absolute'] as const) : (['absolute'] as const)) {
      if (form === 'absolute' && deviceNow === undefined) break;
      try {
        const relative = `PT${LEASE_MS / 1000}S`;
        await renewWith(form === 'relative' ? relative : new Date((deviceNow ?? 0) + LEASE_MS).toISOString());
        renewal = form;
        return;
      } catch (error) {
        if (!(error instanceof GatewayError) || (error.code !== 'ONVIF_FAULT' && error.code !== 'ONVIF_XML'))
          throw error;
      }
    }
    renewal = 'none';
  };

  const pullOnce = async (): Promise<Pulled> => {
    const body =
      `<PullMessages xmlns="${EVENTS}"><Timeout>PT${timeout / 1000}S</Timeout>` +
      `<MessageLimit>${limit}</MessageLimit></PullMessages>`;
    const reply = await call(`${EVENTS}/PullPointSubscription/PullMessagesRequest`, body, timeout + PULL_GRACE);
    if (at(reply.body, 'TerminationTime')) leaseEnd = clock.monotonic() + leaseOf(reply, LEASE_MS);
    const deviceNow = Date.parse(textAt(reply.body, 'CurrentTime'));
    // The notifications in hand are worth more than the lease: a failed renewal shows at the next pull.
    await renewIfNeeded(Number.isNaN(deviceNow) ? undefined : deviceNow).catch(() => {});
    return { notifications: reply.notifications, scope: reply.scope };
  };

  return {
    get subscription() {
      return subscription;
    },
    async pull() {
      for (let cuts = 0; ; cuts += 1) {
        try {
          const pulled = await pullOnce();
          if (!answered) timeout = Math.max(timeout, timeoutMs);
          answered = true;
          untried = [];
          return pulled;
        } catch (error) {
          const [next, ...rest] = untried;
          if (next && !signal?.aborted && isElsewhere(error)) {
            subscription = next;
            untried = rest;
            cuts -= 1;
            continue;
          }
          if (cuts >= MAX_CUTS || signal?.aborted || !worthRepeating(error)) throw error;
          // Some devices cut any long poll after a few seconds, others allow less than the standard demands.
          timeout = Math.max(1_000, Math.min(timeout, cuts === 0 ? 10_000 : 5_000));
          limit = Math.min(limit, 10);
          await clock.wait(1_000, signal);
        }
      }
    },
    async close() {
      const body = `<Unsubscribe xmlns="${WSNT}"/>`;
      const action = `${MANAGER}/UnsubscribeRequest`;
      // Without the signal: it is aborted when the gateway stops, and then this is what remains to be said.
      await call(action, body, CONTROL_DEADLINE / 2, false).catch(() => {});
    },
  };
}

/** The device answered that it does not know what was asked for at that address: by a fault, a page or a status. */
function isElsewhere(error: unknown): boolean {
  if (worthRepeating(error)) return false;
  return error instanceof GatewayError && (error.code === 'ONVIF_FAULT' || error.code === 'ONVIF_XML');
}

function worthRepeating(error: unknown): boolean {
  if (faultOf(error)?.details.some((element) => element.name === 'PullMessagesFaultResponse')) return true;
  return error instanceof GatewayError && error.code === 'ONVIF_UNREACHABLE';
}

/** Where the subscription of a SubscriptionReference is reached. */
export function referenceOf(reference: XmlElement, service: EventService): SubscriptionReference {
  const given = textAt(reference, 'Address');
  return {
    // An address that leads nowhere is answered at the event service by the devices that give one.
    path: pathOf(given) ?? service.path,
    address: given || service.address,
    referenceParameters: referenceParameters(reference),
  };
}

/** Every reference parameter as a header element of later requests (WS-Addressing 1.0 SOAP binding §3.4). */
function referenceParameters(reference: XmlElement): string {
  const mark = ` xmlns:gwa="${ADDRESSING}" gwa:IsReferenceParameter="true"`;
  return (at(reference, 'ReferenceParameters')?.children ?? []).map((child) => writeXml(child, mark)).join('');
}

/** TerminationTime minus CurrentTime of an answer, the only use of either; what was asked for when they make no sense. */
export function leaseOf(reply: SoapReply, asked: number): number {
  const lease = Date.parse(textAt(reply.body, 'TerminationTime')) - Date.parse(textAt(reply.body, 'CurrentTime'));
  return Number.isNaN(lease) ? asked : Math.min(LEASE_BOUNDS.max, Math.max(LEASE_BOUNDS.min, lease));
}
