/** A device by its names. */
export interface Owner {
  readonly vendor: string;
  readonly device: string;
}

/** Where a topic below a foreign prefix leads: into the inbox as its owner's, to nobody's harm nowhere, or it is none of ours. */
export type OnvifRoute =
  | { readonly to: 'ingest'; readonly vendor: string; readonly device: string; readonly topic: string }
  | { readonly to: 'nowhere'; readonly detail: string };

const EVENTS = /(?:^|\/)onvif-(?:ej|mj)\//;

/**
 * The route of a Profile M topic (Core 9.12) `{prefix}/onvif-ej/…`; undefined for any other topic. `ownerOf` says which device
 * a prefix was given to: nothing in such a message names its device but the prefix, so only that device may use it. Metadata
 * frames (`onvif-mj`) are no events and go nowhere.
 */
export function onvifMqttRoute(
  publisher: Owner,
  topic: string,
  ownerOf: (prefix: string) => Owner | undefined,
): OnvifRoute | undefined {
  const found = EVENTS.exec(topic);
  if (!found) return undefined;
  const prefix = topic.slice(0, found.index);
  if (found[0].includes('onvif-mj'))
    return { to: 'nowhere', detail: `${topic}: metadata frames are not taken, events (onvif-ej) are` };
  const own = prefix === `v1/${publisher.vendor}/${publisher.device}` || prefix === 'v1/me';
  const owner = own ? publisher : ownerOf(prefix);
  if (owner?.vendor === publisher.vendor && owner.device === publisher.device)
    return {
      to: 'ingest',
      ...publisher,
      topic: prefix === 'v1/me' ? topic.replace('v1/me', `v1/${publisher.vendor}/${publisher.device}`) : topic,
    };
  const name = `${publisher.vendor}/${publisher.device}`;
  return {
    to: 'nowhere',
    detail: `${topic}: the prefix "${prefix}" is not that of ${name}; use v1/${name} as TopicPrefix`,
  };
}
