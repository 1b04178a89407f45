import { createHmac } from 'node:crypto';
import { senderOf } from './recording.ts';

/** Vendor of masked recordings: the lab's, so that they can be played to a gateway in lab mode. */
const MASKED_VENDOR = 'lab';

/**
 * Replaces who sent a message by a made-up name that is the same throughout one recording and another in the next: `key` is
 * made for each recording and thrown away. The names are replaced wherever they stand in topic and payload.
 */
export function createMask(key: Uint8Array): (topic: string, payload: Buffer) => { topic: string; payload: Buffer } {
  const nameOf = (vendor: string, device: string) =>
    `d-${createHmac('sha256', key).update(`${vendor}/${device}`).digest('hex').slice(0, 12)}`;
  return (topic, payload) => {
    const sender = senderOf(topic);
    if (!sender) return { topic, payload };
    const { vendor, device, leaf } = sender;
    const name = nameOf(vendor, device);
    // latin1 keeps every byte what it was.
    const text = payload.toString('latin1').replaceAll(`${vendor}/${device}`, `${MASKED_VENDOR}/${name}`);
    // A device named with a character or two would be found in every word.
    const masked = device.length >= 4 ? text.replaceAll(device, name) : text;
    return { topic: `v1/${MASKED_VENDOR}/${name}/${leaf}`, payload: Buffer.from(masked, 'latin1') };
  };
}
