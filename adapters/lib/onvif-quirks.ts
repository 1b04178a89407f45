/**
 * Oddities of real devices that are recognised and survived, each under the number of its family: 1 addresses, 12 SOAP
 * versions, 13 bursts of `Initialized`, 14 wrong labels, 18 replays, 19 deletions, 21 topics, 22 items, 23 times, 24 bytes.
 */
const QUIRKS = {
  'odd-subscription-address': 1,
  'soap-1.1': 12,
  initialized: 13,
  'occurrence-initialized': 14,
  'operation-missing': 14,
  'operation-unknown': 14,
  'repeated-message': 18,
  'deleted-without-data': 19,
  'undeclared-prefix': 21,
  'no-prefix': 21,
  'other-prefix': 21,
  'repeated-prefix': 21,
  'empty-segment': 21,
  'topic-white-space': 21,
  'doubled-root': 21,
  'vendor-topic': 21,
  'dialect-missing': 21,
  'empty-topic': 21,
  'several-topics': 21,
  'value-spelling': 22,
  'value-unknown': 22,
  'value-white-space': 22,
  'empty-value': 22,
  'missing-name': 22,
  'repeated-name': 22,
  'item-description': 22,
  'item-spelling': 22,
  'item-outside-group': 22,
  'empty-message': 22,
  'escaped-message': 22,
  'time-missing': 23,
  'time-without-zone': 23,
  'time-offset': 23,
  'time-spelling': 23,
  'time-unreadable': 23,
  'time-never-set': 23,
  'byte-order-mark': 24,
  'utf-16': 24,
  charset: 24,
  'bad-utf-8': 24,
  padding: 24,
  'cut-off': 24,
} as const;

export type Quirk = keyof typeof QUIRKS;

/** A quirk as it is printed, e.g. `21:no-prefix`. */
export function quirkText(quirk: Quirk): string {
  return `${QUIRKS[quirk]}:${quirk}`;
}
