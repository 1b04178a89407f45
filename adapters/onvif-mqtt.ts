import type { Adapter } from './adapter.ts';
import { eventTopicOf, readEventJson } from './lib/onvif-json.ts';
import { type Interpretation, interpret } from './lib/onvif-signal.ts';
import { onvifTopics } from './onvif.ts';

/** Axis before Profile M: `axis/{serial}/event/tns:onvif/…`. */
const AXIS = /(?:^|\/)event\/(?:tns:)?(?:onvif|axis)[/:]/;

/**
 * Events that a camera or door controller publishes itself: Profile M below `{prefix}/onvif-ej/` (Core 9.12), and the JSON of
 * Axis before it. No such message says whether it is news: a retained one is taken for a state that was there before.
 */
export function createOnvifMqtt(interpretation: Interpretation): Adapter {
  return {
    name: 'onvif-mqtt',
    accepts: ({ transport, topic }) => transport === 'mqtt' && (eventTopicOf(topic) !== undefined || AXIS.test(topic)),
    decode: (message, device) =>
      readEventJson(message.topic, message.payload).flatMap(
        (notification, reading) => interpret(notification, message, device, interpretation, reading).observations,
      ),
  };
}

/** With the maps that come with the gateway, and without a site key. */
export const onvifMqtt: Adapter = createOnvifMqtt({ map: onvifTopics() });
