import type { GeoPosition } from './observation.ts';

/** `source` of candidates that say a device is silent. */
export const PRESENCE = 'presence';

export type CaseKind = 'ALARM' | 'WARNING' | 'CLUE' | 'FAULT';
export type Severity = 1 | 2 | 3 | 4;

/** Why a rule decided: enough to explain the verdict without the raw bytes. */
export interface RuleVerdict {
  readonly ruleId: string;
  readonly ruleVersion: string;
  readonly episode: number;
  /** Channel values, limits and state at the decision. */
  readonly inputs: Readonly<Record<string, string | number | boolean>>;
}

/**
 * What a rule emits: `raise` opens or joins a case, `clear` says the same episode ended.
 * `candidateId` is a hash of (device, source, rule, episode, event time) and so the same after any replay.
 */
export interface CaseCandidate {
  readonly candidateId: string;
  readonly type: 'raise' | 'clear';
  readonly deviceId: string;
  /** What the rule watched: a channel, or an event code with its ONVIF source and key. Part of the candidateId. */
  readonly source: string;
  /** Part of the device the trouble is at: an ONVIF source token such as `Door1`; empty for the device itself. */
  readonly part: string;
  readonly assetCode?: string;
  readonly category: string;
  /** Kind where the rule says another one than the category: a trend rule's WARNING. */
  readonly kind?: CaseKind;
  readonly severity?: Severity;
  readonly certainty: number;
  /** Event time of the deciding observation or of the timer that fired, epoch ms. */
  readonly at: number;
  /** When the condition first held, epoch ms. */
  readonly since: number;
  readonly position?: GeoPosition;
  readonly verdict: RuleVerdict;
  readonly simulated: boolean;
  /** The device was being calibrated or tested (HJ 212 flag, GB/T 26875.3 test bit). */
  readonly test?: boolean;
  /** Whom it concerns, as the site's pseudonym: a hit of a watch list. */
  readonly subject?: string;
  /** Inbox position of the deciding message; timers carry the last message read. */
  readonly commit: number;
  readonly frame: number;
}

/**
 * The key under which alarms join one case: the asset, else the device and its part; the category; and the person. Two channels
 * of one smoke detector share it, two doors of one controller and two people at one camera do not. Also the key whose candidates
 * are worked on in order.
 */
export function attachKeyOf(
  candidate: Pick<CaseCandidate, 'assetCode' | 'deviceId' | 'part' | 'category' | 'subject'>,
): string {
  const { assetCode, deviceId, part, category, subject } = candidate;
  return `${assetCode ?? `${deviceId}#${part}`}|${category}${subject === undefined ? '' : `|${subject}`}`;
}

/** The durable candidate outbox of the rules, as the pipeline sees it. */
export interface CandidateSource {
  /** Attach keys that have waiting candidates. */
  keys(): readonly string[];
  /** Waiting candidates of one attach key, in the order the rules emitted them. */
  waiting(key: string): readonly CaseCandidate[];
  /** How many wait in all. */
  readonly size: number;
  /** Forgets candidates whose outcome records hold. */
  remove(candidateIds: readonly string[]): Promise<void>;
  /** Told the attach keys of candidates as soon as they are durable. Returns the unsubscribe function. */
  onArrival(listener: (keys: readonly string[]) => void): () => void;
}
