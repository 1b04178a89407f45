import { timeText } from '../lab-clock.ts';
import { escapeText } from './xml.ts';

export type Items = Readonly<Record<string, string>>;

/** Something that happened at the device. A property is a state: it is repeated to every new subscriber. */
export interface SimulatedEvent {
  /** Below the ONVIF topic namespace, e.g. `VideoSource/MotionAlarm`. */
  readonly topic: string;
  readonly source: Items;
  readonly key?: Items;
  readonly data: Items;
  readonly property: boolean;
}

/** One SimpleItem as it goes on the wire: the name of its element, and its attributes; an absent name is not written. */
export interface WireItem {
  readonly element: string;
  readonly name?: string;
  readonly value: string;
}

/** A notification as it goes on the wire, every part as text, so that a quirk can bend any of them. */
export interface Notification {
  /** With prefix, e.g. `tns1:VideoSource/MotionAlarm`. */
  readonly topic: string;
  readonly utc: string;
  /** Empty for an event that is no property (Core 9.4). */
  readonly operation: '' | 'Initialized' | 'Changed' | 'Deleted';
  readonly source: readonly WireItem[];
  readonly key: readonly WireItem[];
  readonly data: readonly WireItem[];
}

export const CONCRETE_SET = 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet';

const wireItems = (items: Items = {}): WireItem[] =>
  Object.entries(items).map(([name, value]) => ({ element: 'SimpleItem', name, value }));

/** What is told of an event; `at` is the device's time, epoch ms. */
export function notificationOf(event: SimulatedEvent, operation: Notification['operation'], at: number): Notification {
  return {
    topic: `tns1:${event.topic}`,
    utc: timeText(at),
    operation,
    source: wireItems(event.source),
    key: wireItems(event.key),
    // What is gone has no value (Core 9.4.1: Data may be left out).
    data: operation === 'Deleted' ? [] : wireItems(event.data),
  };
}

/** A property by what never changes of it: topic, Source and Key (Core 9.4). */
export function identityOf({ topic, source, key }: SimulatedEvent): string {
  return JSON.stringify([topic, source, key ?? {}]);
}

export function notificationXml(notification: Notification): string {
  const { topic, utc, operation, source, key, data } = notification;
  const property = operation ? ` PropertyOperation="${operation}"` : '';
  return (
    `<wsnt:NotificationMessage><wsnt:Topic Dialect="${CONCRETE_SET}">${escapeText(topic)}</wsnt:Topic><wsnt:Message>` +
    `<tt:Message UtcTime="${escapeText(utc)}"${property}>` +
    `<tt:Source>${itemsXml(source)}</tt:Source>${groupXml('Key', key)}${groupXml('Data', data)}` +
    '</tt:Message></wsnt:Message></wsnt:NotificationMessage>'
  );
}

function groupXml(group: string, items: readonly WireItem[]): string {
  return items.length === 0 ? '' : `<tt:${group}>${itemsXml(items)}</tt:${group}>`;
}

function itemsXml(items: readonly WireItem[]): string {
  return items
    .map(({ element, name, value }) => {
      const named = name === undefined ? '' : ` Name="${escapeText(name)}"`;
      return `<tt:${element}${named} Value="${escapeText(value)}"/>`;
    })
    .join('');
}
