import type { RawMessage } from '../model/message.ts';
import type { Observation } from '../model/observation.ts';

const SUBS = 1_000_000;

/** FNV-1a, 32 bit, over bytes. */
function hashBytes(bytes: Uint8Array, seed: number): number {
  let hash = seed;
  for (let index = 0; index < bytes.length; index++) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
  return hash;
}

function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

function hashNumber(value: number, seed: number): number {
  const mixed = Math.imul(seed ^ (value >>> 0), 0x01000193);
  return Math.imul(mixed ^ Math.floor(value / 0x1_0000_0000), 0x01000193);
}

/** Spreads the 32 bits, so that neighbouring inputs do not end as neighbouring remainders (MurmurHash3's finalizer). */
function spread(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const SEED = 0x811c9dc5;

/**
 * The sub-millisecond part of a point's time stamp, 0–999,999 ns: `seq` where the message has one, else a hash of device,
 * device time, payload and the reading's place in it; without a device time the inbox position stands in for the payload.
 * The same message always gets the same part, so a replay overwrites itself; two readings of one millisecond get different
 * ones, so neither overwrites the other. Parts of one device (two doors of a controller) differ by their source and key.
 */
export function subMillisecond(message: RawMessage, observation: Observation): number {
  let part: number;
  if (observation.seq !== undefined) {
    part = Math.abs(Math.trunc(observation.seq)) % SUBS;
  } else {
    let hash = hashText(observation.deviceId, SEED);
    if (observation.deviceTime === undefined)
      hash = hashNumber(message.position.frame, hashNumber(message.position.commit, hash));
    else hash = hashBytes(message.payload, hashNumber(observation.deviceTime, hash));
    part = spread(hashNumber(observation.reading, hash)) % SUBS;
  }
  if (observation.kind === 'event' && (observation.source !== '' || observation.key !== undefined))
    part = (part + spread(hashText(observation.key ?? '', hashText(observation.source, SEED)))) % SUBS;
  return part;
}
