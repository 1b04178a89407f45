/** What one topic means: a row of the table below. */
export interface TopicMeaning {
  /** Segments without prefixes; they may stand anywhere in a device's topic, in this order and together. */
  readonly topic: string;
  /** Event code of the device types. */
  readonly code: string;
  /** A `state` is on or off and stays so; an `occurrence` just happens. */
  readonly kind: 'state' | 'occurrence';
  /** Data items that hold the value of a state, the usual name first. */
  readonly value?: readonly string[];
  /** Values that mean on and off, lower case; any other value (`Unknown`, `Fault`) says neither. Default: a boolean. */
  readonly active?: readonly string[];
  readonly inactive?: readonly string[];
  /** Source items that name the part of the device. */
  readonly source: readonly string[];
  /** Items of Key or Data that are part of the state's identity. */
  readonly key?: readonly string[];
  /** Whether `data.reason` tells why, from a fixed list. */
  readonly reason?: boolean;
}

/** Field devices still use the old token names; the newest use `VideoSource` and `Rule`. */
const VIDEO = ['VideoSourceConfigurationToken', 'VideoSource', 'VideoSourceToken', 'Source'];
const DOOR = ['DoorToken', 'Door', 'Token'];
const POINT = ['AccessPointToken', 'AccessPoint', 'Token'];

/**
 * Topics of ONVIF (Core, Imaging, Analytics, Access Control and Door Control service specifications) that become events.
 * A topic that is not here is understood and reports nothing. No item outside `value`, `source`, `key` and Reason is ever
 * read: holder names, card numbers, plates and pictures stay in the sealed inbox.
 */
export const TOPICS: readonly TopicMeaning[] = [
  { topic: 'VideoSource/MotionAlarm', code: 'motion', kind: 'state', value: ['State'], source: VIDEO },
  { topic: 'CellMotionDetector/Motion', code: 'motion', kind: 'state', value: ['IsMotion', 'State'], source: VIDEO },
  { topic: 'MotionRegionDetector/Motion', code: 'motion', kind: 'state', value: ['State', 'IsMotion'], source: VIDEO },
  {
    topic: 'FieldDetector/ObjectsInside',
    code: 'intrusion',
    kind: 'state',
    value: ['IsInside', 'State'],
    source: VIDEO,
    key: ['ObjectId'],
  },
  { topic: 'LineDetector/Crossed', code: 'line_crossed', kind: 'occurrence', source: VIDEO },
  { topic: 'TamperDetector/Tamper', code: 'tamper', kind: 'state', value: ['IsTamper', 'State'], source: VIDEO },
  { topic: 'VideoSource/GlobalSceneChange', code: 'tamper', kind: 'state', value: ['State'], source: VIDEO },
  { topic: 'VideoSource/SignalLoss', code: 'signal_loss', kind: 'state', value: ['State'], source: VIDEO },
  {
    topic: 'Door/State/DoorAlarm',
    code: 'door_forced_open',
    kind: 'state',
    value: ['State'],
    active: ['doorforcedopen'],
    inactive: ['normal', 'dooropentoolong'],
    source: DOOR,
  },
  {
    topic: 'Door/State/DoorAlarm',
    code: 'door_open_too_long',
    kind: 'state',
    value: ['State'],
    active: ['dooropentoolong'],
    inactive: ['normal', 'doorforcedopen'],
    source: DOOR,
  },
  {
    topic: 'Door/State/DoorTamper',
    code: 'door_tamper',
    kind: 'state',
    value: ['State'],
    active: ['tamperdetected'],
    inactive: ['notintamper'],
    source: DOOR,
  },
  { topic: 'AccessControl/Denied', code: 'access_denied', kind: 'occurrence', source: POINT, reason: true },
  { topic: 'AccessControl/AccessGranted', code: 'access_granted', kind: 'occurrence', source: POINT },
  { topic: 'AccessControl/Duress', code: 'duress', kind: 'occurrence', source: POINT, reason: true },
];

/**
 * A topic as its bare segments: no prefixes (some devices put one on every segment, some none), no empty segments, no
 * trailing dot of a subtree expression.
 */
export function topicSegments(topic: string): readonly string[] {
  return topic
    .split('/')
    .map((segment) => segment.slice(segment.lastIndexOf(':') + 1).trim())
    .filter((segment) => segment !== '' && segment !== '.');
}

const PATTERNS = TOPICS.map((meaning) => ({ meaning, segments: meaning.topic.toLowerCase().split('/') }));

/** What a topic means, and what of it came after the known part. */
export interface MatchedTopic {
  readonly meaning: TopicMeaning;
  /** Segments behind the known ones: a variant (`Credential`), a service or a rule name. */
  readonly rest: readonly string[];
}

/**
 * The rows for a topic; none when it is not known. A row matches wherever its segments stand together: devices double the
 * root, wrap topics and append rule names. The longest row wins, and all rows of that topic apply.
 */
export function meaningsOf(topic: string): readonly MatchedTopic[] {
  const segments = topicSegments(topic);
  const lower = segments.map((segment) => segment.toLowerCase());
  let best = 0;
  const matches: { readonly length: number; readonly match: MatchedTopic }[] = [];
  for (const { meaning, segments: pattern } of PATTERNS) {
    const at = lower.findIndex((_, start) => pattern.every((segment, offset) => lower[start + offset] === segment));
    if (at < 0) continue;
    best = Math.max(best, pattern.length);
    matches.push({ length: pattern.length, match: { meaning, rest: segments.slice(at + pattern.length) } });
  }
  return matches.filter(({ length }) => length === best).map(({ match }) => match);
}

const ON = new Set(['true', '1', 'active', 'on', 'yes']);
const OFF = new Set(['false', '0', 'inactive', 'off', 'no']);

/** Whether a value means on; undefined when it says neither (empty, `Unknown`, `-3`). */
export function stateOf(meaning: TopicMeaning, value: string): boolean | undefined {
  const word = value.toLowerCase();
  if (meaning.active)
    return meaning.active.includes(word) ? true : meaning.inactive?.includes(word) ? false : undefined;
  return ON.has(word) ? true : OFF.has(word) ? false : undefined;
}

/** Reasons of the Access Control service specification, and the legacy sub-topics that stand for one. */
const REASONS = [
  'CredentialNotEnabled',
  'CredentialNotActive',
  'CredentialExpired',
  'InvalidPIN',
  'NotPermittedAtThisTime',
  'Unauthorized',
  'CredentialNotFound',
];

/** A reason reduced to the known list, else `Other`: free text of a device could hold anything. */
export function reasonOf(value: string | undefined, rest: readonly string[]): string {
  const given = value?.slice(value.lastIndexOf(':') + 1).toLowerCase();
  const find = (word: string) => REASONS.find((reason) => reason.toLowerCase() === word.toLowerCase());
  if (given) return find(given) ?? 'Other';
  for (const segment of rest) {
    const reason = find(segment);
    if (reason) return reason;
  }
  return 'Other';
}
