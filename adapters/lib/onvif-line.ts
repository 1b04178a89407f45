import type { Observation } from '../../gateway/model/observation.ts';
import type { OnvifNotification } from './onvif-notification.ts';
import { quirkText } from './onvif-quirks.ts';
import type { Interpreted, Signal } from './onvif-signal.ts';
import type { Structure } from './onvif-structure.ts';

/** A notification as `gridwarden decode` prints it. Item values are what the device sent, personal ones included. */
export interface NotificationLine {
  /** In canonical form, and as sent. */
  readonly topic: string;
  readonly topicRaw: string;
  readonly operation: OnvifNotification['operation'] | null;
  /** The device's time as RFC 3339 in UTC; null when it is missing or no time. */
  readonly utc: string | null;
  readonly source: Readonly<Record<string, string>>;
  readonly key: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
  readonly elements: Readonly<Record<string, Structure>>;
  /** Null for a topic that is not in the map. */
  readonly signal: Signal | null;
  /** Oddities that were recognised, as `number:name`. */
  readonly quirks: readonly string[];
  /** What the rules are told; null when that is nothing, a list when one notification tells of several things. */
  readonly observation: Observation | readonly Observation[] | null;
}

/** The printed form of a notification. Pure. */
export function notificationLine(
  notification: OnvifNotification,
  { signal, observations, quirks }: Interpreted,
  around: readonly Parameters<typeof quirkText>[0][] = [],
): NotificationLine {
  const { topic, topicRaw, operation, utc, source, key, data, elements } = notification;
  return {
    ...{ topic, topicRaw, operation: operation ?? null, utc: utc ?? null },
    source: Object.fromEntries(source),
    key: Object.fromEntries(key),
    data: Object.fromEntries(data),
    elements,
    signal: signal ?? null,
    quirks: [...new Set([...around, ...notification.quirks, ...quirks])].map(quirkText),
    observation: observations.length > 1 ? observations : (observations[0] ?? null),
  };
}
