import type { Quirk } from './onvif-quirks.ts';

const ONVIF_TOPICS = 'http://www.onvif.org/ver10/topics';
/** Prefixes under which vendors' topics are known, whatever a device calls them. */
const VENDORS: ReadonlyMap<string, string> = new Map([['http://www.axis.com/2009/event/topics', 'tnsaxis']]);

/** Roots of the ONVIF topic namespace: under any prefix that is not a vendor's, and under none, they mean the same. */
const ROOTS = new Set(
  (
    'AccessControl AccessPoint AdvancedSecurity AudioAnalytics AudioEncoder AudioOutput AudioSource Configuration ' +
    'Credential Device Door EventBuffer Media MediaControl Monitoring PTZController Profile Provisioning Receiver ' +
    'RecordingConfig RecordingHistory RecordingSearch Relay RuleEngine Schedule Storage Thermal TrackEnded Uplink UserAlarm ' +
    'VideoAnalytics VideoEncoder VideoOutput VideoSource'
  )
    .toLowerCase()
    .split(' '),
);

/** Roots that stand nowhere else in a topic of the standard. */
const NESTED_ROOTS = /^(?:RuleEngine|VideoSource|VideoAnalytics|Device|AudioAnalytics|UserAlarm)$/i;

/** A topic in the form in which it is compared, printed and counted. */
export interface CanonicalTopic {
  readonly topic: string;
  readonly quirks: readonly Quirk[];
}

/**
 * A topic path in canonical form: the root carries its prefix (`tns1:` for the ONVIF namespace, also where a device wrote
 * another prefix or none), `tns1:` on later segments is dropped, a vendor's prefix stays, and empty segments, the `.` of a
 * subtree expression and white space around segments go. `scope` holds the declarations in force; what is missing there is
 * taken by what the name says. An empty topic stays empty; of a set of topics (`a|b`), which only a filter may be, each is put in
 * this form.
 */
export function canonicalTopic(raw: string, scope: ReadonlyMap<string, string>): CanonicalTopic {
  const quirks = new Set<Quirk>();
  const topics = raw.split('|').map((one) => canonicalPath(one, scope, quirks));
  if (topics.length > 1) quirks.add('several-topics');
  return { topic: topics.filter((topic) => topic !== '').join('|'), quirks: [...quirks] };
}

function canonicalPath(raw: string, scope: ReadonlyMap<string, string>, quirks: Set<Quirk>): string {
  if (raw !== raw.trim() || /[\n\r\t]|\s\/|\/\s/.test(raw)) quirks.add('topic-white-space');
  const given = raw.split('/').map((segment) => segment.replace(/\s+/g, ' ').trim());
  const segments = given.filter((segment) => segment !== '' && segment !== '.');
  if (segments.length < given.length) quirks.add('empty-segment');
  const out = segments.map((segment, index) => {
    const colon = segment.indexOf(':');
    const prefix = segment.slice(0, Math.max(0, colon));
    const name = segment.slice(colon + 1).trim();
    const meaning = colon < 0 ? '' : prefixOf(prefix, scope, name, quirks);
    if (index === 0) {
      if (colon < 0) quirks.add('no-prefix');
      return `${meaning || 'tns1'}:${name}`;
    }
    if (colon >= 0 && meaning === '') quirks.add('repeated-prefix');
    if (meaning === '' && NESTED_ROOTS.test(name)) quirks.add('doubled-root');
    return meaning === '' ? name : `${meaning}:${name}`;
  });
  return out.join('/');
}

/** The canonical prefix of a namespace; empty for that of ONVIF. */
function prefixOf(prefix: string, scope: ReadonlyMap<string, string>, name: string, quirks: Set<Quirk>): string {
  const uri = scope.get(prefix)?.trim();
  if (uri === undefined) quirks.add('undeclared-prefix');
  if (uri === ONVIF_TOPICS || (uri === undefined && /^tns1?$/i.test(prefix))) {
    if (prefix !== 'tns1') quirks.add('other-prefix');
    return '';
  }
  const vendor = uri === undefined ? undefined : VENDORS.get(uri);
  // Bound to some other namespace of ONVIF, or to none, and yet a topic of the standard.
  const standard =
    ROOTS.has(name.toLowerCase()) && (uri === undefined || uri.includes('onvif.org') || prefix === 'tns1');
  if (!vendor && standard) {
    quirks.add('other-prefix');
    return '';
  }
  quirks.add('vendor-topic');
  return vendor ?? prefix;
}

/** A topic as bare names, for matching: no prefixes. */
export function topicSegments(topic: string): readonly string[] {
  return topic
    .split('/')
    .map((segment) => segment.slice(segment.lastIndexOf(':') + 1).trim())
    .filter((segment) => segment !== '' && segment !== '.');
}
