import { fileURLToPath } from 'node:url';
import type { Adapter } from './adapter.ts';
import { loadTopicMap, type TopicMap } from './lib/onvif-map.ts';
import { readNotification } from './lib/onvif-notification.ts';
import { type Interpretation, interpret } from './lib/onvif-signal.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
/** The maps that come with the gateway, the standard's first. */
export const ONVIF_MAPS: readonly string[] = [here('./onvif-map.yaml'), here('./onvif-map-vendors.yaml')];

let shipped: TopicMap | undefined;

/** The topics of the standard and of vendors, and those of `more` files, which an operator wrote. Throws CITY_INVALID. */
export function onvifTopics(more: readonly string[] = []): TopicMap {
  if (more.length > 0) return loadTopicMap([...ONVIF_MAPS, ...more].map((file) => ({ file })));
  // Several adapters want them, and to read them takes a good part of a start.
  shipped ??= loadTopicMap(ONVIF_MAPS.map((file) => ({ file })));
  return shipped;
}

/**
 * Notifications of ONVIF cameras and door controllers, each as the pull or push transport stored it: one NotificationMessage
 * inside an element with the namespace declarations it was under. Topics that are not in the map report nothing.
 */
export function createOnvif(interpretation: Interpretation): Adapter {
  return {
    name: 'onvif',
    accepts: ({ transport }) => transport === 'onvif-pull' || transport === 'onvif-push',
    decode: (message, device) =>
      readNotification(message.payload).flatMap(
        (notification, reading) => interpret(notification, message, device, interpretation, reading).observations,
      ),
  };
}

/** With the maps that come with the gateway, and without a site key: nothing personal is told, not even as a pseudonym. */
export const onvif: Adapter = createOnvif({ map: onvifTopics() });
