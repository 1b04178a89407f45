import { GatewayError } from '../gateway/errors.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import type { Adapter } from './adapter.ts';
import { nativeJson } from './native-json.ts';
import { nativeProtobuf } from './native-protobuf.ts';
import { status } from './status.ts';

export { identityOf } from './lib/identity.ts';

/** Every adapter, in the order in which they are asked. Adding a vendor is its file and one line here. */
export const adapters: readonly Adapter[] = [nativeJson, nativeProtobuf, status];

/** The adapter of a message, chosen by transport, topic and vendor. Throws ADAPTER_UNDECODABLE when there is none. */
export function adapterFor(message: Pick<RawMessage, 'transport' | 'topic' | 'vendor'>): Adapter {
  for (const adapter of adapters) if (adapter.accepts(message)) return adapter;
  throw new GatewayError(
    'ADAPTER_UNDECODABLE',
    `no adapter takes ${message.transport} topic "${message.topic.slice(0, 200)}": publish on v1/{vendor}/{device}/telemetry, /event or /status (protobuf: /telemetry/pb, /event/pb)`,
  );
}
