import { hash } from 'node:crypto';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { Observation } from '../../gateway/model/observation.ts';
import { asBuffer } from './json.ts';
import { eventTopicOf } from './onvif-json.ts';
import { topicSuffix } from './topic.ts';

/** Characters kept of a base64url SHA-1: 96 bits, far beyond chance among the last 128 messages of one device. */
const DIGEST_CHARS = 16;

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
  const suffix = topicSuffix(message.topic);
  const slash = suffix.indexOf('/');
  const kind = slash < 0 ? suffix : suffix.slice(0, slash);
  const first = observations[0];
  const last = observations[observations.length - 1];
  const time = first?.deviceTime;
  if (time !== undefined && first?.seq !== undefined && last?.reading === first.reading)
    return { identity: `${kind}:${time}:${first.seq}`, identityNeedsDup: false };
  const digest = hash('sha1', asBuffer(message.payload), 'base64url').slice(0, DIGEST_CHARS);
  return {
    identity: `${kind}:${time ?? ''}#${digest}`,
    identityNeedsDup: time === undefined || (ofOnvif(message) && observations.every(isState)),
  };
}

function ofOnvif({ transport, topic }: RawMessage): boolean {
  return transport.startsWith('onvif') || (transport === 'mqtt' && eventTopicOf(topic) !== undefined);
}

function isState(observation: Observation): boolean {
  return observation.kind === 'event' && observation.stateful;
}
