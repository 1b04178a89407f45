import { epochOf, timeText } from '../lab-clock.ts';
import { type Announcements, createAnnouncements } from './announcements.ts';
import { durationOf, leaseOf } from './durations.ts';
import type { EventBrokers } from './event-brokers.ts';
import { notificationFault } from './notification-fault.ts';
import { createNotifier } from './notifier.ts';
import type { Machine } from './quirks/quirk.ts';
import type { Quirks } from './quirks.ts';
import { SimulatedFault } from './soap-envelope.ts';
import type { Service, SoapRequest } from './soap-exchange.ts';
import { createSubscriptions, type Reach, type Subscription } from './subscriptions.ts';
import { topicFilterOf } from './topic-filter.ts';
import { eventPropertiesXml, type TopicDescription } from './topic-set.ts';
import { find } from './xml.ts';

const EVENTS_URI = 'http://www.onvif.org/ver10/events/wsdl';
const WSNT_URI = 'http://docs.oasis-open.org/wsn/b-2';

/** Path of the event service; subscriptions add their own. */
export const EVENTS_PATH = '/onvif/event_service';
const SUBSCRIPTION_PATH = '/onvif/subscription';

export interface EventService extends Pick<Announcements, 'publish' | 'remove' | 'properties'> {
  readonly service: Service;
  /** Whether a pull waits for something to happen. */
  isPulled(): boolean;
  /** Forgets subscriptions, as a restart does; properties stay, since the world did not change. */
  forget(): void;
  /** Ends the subscription that a request is for. */
  end(request: SoapRequest): void;
  /** Tells all states to every subscriber again, as `Initialized`. */
  repeatStates(): void;
  /** Tells the last `count` notifications to every subscriber again, as they were. */
  replay(count: number): void;
}

export interface EventServiceOptions {
  /** The device's clock, epoch ms. */
  readonly now: () => number;
  readonly machine: Machine;
  readonly topics: readonly TopicDescription[];
  readonly quirks: Pick<Quirks, 'settings' | 'behaviours'>;
  readonly brokers: EventBrokers;
}

const MAX_TIMEOUT = 60_000;
const MAX_MESSAGES = 100;
const DEFAULT_LEASE = 60_000;

/**
 * The Event service (Core 9): pull points, push subscriptions, synchronization points, Seek and event brokers. Leases and long
 * polls run on the machine's time, since a client's network patience does; every time in a message is the device's.
 */
