import type { RawMessage } from '../gateway/model/message.ts';
import type { Adapter } from './adapter.ts';
import { createGat1400, gat1400 } from './gat1400.ts';
import { gb26875 } from './gb26875.ts';
import { gb28181 } from './gb28181.ts';
import { hj212 } from './hj212.ts';
import type { Interpretation } from './lib/onvif-signal.ts';
import { nativeCbor } from './native-cbor.ts';
import { nativeJson } from './native-json.ts';
import { nativeProtobuf } from './native-protobuf.ts';
import { createOnvif, onvif } from './onvif.ts';
import { createOnvifMqtt, onvifMqtt } from './onvif-mqtt.ts';
import { senml } from './senml.ts';
import { status } from './status.ts';

export { identityOf } from './lib/identity.ts';

/**
 * Every adapter, in the order in which they are asked: those of one transport first, then those of one topic, then vendors.
 * Adding a vendor is its file and one line here.
 */
export const adapters: readonly Adapter[] = [
  ...[onvif, onvifMqtt, nativeJson, nativeProtobuf, nativeCbor, senml, status],
  ...[hj212, gb26875, gb28181, gat1400],
];

/**
 * The same list with the topics and the pseudonyms of one site in place of those that come with the gateway, and the
 * function that picks from it.
 */
export function adaptersOf(onvifSite: Interpretation): typeof adapterFor {
  const own = [createOnvif(onvifSite), createOnvifMqtt(onvifSite), createGat1400(onvifSite)];
  const list = adapters.map((adapter) => own.find(({ name }) => name === adapter.name) ?? adapter);
  return (message) => list.find((adapter) => adapter.accepts(message));
}

/** The adapter of a message, chosen by transport, topic and vendor; undefined when none understands it. */
export function adapterFor(message: Pick<RawMessage, 'transport' | 'topic' | 'vendor'>): Adapter | undefined {
  return adapters.find((adapter) => adapter.accepts(message));
}
