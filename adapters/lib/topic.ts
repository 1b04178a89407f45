/**
 * What follows the device in a native topic: `telemetry` of `v1/{vendor}/{device}/telemetry`, `raw/hj212`, …; the same for
 * `v1/me/…`, where the login names the device. Empty for any other topic.
 */
export function topicSuffix(topic: string): string {
  if (!topic.startsWith('v1/')) return '';
  if (topic.startsWith('v1/me/')) return topic.slice(6);
  const vendorEnd = topic.indexOf('/', 3);
  const deviceEnd = vendorEnd < 0 ? -1 : topic.indexOf('/', vendorEnd + 1);
  return deviceEnd < 0 ? '' : topic.slice(deviceEnd + 1);
}

/** Topics whose kind is remembered; at the bound it starts afresh, which costs only time. */
const MAX_TOPICS = 65_536;
const kinds = new Map<string, string>();

/** The first level of that: `telemetry` of `telemetry/pb`, `raw` of `raw/hj212`. */
export function topicKind(topic: string): string {
  let kind = kinds.get(topic);
  if (kind === undefined) {
    kind = topicSuffix(topic).split('/', 1)[0] ?? '';
    if (kinds.size >= MAX_TOPICS) kinds.clear();
    kinds.set(topic, kind);
  }
  return kind;
}
