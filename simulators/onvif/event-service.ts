import { createLabClock, timeText } from '../lab-clock.ts';
import { type Service, SimulatedFault, type SoapRequest } from './soap-server.ts';
import { escapeText, find } from './xml.ts';

const EVENTS_URI = 'http://www.onvif.org/ver10/events/wsdl';
const WSNT_URI = 'http://docs.oasis-open.org/wsn/b-2';
const CONCRETE_SET = 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet';

/** Path of the event service; pull points add their own. */
export const EVENTS_PATH = '/onvif/event_service';
const PULL_PATH = '/onvif/subscription';

type Items = Readonly<Record<string, string>>;

/** Something that happened at the device. A property is a state: it is repeated to every new subscriber. */
export interface SimulatedEvent {
  /** Below the ONVIF topic namespace, e.g. `VideoSource/MotionAlarm`. */
  readonly topic: string;
  readonly source: Items;
  readonly key?: Items;
  readonly data: Items;
  readonly property: boolean;
}

/** A topic as GetEventProperties describes it: item names and their XML types. */
export interface TopicDescription {
  readonly topic: string;
  readonly property: boolean;
  readonly source: Items;
  readonly key?: Items;
  readonly data: Items;
}

export interface EventService {
  readonly service: Service;
  /** Publishes an event. A property that keeps its value says nothing. */
  publish(event: SimulatedEvent): void;
  /** A property that is gone, e.g. an object that left the scene. */
  remove(event: SimulatedEvent): void;
  /** Forgets subscriptions, as a restart does; properties stay, since the world did not change. */
  reset(): void;
}

interface PullPoint {
  readonly id: number;
  /** Notifications waiting to be pulled; beyond MAX_QUEUE the oldest is lost, as in a real device. */
  readonly queue: string[];
  /** Machine ms at which the subscription ends. */
  ends: number;
  wake: AbortController | undefined;
}

export interface EventServiceOptions {
  readonly now: () => number;
  readonly topics: readonly TopicDescription[];
  readonly maxPullPoints?: number;
}

const MAX_QUEUE = 1_000;
const MAX_TIMEOUT = 60_000;
const MAX_MESSAGES = 100;
const DEFAULT_LEASE = 60_000;
const MAX_LEASE = 3_600_000;

/**
 * The Event service with pull points (Core 9). Leases and long polls run on the machine's time, since a client's network
 * patience does; every time in a message is the city's.
 */
