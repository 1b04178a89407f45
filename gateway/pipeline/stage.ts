import type { CaseCandidate, CaseKind } from '../model/candidate.ts';
import type { Case, Evidence } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import type { Device } from '../model/device.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { HeldCandidate } from './held.ts';
import type { Limits } from './limits.ts';
import type { CasePort, CaseSearchPort, CityPort, DevicePort, Place } from './ports.ts';

export type * from './ports.ts';

/** Why a candidate became no case: a closed set, and the metric label. */
export const REASONS = [
  /** The catalogue has no such category. */
  'CATEGORY_UNKNOWN',
  /** The device is no longer registered. */
  'DEVICE_UNKNOWN',
  /** Simulated data on a production profile. */
  'SIMULATED',
  /** The device was being calibrated or tested, on a production profile. */
  'CALIBRATION',
  /** The device was in a maintenance window. */
  'MAINTENANCE',
  /** An operator has silenced it. */
  'SILENCED',
  /** The device is silent because the one it is connected through is. */
  'INHIBITED',
  /** The source went on and off too often, and was off again when it was looked at. */
  'FLAPPING',
  /** It waited for a confirmation that did not come. */
  'EXPIRED',
  /** The alarm was over before it was decided what to make of it. */
  'ENDED',
  /** A clear, but no case of this key is open. */
  'NO_OPEN_CASE',
  /** A clear of an episode the open case does not hold: it began before the case was closed and reopened. */
  'EPISODE_NOT_ACTIVE',
] as const;

export type Reason = (typeof REASONS)[number];

/** What a candidate can wait for. Each wait ends: by an answer, by its timer, or by somebody who drives it again. */
export const HOLDS = [
  /** A second source must confirm it. */
  'AWAIT_CONFIRM',
  /** It may be one of many devices that fell silent together. */
  'AWAIT_UPSTREAM',
  /** Its source goes on and off; it counts when it stays on. */
  'FLAPPING',
  /** The operating mode lets such matters wait. */
  'DEFERRED',
  /** A stage failed on it again and again: a defect. */
  'STAGE_FAILED',
] as const;

export type Hold = (typeof HOLDS)[number];

/** What became of a candidate. */
export type Decision =
  | { readonly outcome: 'opened' | 'attached' | 'reopened' | 'cleared'; readonly caseNo: string }
  | { readonly outcome: 'suppressed'; readonly reason: Reason }
  | { readonly outcome: 'held'; readonly reason: Hold };

/** Who has to do what until when. */
export interface Assignment
  extends Pick<
    Case,
    | 'kind'
    | 'severity'
    | 'responsibleDept'
    | 'responderRole'
    | 'responseDeadline'
    | 'disposalDeadline'
    | 'subState'
    | 'handlingLevel'
    | 'recipients'
    | 'emergencyFlow'
    | 'autoAccept'
    | 'dutyHint'
    | 'layer'
    | 'line'
    | 'mode'
  > {}

/** A candidate on its way through the stages; each stage adds what it found. */
export interface Draft {
  readonly candidate: CaseCandidate;
  /** The gateway's time at which it is decided, epoch ms. */
  readonly now: number;
  readonly attachKey: string;
  /** What it waited for, when it was held and its wait is over: that check is not made again. */
  readonly released?: Hold;
  readonly category?: Category;
  readonly device?: Device;
  readonly place?: Place;
  /** The key its case has, where that is not the attach key alone: a mobile device has a case in each grid. */
  readonly caseKey?: string;
  /** Newest closed case of that key. */
  readonly previous?: Case;
  /** The previous case was closed a moment ago and comes back. */
  readonly reopens?: boolean;
  /** The incident that the new case will be a part of. */
  readonly incident?: Case;
  /** 1 − Π(1 − pᵢ) over the device and everything that confirms it. */
  readonly certainty?: number;
  /** Held candidates that the new case takes in. */
  readonly joining?: readonly HeldCandidate[];
  /** Clues that speak for the new case. */
  readonly clues?: readonly WaitingClue[];
  readonly assignment?: Assignment;
}

/** A clue that belongs to no case yet. */
export interface WaitingClue {
  readonly clueId: string;
  readonly category: string;
  readonly certainty: number;
  readonly evidence: Evidence;
}

/** A candidate as a silence is matched against it. */
export interface SilenceSubject {
  readonly device: Device;
  readonly category: string;
  /** Every cell it lies in, of every grid system. */
  readonly grids: readonly string[];
}

export interface StageTools {
  readonly tx: RecordsTransaction;
  readonly city: CityPort;
  readonly devices: DevicePort;
  readonly cases: CasePort & CaseSearchPort;
  readonly limits: Limits;
  /** On a production profile simulated candidates never become cases. */
  readonly production: boolean;
  /** Whether an operator has silenced it at that time. */
  silenced(subject: SilenceSubject, at: number): boolean;
  /** Ends the wait of a held candidate: it goes through the stages again, and its row and the accounts follow. */
  release(held: HeldCandidate): Decision;
  /** Ends the wait of a held candidate with that decision; its row and the accounts follow. */
  settle(held: HeldCandidate, after: Decision): void;
}

/**
 * A stage passes the draft on, or ends its way with a decision; `known`: the candidate has its outcome already and nothing
 * changes. Called inside the candidate's records transaction.
 */
export type Stage = (
  draft: Draft,
  tools: StageTools,
) => { readonly pass: Draft } | { readonly end: Decision } | { readonly known: true };

/** Life safety raises before any confirmation, waits for nothing and is swallowed by no storm. Severity 1 is life. */
export function isLifeSafety(category: Category): boolean {
  return category.lifeSafety ?? category.severity === 1;
}

/** The kind of a candidate: the rule's word, else the category's. */
export function kindOf(candidate: CaseCandidate, category: Category): CaseKind {
  return candidate.kind ?? category.kind;
}
