/**
 * Kinds of devices that are known in the field for their quirks, each as a list of quirk numbers. The names say whom they are
 * like; no make is simulated. None has quirk 26: where the city's time jumps, the clock that a login was made by and the one it
 * is checked by are a jump apart.
 */
export const PERSONAS = {
  /** As the specifications say. */
  correct: [],
  /** Query strings as ids, digest of its own user, lock-out, strict envelopes, bursts and wrong labels. */
  'hikvision-like': [2, 10, 12, 13, 14, 25],
  /** Few places, no filters, no Initialized, topics of its own. */
  'dahua-like': [6, 10, 17, 21],
  /** Reference parameters, rules in topics, spelled values, a backlog. */
  'axis-like': [2, 8, 20, 21, 22],
  /** Addresses without port, cut pulls, wrong labels, no off, NULs. */
  'tapo-like': [1, 7, 14, 16, 24],
  /** Unsubscribe for all, doubles, few places, one connection. */
  'reolink-like': [5, 6, 15, 29],
  /** Topics and values of its own, times without zone, SimpleItemDescription. */
  'hanwha-like': [21, 22, 23],
  /** Rule names in topics, numbers that change, self-signed TLS. */
  'bosch-like': [19, 21, 27],
  /** Old messages for ever, slow, restarts. */
  'avigilon-like': [3, 18, 30],
  /** Broken Renew, WS-Addressing is too much, times in any spelling, silent to probes. */
  'clone-like': [4, 11, 23, 28],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type PersonaName = keyof typeof PERSONAS;

export const PERSONA_NAMES = Object.keys(PERSONAS) as [PersonaName, ...PersonaName[]];

/** The quirks of a persona; none without one. */
export function quirksOf(persona: PersonaName | undefined): readonly number[] {
  return persona === undefined ? [] : PERSONAS[persona];
}