export function createEventService(options: EventServiceOptions): EventService {
  const { now, topics, maxPullPoints = 4 } = options;
  const machine = createLabClock(0);
  const points = new Map<number, PullPoint>();
  const properties = new Map<string, SimulatedEvent>();
  let lastId = 0;

  const alivePoints = () => {
    for (const [id, point] of points) if (point.ends <= machine.machine()) points.delete(id);
    return points;
  };

  const enqueue = (point: PullPoint, xml: string) => {
    point.queue.push(xml);
    if (point.queue.length > MAX_QUEUE) point.queue.shift();
    point.wake?.abort();
  };

  const tell = (event: SimulatedEvent, operation: string) => {
    for (const point of alivePoints().values()) enqueue(point, notificationXml(event, operation, now()));
  };

  const tellAll = (point: PullPoint) => {
    for (const event of properties.values()) enqueue(point, notificationXml(event, 'Initialized', now()));
  };

  const pointOf = ({ target }: SoapRequest): PullPoint => {
    const point = alivePoints().get(Number(/^\/onvif\/subscription\?Idx=(\d+)$/.exec(target)?.[1]));
    if (point) return point;
    const detail = `<wsnt:ResourceUnknownFault><wsnt:Timestamp>${timeText(now())}</wsnt:Timestamp></wsnt:ResourceUnknownFault>`;
    throw new SimulatedFault(500, [], 'the subscription does not exist', detail);
  };

  const leaseTimes = (point: PullPoint, prefix: 'tev' | 'wsnt') => {
    const end = timeText(now() + Math.max(0, point.ends - machine.machine()));
    const current = `<${prefix}:CurrentTime>${timeText(now())}</${prefix}:CurrentTime>`;
    const termination = `<${prefix}:TerminationTime>${end}</${prefix}:TerminationTime>`;
    return { current, termination };
  };

  const operations: Service['operations'] = {
    GetServiceCapabilities: () =>
      `<tev:Capabilities WSSubscriptionPolicySupport="false" WSPullPointSupport="true" MaxNotificationProducers="0" MaxPullPoints="${maxPullPoints}" PersistentNotificationStorage="false"/>`,
    GetEventProperties: () => eventPropertiesXml(topics),
    CreatePullPointSubscription: ({ body, origin }) => {
      if (alivePoints().size >= maxPullPoints)
        throw new SimulatedFault(
          500,
          ['ter:Action', 'ter:MaxPullPoints'],
          `all ${maxPullPoints} pull points are in use`,
        );
      lastId += 1;
      const lease = leaseOf(find(body, 'InitialTerminationTime')?.text, now()) ?? DEFAULT_LEASE;
      const point: PullPoint = { id: lastId, queue: [], ends: machine.machine() + lease, wake: undefined };
      points.set(point.id, point);
      tellAll(point);
      const { current, termination } = leaseTimes(point, 'wsnt');
      return (
        `<tev:SubscriptionReference><a:Address>${origin}${PULL_PATH}?Idx=${point.id}</a:Address></tev:SubscriptionReference>` +
        current +
        termination
      );
    },
    PullMessages: async (request) => {
      const point = pointOf(request);
      const timeout = durationOf(find(request.body, 'Timeout')?.text ?? '') ?? 0;
      const limit = Math.min(MAX_MESSAGES, Number(find(request.body, 'MessageLimit')?.text ?? 1));
      if (timeout > MAX_TIMEOUT) throw tooLong();
      if (point.wake) throw new SimulatedFault(500, [], 'another pull is under way', '<tev:UnableToGetMessagesFault/>');
      if (point.queue.length === 0) {
        point.wake = new AbortController();
        await machine.wait(timeout, AbortSignal.any([point.wake.signal, request.gone]));
        point.wake = undefined;
      }
      // The answer to a client that is gone would be lost: it stays for its next pull.
      const messages = request.gone.aborted ? [] : point.queue.splice(0, Math.max(1, limit));
      // Core 9.1.2: pulling keeps the subscription alive for at least the same time again.
      point.ends = Math.max(point.ends, machine.machine() + timeout);
      const { current, termination } = leaseTimes(point, 'tev');
      return current + termination + messages.join('');
    },
    Renew: (request) => {
      const point = pointOf(request);
      const lease = leaseOf(find(request.body, 'TerminationTime')?.text, now());
      if (lease === undefined)
        throw new SimulatedFault(500, [], 'the time cannot be used', '<wsnt:UnacceptableTerminationTimeFault/>');
      point.ends = machine.machine() + lease;
      const { current, termination } = leaseTimes(point, 'wsnt');
      return termination + current;
    },
    Unsubscribe: (request) => {
      const point = pointOf(request);
      points.delete(point.id);
      point.wake?.abort();
      return '';
    },
    SetSynchronizationPoint: (request) => {
      tellAll(pointOf(request));
      return '';
    },
  };

  return {
    service: { uri: EVENTS_URI, also: [WSNT_URI], prefix: 'tev', operations },
    publish(event) {
      if (!event.property) return tell(event, '');
      const id = identityOf(event);
      const known = properties.get(id);
      if (known && JSON.stringify(known.data) === JSON.stringify(event.data)) return;
      properties.set(id, event);
      tell(event, known ? 'Changed' : 'Initialized');
    },
    remove(event) {
      if (properties.delete(identityOf(event))) tell({ ...event, data: {} }, 'Deleted');
    },
    reset: () => points.clear(),
  };
}

function identityOf({ topic, source, key }: SimulatedEvent): string {
  return JSON.stringify([topic, source, key ?? {}]);
}

