import type { Decoded } from '../../gateway/model/decoded.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { Observation } from '../../gateway/model/observation.ts';
import { asBuffer } from './json.ts';
import { eventTopicOf } from './onvif-json.ts';
import { topicKind } from './topic.ts';

/**
 * What makes two messages of one device the same happening: the kind of topic and the device's time with `seq`, which is
 * short enough to be its own key; without `seq`, or for a backfill array (which may grow at the same start), the time and
 * the content. A payload without a time of its own says nothing about repeats, so only the MQTT DUP flag does
 * (MQTT 3.1.1 §3.3.1.1). ONVIF states are left to the state table for the same reason: a camera whose clock stands still
 * sends on, off and on again with equal bytes, and a replayed state changes nothing.
 */
export function identityOf(
  message: RawMessage,
  observations: readonly Observation[],
): Pick<Decoded, 'identity' | 'identityNeedsDup'> {
  const kind = topicKind(message.topic);
  const first = observations[0];
  const last = observations[observations.length - 1];
  const time = first?.deviceTime;
  if (time !== undefined && first?.seq !== undefined && last?.reading === first.reading)
    return { identity: { kind, time, mark: first.seq, by: 'seq' }, identityNeedsDup: false };
  return {
    identity: { kind, time, mark: contentMark(asBuffer(message.payload)), by: 'content' },
    identityNeedsDup: time === undefined || (ofOnvif(message) && observations.every(isState)),
  };
}

/**
 * 53 bits of the content, far beyond chance among the last 128 messages of one device, whose equals they must be only for
 * itself: no secret hangs on them, so a hash for tables does (the mixing steps are MurmurHash3's, over 32 bits at a time).
 */
function contentMark(bytes: Buffer): number {
  let low = 0x9e3779b9 ^ bytes.length;
  let high = 0x7f4a7c15;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = bytes.readInt32LE(at);
    low = Math.imul(low ^ word, 0x85ebca6b);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0xc2b2ae35);
    high ^= high >>> 13;
  }
  for (; at < bytes.length; at++) {
    low = Math.imul(low ^ (bytes[at] as number), 0x85ebca6b);
    low ^= low >>> 15;
    high = Math.imul(high ^ (bytes[at] as number), 0xc2b2ae35);
    high ^= high >>> 13;
  }
  low = Math.imul(low ^ (low >>> 16) ^ high, 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16) ^ low, 0x85ebca6b);
  return (high >>> 11) * 2 ** 32 + ((low ^ (low >>> 13)) >>> 0);
}

function ofOnvif({ transport, topic }: RawMessage): boolean {
  return transport.startsWith('onvif') || (transport === 'mqtt' && eventTopicOf(topic) !== undefined);
}

function isState(observation: Observation): boolean {
  return observation.kind === 'event' && observation.stateful;
}
