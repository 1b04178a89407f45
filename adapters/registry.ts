import type { RawMessage } from '../gateway/model/message.ts';
import type { Adapter } from './adapter.ts';
import { nativeJson } from './native-json.ts';
import { nativeProtobuf } from './native-protobuf.ts';
import { onvif } from './onvif.ts';
import { status } from './status.ts';

export { identityOf } from './lib/identity.ts';

/**
 * Every adapter, in the order in which they are asked: those of one transport first, then those of one topic, then vendors.
 * Adding a vendor is its file and one line here.
 */
export const adapters: readonly Adapter[] = [onvif, nativeJson, nativeProtobuf, status];

/** The adapter of a message, chosen by transport, topic and vendor; undefined when none understands it. */
export function adapterFor(message: Pick<RawMessage, 'transport' | 'topic' | 'vendor'>): Adapter | undefined {
  return adapters.find((adapter) => adapter.accepts(message));
}