function tooLong(): SimulatedFault {
  const detail = `<tev:PullMessagesFaultResponse><tev:MaxTimeout>PT${MAX_TIMEOUT / 1000}S</tev:MaxTimeout><tev:MaxMessageLimit>${MAX_MESSAGES}</tev:MaxMessageLimit></tev:PullMessagesFaultResponse>`;
  return new SimulatedFault(400, ['ter:InvalidArgVal'], 'the Timeout is too long', detail);
}

/** A lease in ms from a duration or an absolute time on the device's clock; undefined when it is neither or out of bounds. */
function leaseOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const lease = durationOf(text) ?? Date.parse(text) - now;
  return lease > 0 && lease <= MAX_LEASE ? lease : undefined;
}

/** ms of an xs:duration of hours, minutes and seconds. */
function durationOf(text: string): number | undefined {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  if (!parts || text === 'PT') return undefined;
  return (Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0)) * 1000;
}

function itemsXml(group: string, items: Items | undefined): string {
  const entries = Object.entries(items ?? {});
  if (entries.length === 0 && group !== 'Source') return '';
  const simple = entries
    .map(([name, value]) => `<tt:SimpleItem Name="${name}" Value="${escapeText(value)}"/>`)
    .join('');
  return `<tt:${group}>${simple}</tt:${group}>`;
}

function notificationXml(event: SimulatedEvent, operation: string, at: number): string {
  const property = operation ? ` PropertyOperation="${operation}"` : '';
  return (
    `<wsnt:NotificationMessage><wsnt:Topic Dialect="${CONCRETE_SET}">tns1:${event.topic}</wsnt:Topic><wsnt:Message>` +
    `<tt:Message UtcTime="${timeText(at)}"${property}>` +
    `${itemsXml('Source', event.source)}${itemsXml('Key', event.key)}${itemsXml('Data', event.data)}` +
    '</tt:Message></wsnt:Message></wsnt:NotificationMessage>'
  );
}

/** The topic set as a tree: each topic of the same root inside one element (WS-Topics). */
function eventPropertiesXml(topics: readonly TopicDescription[]): string {
  interface Branch {
    readonly children: Map<string, Branch>;
    topic?: TopicDescription;
  }
  const root: Branch = { children: new Map() };
  for (const topic of topics) {
    let branch = root;
    for (const segment of topic.topic.split('/')) {
      const next: Branch = branch.children.get(segment) ?? { children: new Map() };
      branch.children.set(segment, next);
      branch = next;
    }
    branch.topic = topic;
  }
  const write = (name: string, branch: Branch): string => {
    const inner = [...branch.children].map(([child, next]) => write(child, next)).join('');
    const { topic } = branch;
    if (!topic) return `<${name} wstop:topic="false">${inner}</${name}>`;
    return `<${name} wstop:topic="true">${inner}${descriptionXml(topic)}</${name}>`;
  };
  const tree = [...root.children].map(([name, branch]) => write(`tns1:${name}`, branch)).join('');
  return (
    '<tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml</tev:TopicNamespaceLocation>' +
    `<wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><wstop:TopicSet>${tree}</wstop:TopicSet>` +
    `<wsnt:TopicExpressionDialect>${CONCRETE_SET}</wsnt:TopicExpressionDialect>` +
    '<tev:MessageContentFilterDialect>http://www.onvif.org/ver10/tev/messageContentFilter/ItemFilter</tev:MessageContentFilterDialect>' +
    '<tev:MessageContentSchemaLocation>http://www.onvif.org/onvif/ver10/schema/onvif.xsd</tev:MessageContentSchemaLocation>'
  );
}

function descriptionXml({ property, source, key, data }: TopicDescription): string {
  const group = (name: string, items: Items | undefined) => {
    const described = Object.entries(items ?? {}).map(
      ([item, type]) => `<tt:SimpleItemDescription Name="${item}" Type="${type}"/>`,
    );
    return described.length === 0 ? '' : `<tt:${name}>${described.join('')}</tt:${name}>`;
  };
  return `<tt:MessageDescription IsProperty="${property}">${group('Source', source)}${group('Key', key)}${group('Data', data)}</tt:MessageDescription>`;
}
