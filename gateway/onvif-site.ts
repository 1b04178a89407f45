import { createHmac, hkdfSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { onvifTopics } from '../adapters/onvif.ts';
import { adaptersOf } from '../adapters/registry.ts';

/** What one site knows of ONVIF: its topics, and what it calls people. */
export interface OnvifSite {
  /** Picks the adapter of a message, as the registry does, with this site's topics and pseudonyms. */
  readonly adapterFor: ReturnType<typeof adaptersOf>;
  /** What a topic is told as; empty for one that no map knows. */
  signalsOf(topic: string): readonly string[];
}

/** Characters of a pseudonym: 96 bits, so that two people of a city never share one. */
const LENGTH = 16;

/**
 * Reads the topic maps that come with the gateway and, where it exists, the operator's own `file`. Pseudonyms are made with a
 * key derived from the data directory's pepper: the same person has the same one at this site, and nobody can tell who it is
 * without the pepper. Throws CITY_INVALID with file:line:column.
 */
export function openOnvifSite({ pepper, file }: { pepper: Buffer; file: string }): OnvifSite {
  const map = onvifTopics(existsSync(file) ? [file] : []);
  const key = Buffer.from(hkdfSync('sha256', pepper, '', 'onvif-pseudonyms', 32));
  const pseudonym = (kind: string, value: string) =>
    createHmac('sha256', key).update(`${kind}\0${value}`).digest('base64url').slice(0, LENGTH);
  return {
    adapterFor: adaptersOf({ map, pseudonym }),
    signalsOf: (topic) => [...new Set(map.matches(topic).map(({ meaning }) => meaning.signal))],
  };
}