export function createEventService(options: EventServiceOptions): EventService {
  const { now, machine, topics, quirks, brokers } = options;
  const subscriptions = createSubscriptions(machine);
  const announcements = createAnnouncements({ now, quirks, brokers, subscriptions });
  const { history, tellStates } = announcements;
  let lastId = 0;

  const reached = (request: SoapRequest): Subscription => {
    const found = subscriptions.of(request);
    if (!found) throw notificationFault('ResourceUnknownFault', 'the subscription does not exist', now());
    return found;
  };

  const times = ({ ends }: Subscription, prefix: 'tev' | 'wsnt') => {
    const end = timeText(now() + Math.max(0, ends - machine.machine()));
    return `<${prefix}:CurrentTime>${timeText(now())}</${prefix}:CurrentTime><${prefix}:TerminationTime>${end}</${prefix}:TerminationTime>`;
  };

  const reachOf = (origin: string): Reach => {
    lastId += 1;
    const path = `${SUBSCRIPTION_PATH}?Idx=${lastId}`;
    const plain: Reach = {
      ...{ origin, path, address: `${origin}${path}`, parameters: '' },
      reachedBy: ({ target }) => target === path,
    };
    return quirks.behaviours().reduce((reach, behaviour) => behaviour.reach?.(reach) ?? reach, plain);
  };

  const subscribe = ({ body, origin }: SoapRequest, consumer?: string): Subscription => {
    const { maxPullPoints, tellsStates } = quirks.settings();
    if (subscriptions.alive().length >= maxPullPoints)
      throw new SimulatedFault(500, ['ter:Action', 'ter:MaxPullPoints'], `all ${maxPullPoints} pull points are in use`);
    const wants = topicFilterOf(find(body, 'Filter'), now());
    const asked = find(body, 'InitialTerminationTime')?.text;
    const lease = asked ? leaseOf(asked, now()) : DEFAULT_LEASE;
    if (lease === undefined)
      throw notificationFault('UnacceptableInitialTerminationTimeFault', 'the time cannot be used', now());
    const subscription = subscriptions.add({
      ...{ wants, ends: machine.machine() + lease, reach: reachOf(origin) },
      notifier: consumer === undefined ? undefined : createNotifier(consumer),
    });
    if (tellsStates) tellStates(subscription);
    subscriptions.enqueue(subscription, announcements.takeBacklog());
    return subscription;
  };

  const referenceXml = (subscription: Subscription, prefix: 'tev' | 'wsnt') => {
    const { address, parameters } = subscription.reach;
    const more = parameters ? `<a:ReferenceParameters>${parameters}</a:ReferenceParameters>` : '';
    return (
      `<${prefix}:SubscriptionReference><a:Address>${address.replaceAll('&', '&amp;')}</a:Address>${more}</${prefix}:SubscriptionReference>` +
      times(subscription, 'wsnt')
    );
  };

  const operations: Service['operations'] = {
    GetServiceCapabilities: () =>
      '<tev:Capabilities WSSubscriptionPolicySupport="false" WSPullPointSupport="true" WSPausableSubscriptionManagerInterfaceSupport="false" ' +
      `MaxNotificationProducers="${quirks.settings().maxPullPoints}" MaxPullPoints="${quirks.settings().maxPullPoints}" ` +
      `PersistentNotificationStorage="true" ${brokers.capabilities}/>`,
    GetEventProperties: () => eventPropertiesXml(topics),
    CreatePullPointSubscription: (request) => referenceXml(subscribe(request), 'tev'),
    Subscribe: (request) => {
      const consumer = find(request.body, 'ConsumerReference', 'Address')?.text ?? '';
      if (!/^https?:\/\//.test(consumer))
        throw notificationFault('SubscribeCreationFailedFault', 'the consumer is no http address', now());
      return referenceXml(subscribe(request, consumer), 'wsnt');
    },
    PullMessages: async (request) => {
      const subscription = reached(request);
      const timeout = durationOf(find(request.body, 'Timeout')?.text ?? '') ?? 0;
      const limit = Math.min(MAX_MESSAGES, Number(find(request.body, 'MessageLimit')?.text ?? 1));
      if (timeout > MAX_TIMEOUT) throw tooLong();
      if (subscription.wake || subscription.notifier)
        throw notificationFault('UnableToGetMessagesFault', 'another pull is under way', now());
      if (subscription.queue.length === 0) {
        subscription.wake = new AbortController();
        await machine.wait(timeout, AbortSignal.any([subscription.wake.signal, request.gone]));
        subscription.wake = undefined;
      }
      // The answer to a client that is gone would be lost: it stays for its next pull.
      const messages = request.gone.aborted ? [] : subscription.queue.splice(0, Math.max(1, limit));
      // Core 9.1.2: pulling keeps the subscription alive for at least the same time again.
      if (quirks.settings().pullKeepsAlive)
        subscription.ends = Math.max(subscription.ends, machine.machine() + timeout);
      return times(subscription, 'tev') + messages.join('');
    },
    Seek: (request) => {
      const subscription = reached(request);
      const time = epochOf(find(request.body, 'UtcTime')?.text ?? '');
      if (Number.isNaN(time)) throw new SimulatedFault(400, ['ter:InvalidArgVal'], 'UtcTime is no time');
      subscription.queue.length = 0;
      const found = history.seek(time, find(request.body, 'Reverse')?.text === 'true');
      subscriptions.enqueue(
        subscription,
        found.filter(({ topic }) => topic === 'EventBuffer/Begin' || subscription.wants(topic)).map(({ xml }) => xml),
      );
      return '';
    },
    Renew: (request) => {
      const subscription = reached(request);
      const lease = leaseOf(find(request.body, 'TerminationTime')?.text, now());
      if (lease === undefined)
        throw notificationFault('UnacceptableTerminationTimeFault', 'the time cannot be used', now());
      subscription.ends = machine.machine() + lease;
      // WS-BaseNotification: here TerminationTime comes first.
      return times(subscription, 'wsnt').replace(/^(.*<\/wsnt:CurrentTime>)(.*)$/, '$2$1');
    },
    Unsubscribe: (request) => {
      subscriptions.end(reached(request));
      return '';
    },
    SetSynchronizationPoint: (request) => {
      tellStates(reached(request));
      return '';
    },
    ...brokers.operations,
  };

  return {
    service: { uri: EVENTS_URI, also: [WSNT_URI], prefix: 'tev', operations },
    publish: announcements.publish,
    remove: announcements.remove,
    properties: announcements.properties,
    forget: subscriptions.forget,
    isPulled: () => subscriptions.alive().some(({ wake }) => wake !== undefined),
    end(request) {
      const found = subscriptions.of(request);
      if (found) subscriptions.end(found);
    },
    repeatStates() {
      for (const each of subscriptions.alive()) tellStates(each);
    },
    replay(count) {
      for (const each of subscriptions.alive())
        subscriptions.enqueue(
          each,
          history
            .last(count)
            .filter(({ topic }) => each.wants(topic))
            .map(({ xml }) => xml),
        );
    },
  };
}

function tooLong(): SimulatedFault {
  const detail = `<tev:PullMessagesFaultResponse><tev:MaxTimeout>PT${MAX_TIMEOUT / 1000}S</tev:MaxTimeout><tev:MaxMessageLimit>${MAX_MESSAGES}</tev:MaxMessageLimit></tev:PullMessagesFaultResponse>`;
  return new SimulatedFault(400, ['ter:InvalidArgVal'], 'the Timeout is too long', detail);
}
