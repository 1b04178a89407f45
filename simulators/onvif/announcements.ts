import type { EventBrokers } from './event-brokers.ts';
import { createEventHistory, type EventHistory } from './event-history.ts';
import { identityOf, type Notification, notificationOf, notificationXml, type SimulatedEvent } from './notification.ts';
import type { Quirks } from './quirks.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

/** What a device has to tell, and whom it tells. */
export interface Announcements {
  /** Publishes an event. A property that keeps its value says nothing. */
  publish(event: SimulatedEvent): void;
  /** A property that is gone, e.g. an object that left the scene. */
  remove(event: SimulatedEvent): void;
  /** Every property as it is. */
  properties(): readonly SimulatedEvent[];
  /** Tells one subscriber all states, as `Initialized` (Core 9.4). */
  tellStates(subscription: Subscription): void;
  /** What was kept while nobody was subscribed; it is kept no longer. */
  takeBacklog(): readonly string[];
  readonly history: EventHistory;
}

export interface AnnouncementsOptions {
  /** The device's clock, epoch ms. */
  readonly now: () => number;
  readonly quirks: Pick<Quirks, 'settings' | 'behaviours'>;
  readonly brokers: EventBrokers;
  readonly subscriptions: Subscriptions;
}

/** Notifications kept while nobody is subscribed, where a device does that; the oldest is lost first. */
const MAX_BACKLOG = 1_000;

export function createAnnouncements({ now, quirks, brokers, subscriptions }: AnnouncementsOptions): Announcements {
  const properties = new Map<string, SimulatedEvent>();
  const history = createEventHistory();
  const backlog: string[] = [];

  const bent = (notification: Notification): string[] =>
    quirks
      .behaviours()
      .reduce<readonly Notification[]>(
        (all, behaviour) => all.flatMap((each) => behaviour.tell?.(each) ?? [each]),
        [notification],
      )
      .map(notificationXml);

  const tell = (event: SimulatedEvent, operation: Notification['operation']) => {
    const at = now();
    const told = bent(notificationOf(event, operation, at));
    for (const xml of told) history.add({ at, topic: event.topic, xml });
    brokers.publish(event, operation);
    const alive = subscriptions.alive();
    if (alive.length === 0 && quirks.settings().keepsBacklog) backlog.push(...told.slice(-MAX_BACKLOG));
    if (backlog.length > MAX_BACKLOG) backlog.splice(0, backlog.length - MAX_BACKLOG);
    for (const each of alive) if (each.wants(event.topic)) subscriptions.enqueue(each, told);
  };

  const tellStates = (subscription: Subscription) => {
    for (const event of properties.values())
      if (subscription.wants(event.topic))
        subscriptions.enqueue(subscription, bent(notificationOf(event, 'Initialized', now())));
  };

  return {
    publish(event) {
      if (!event.property) return tell(event, '');
      const id = identityOf(event);
      const known = properties.get(id);
      if (known && JSON.stringify(known.data) === JSON.stringify(event.data)) return;
      properties.set(id, event);
      tell(event, known ? 'Changed' : 'Initialized');
    },
    remove(event) {
      if (properties.delete(identityOf(event))) tell(event, 'Deleted');
    },
    properties: () => [...properties.values()],
    tellStates,
    takeBacklog: () => backlog.splice(0),
    history,
  };
}
