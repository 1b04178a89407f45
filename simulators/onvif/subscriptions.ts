import type { Notifier } from './notifier.ts';
import type { Machine } from './quirks/quirk.ts';
import type { SoapRequest } from './soap-exchange.ts';
import type { TopicFilter } from './topic-filter.ts';

/** How a subscription is reached. */
export interface Reach {
  /** `http://host:port` under which the client reached the device. */
  readonly origin: string;
  /** Path and query the device has for it. */
  readonly path: string;
  /** The address it hands out, and its reference parameters as finished elements. */
  readonly address: string;
  readonly parameters: string;
  reachedBy(request: SoapRequest): boolean;
}

/** One subscription: a pull point, or one whose notifications are pushed. */
export interface Subscription {
  readonly reach: Reach;
  readonly wants: TopicFilter;
  /** Notifications waiting to be pulled or pushed; beyond MAX_QUEUE the oldest is lost, as in a real device. */
  readonly queue: string[];
  /** Machine ms at which it ends. */
  ends: number;
  /** Set while a pull waits. */
  wake: AbortController | undefined;
  readonly notifier: Notifier | undefined;
}

const MAX_QUEUE = 1_000;

/** The subscriptions of one device, by what reaches them. */
export interface Subscriptions {
  add(subscription: Omit<Subscription, 'queue' | 'wake'>): Subscription;
  /** Those whose lease has not ended, oldest first. */
  alive(): readonly Subscription[];
  /** The newest one that a request reaches. */
  of(request: SoapRequest): Subscription | undefined;
  enqueue(subscription: Subscription, notifications: readonly string[]): void;
  /** A pull that waits is answered at once. */
  end(subscription: Subscription): void;
  /** Ends all; a pull that waits notices nothing and waits on for its Timeout. */
  forget(): void;
}

export function createSubscriptions(machine: Machine): Subscriptions {
  const all: Subscription[] = [];

  const end = (subscription: Subscription) => {
    const at = all.indexOf(subscription);
    if (at >= 0) all.splice(at, 1);
    subscription.wake?.abort();
    subscription.notifier?.stop();
  };

  const alive = () => {
    for (const each of all.filter(({ ends }) => ends <= machine.machine())) end(each);
    return all;
  };

  return {
    add(given) {
      const subscription: Subscription = { ...given, queue: [], wake: undefined };
      all.push(subscription);
      return subscription;
    },
    alive,
    of: (request) => alive().findLast(({ reach }) => reach.reachedBy(request)),
    enqueue(subscription, notifications) {
      if (subscription.notifier) return subscription.notifier.push(notifications);
      subscription.queue.push(...notifications);
      if (subscription.queue.length > MAX_QUEUE) subscription.queue.splice(0, subscription.queue.length - MAX_QUEUE);
      subscription.wake?.abort();
    },
    end,
    forget() {
      for (const { notifier } of all.splice(0)) notifier?.stop();
    },
  };
}
