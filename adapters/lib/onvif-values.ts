import type { TopicMeaning } from './onvif-map.ts';
import type { Items } from './onvif-notification.ts';
import type { Quirk } from './onvif-quirks.ts';

/** Characters of a fact that may be told. */
export const MAX_FACT = 64;
const PLAIN_NUMBER = /^\s*[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?\s*$/;
/** `true` and `false` by the standard; the others are what devices write for them. */
const ON = new Set(['true', '1', 'active', 'on', 'yes', '1.0', 't', 'y', 'start', 'started', 'detected', 'alarm']);
const OFF = new Set(['false', '0', 'inactive', 'off', 'no', '0.0', 'f', 'n', 'stop', 'stopped', 'normal', 'idle']);

/** Reasons of the Access Control and Credential service specifications, and the legacy sub-topics that stand for one. */
const REASONS = [
  ...['CredentialNotEnabled', 'CredentialNotActive', 'CredentialExpired', 'InvalidPIN', 'NotPermittedAtThisTime'],
  ...['Unauthorized', 'CredentialNotFound', 'CredentialLockedOut', 'CredentialBlocked', 'CredentialLost'],
  ...[
    'CredentialStolen',
    'CredentialDamaged',
    'CredentialDestroyed',
    'CredentialInactivity',
    'CredentialRenewalNeeded',
  ],
];

/** A number, a boolean or a short word; free text of a device could hold anything and is cut. */
export function factOf(text: string | undefined): string | number | boolean | undefined {
  const value = text?.trim();
  if (!value) return undefined;
  if (/^true$/i.test(value)) return true;
  if (/^false$/i.test(value)) return false;
  return numberOf(value) ?? value.replace(/\p{Cc}+/gu, ' ').slice(0, MAX_FACT);
}

/** A plain number; undefined for anything else. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || !PLAIN_NUMBER.test(text)) return undefined;
  // Some firmwares print in the locale of their web page.
  const number = Number(text.trim().replace(',', '.'));
  return Number.isFinite(number) ? number : undefined;
}

/** The first item of a list of names that has a value; names are compared without prefixes and in any case. */
export function itemOf(names: readonly string[] | undefined, items: Items): string | undefined {
  for (const name of names ?? []) {
    const value = items.get(name) ?? loosely(name, items);
    if (value !== undefined && value.trim() !== '') return value.trim();
  }
  return undefined;
}

/** Whether an item of these names was sent, with a value or without. */
export function isThere(names: readonly string[] | undefined, items: Items): boolean {
  return names?.some((name) => (items.get(name) ?? loosely(name, items)) !== undefined) === true;
}

function loosely(name: string, items: Items): string | undefined {
  const wanted = name.toLowerCase();
  for (const [item, value] of items) if (bare(item).toLowerCase() === wanted) return value;
  return undefined;
}

/** `pt:CredentialLost` to `CredentialLost`. */
export function bare(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1).trim();
}

/** Whether a value means on; undefined when it says neither (missing, `Unknown`, `-3`). */
export function isOn(meaning: TopicMeaning, value: string | undefined, quirks: Set<Quirk>): boolean | undefined {
  if (value === undefined) return undefined;
  const text = bare(value.replace(/\p{Cc}+/gu, '')).toLowerCase();
  if (meaning.on || meaning.off) {
    if (meaning.on?.some((one) => one.toLowerCase() === text)) return true;
    if (meaning.off?.some((one) => one.toLowerCase() === text)) return false;
  } else {
    if (ON.has(text) || OFF.has(text)) {
      if (value !== 'true' && value !== 'false') quirks.add('value-spelling');
      return ON.has(text);
    }
    if (meaning.filled) return true;
  }
  quirks.add('value-unknown');
  return undefined;
}

/** A reason reduced to the known list, else `Other`: free text of a device could hold anything. */
export function reasonOf(value: string | undefined, rest: readonly string[]): string {
  const find = (word: string) => REASONS.find((reason) => reason.toLowerCase() === word.toLowerCase());
  if (value) return find(bare(value)) ?? 'Other';
  for (const segment of rest) {
    const reason = find(segment);
    if (reason) return reason;
  }
  return 'Other';
}
