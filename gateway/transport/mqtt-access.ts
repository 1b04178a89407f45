import { type Login, parseDeviceId } from '../model/login.ts';
import { onvifMqttRoute } from './onvif-mqtt-route.ts';

/** Where a PUBLISH goes, or why it may not. */
export type PublishRight =
  | { readonly to: 'ingest'; readonly vendor: string; readonly device: string; readonly topic: string }
  | { readonly to: 'feedback'; readonly orgCode: string; readonly topic: string }
  | { readonly to: 'broker' }
  | { readonly to: 'nowhere'; readonly code: 'TOPIC_FORBIDDEN' | 'TOPIC_UNKNOWN'; readonly detail: string };

/** Filters that open mode refuses, as the public interoperability suites want to see a refusal. */
const NOT_SUBSCRIBED = new Set(['nosubscribe', 'test/nosubscribe']);
/** Where a broker itself speaks. Open mode leaves other `$` topics to the broker: the suites publish to one, to see who hears it. */
const OF_THE_BROKER = /^\$(?:SYS|share)(?:\/|$)/;
const UP = new Set(['telemetry', 'telemetry/pb', 'telemetry/senml', 'telemetry/cbor', 'event', 'event/pb', 'status']);
const RAW = /^raw\/[a-z0-9]{1,32}$/;

/**
 * What a login may publish. `v1/me/…` is completed from the login, so that firmware needs no id in its topics.
 */
export function publishRight(login: Login, topic: string): PublishRight {
  if (login.kind === 'open' ? OF_THE_BROKER.test(topic) : topic.startsWith('$'))
    return forbidden(`${topic}: topics that start with $ belong to the broker`);
  if (login.kind === 'operator') return forbidden('operators read, they do not publish');
  const words = topic.split('/');
  if (login.kind === 'open') {
    const [version, vendor, device] = words;
    const named = version === 'v1' && vendor && device ? parseDeviceId(`${vendor}/${device}`) : undefined;
    return named && isUp(words.slice(3).join('/')) ? { to: 'ingest', ...named, topic } : { to: 'broker' };
  }
  if (login.kind === 'org') {
    if (topic === `v1/feedback/${login.orgCode}`) return { to: 'feedback', orgCode: login.orgCode, topic };
    return forbidden(`${topic}: org/${login.orgCode} publishes on v1/feedback/${login.orgCode} only`);
  }
  // A camera that speaks Profile M is given its own `v1/{vendor}/{device}` as TopicPrefix; no other prefix is anybody's.
  const { vendor, device } = login;
  const camera = onvifMqttRoute({ vendor, device }, topic, () => undefined);
  if (camera) return camera.to === 'ingest' ? camera : forbidden(camera.detail);
  const own =
    words[0] === 'v1' && words[1] === 'me'
      ? 2
      : words[0] === 'v1' && words[1] === login.vendor && words[2] === login.device
        ? 3
        : 0;
  if (own === 0)
    return forbidden(
      `${topic}: ${login.vendor}/${login.device} publishes below v1/${login.vendor}/${login.device}/ or v1/me/ only`,
    );
  const suffix = words.slice(own).join('/');
  if (!isUp(suffix))
    return {
      to: 'nowhere',
      code: 'TOPIC_UNKNOWN',
      detail: `${topic}: use …/telemetry, …/telemetry/pb, …/event, …/event/pb, …/status or …/raw/{protocol}`,
    };
  return {
    to: 'ingest',
    vendor: login.vendor,
    device: login.device,
    topic: `v1/${login.vendor}/${login.device}/${suffix}`,
  };
}

/**
 * The filter a login gets for the one it asked, or nothing when it may not subscribe to it. Filters are judged by
 * containment: `v1/acme/+/down/#` would reach other devices and is refused.
 */
export function subscribeRight(login: Login, filter: string): string | undefined {
  if (login.kind === 'open') return NOT_SUBSCRIBED.has(filter) ? undefined : filter;
  if (filter.startsWith('$')) return undefined;
  if (login.kind === 'operator') return filter.startsWith('v1/') || filter === '#' ? filter : undefined;
  if (login.kind === 'org') {
    const cases = `v1/cases/${login.orgCode}`;
    if (filter === `v1/feedback/${login.orgCode}/rejected`) return filter;
    return filter === cases || filter.startsWith(`${cases}/`) ? filter : undefined;
  }
  const own = `v1/${login.vendor}/${login.device}/down`;
  const asked = filter.startsWith('v1/me/') ? `v1/${login.vendor}/${login.device}/${filter.slice(6)}` : filter;
  return asked === own || asked.startsWith(`${own}/`) ? asked : undefined;
}

function isUp(suffix: string): boolean {
  return UP.has(suffix) || RAW.test(suffix);
}

function forbidden(detail: string): PublishRight {
  return { to: 'nowhere', code: 'TOPIC_FORBIDDEN', detail };
}
