import type { Device } from '../gateway/model/device.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import type { Happening } from '../gateway/model/observation.ts';
import type { Adapter } from './adapter.ts';
import { type OnvifNotification, readNotification } from './lib/onvif-notification.ts';
import { utcTimeOf } from './lib/onvif-time.ts';
import { type MatchedTopic, meaningsOf, reasonOf, stateOf } from './lib/onvif-topics.ts';
import { NO_ENVELOPE, type Shared, sharedOf } from './lib/reading.ts';

/** Characters of a source or key: tokens are at most 64, a rule name may follow. */
const MAX_PART = 160;

/**
 * Notifications of ONVIF cameras and door controllers, each as the pull or push transport stored it: one NotificationMessage
 * inside an element with the namespace declarations it was under. Topics that are not in the table report nothing.
 */
export const onvif: Adapter = {
  name: 'onvif',
  accepts: ({ transport }) => transport === 'onvif-pull' || transport === 'onvif-push',
  decode: (message, device) =>
    readNotification(message.payload).flatMap((notification, reading) => {
      const matches = meaningsOf(notification.topic);
      if (matches.length === 0) return [];
      const shared = timeOf(notification, message, device, reading);
      return matches.flatMap((match) => happeningOf(match, notification, shared, message.retain) ?? []);
    }),
};

/**
 * Event time: UtcTime less the measured difference of the camera's clock, so that two cameras with wrong clocks agree on one
 * happening. A time that cannot be read or believed gives way to the arrival and makes the observation SUSPECT.
 */
function timeOf(notification: OnvifNotification, message: RawMessage, device: Device, reading: number): Shared {
  const deviceTime = utcTimeOf(notification.utcTime);
  if (deviceTime === undefined) return { ...sharedOf(message, device, NO_ENVELOPE, reading), quality: 'SUSPECT' };
  const corrected = deviceTime - (message.skewMs ?? 0);
  return { ...sharedOf(message, device, { ...NO_ENVELOPE, ts: corrected }, reading), deviceTime };
}

/**
 * `Initialized` means "exists now": it repeats what was known before while a subscription warms up (the transport marks that
 * as retained), and tells of something new later on. For an occurrence it can only be a repetition.
 */
function happeningOf(
  { meaning, rest }: MatchedTopic,
  notification: OnvifNotification,
  shared: Shared,
  retained: boolean,
): Happening | undefined {
  const operation = notification.operation.toLowerCase();
  const state = meaning.kind === 'state';
  const active = state ? activeOf(meaning, notification, operation) : operation !== 'deleted';
  // A state that says neither on nor off changes nothing, and an occurrence cannot be deleted.
  if (active === undefined || (!state && !active)) return undefined;
  const key = first(meaning.key, notification.key) ?? first(meaning.key, notification.data);
  return {
    ...shared,
    kind: 'event',
    code: meaning.code,
    active,
    stateful: state,
    source: sourceOf(meaning.source, notification),
    ...(key === undefined ? {} : { key: key.slice(0, MAX_PART) }),
    baseline: operation === 'initialized' && (retained || !state),
    data: meaning.reason ? { reason: reasonOf(notification.data.get('Reason'), rest) } : {},
  };
}

function activeOf(
  meaning: MatchedTopic['meaning'],
  notification: OnvifNotification,
  operation: string,
): boolean | undefined {
  // Deleted may come without Data: what is gone is no longer active (Core 9.4).
  if (operation === 'deleted') return false;
  const value = first(meaning.value, notification.data);
  return value === undefined ? undefined : stateOf(meaning, value);
}

/** The token of the part, and the rule where there is one: two fields of one camera are two states. */
function sourceOf(names: readonly string[], { source }: OnvifNotification): string {
  const token = first(names, source) ?? '';
  const rule = source.get('Rule') ?? source.get('RuleName') ?? '';
  return [token, rule]
    .filter((part) => part !== '')
    .join('/')
    .slice(0, MAX_PART);
}

function first(names: readonly string[] | undefined, items: ReadonlyMap<string, string>): string | undefined {
  for (const name of names ?? []) {
    const value = items.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}
