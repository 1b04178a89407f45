import type { CaseCandidate, CaseKind, Severity } from '../model/candidate.ts';
import type { Case, CaseEventType, DutyHint, Evidence } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import type { Device, SiteClass } from '../model/device.ts';
import type { GridRef, Location } from '../model/grid.ts';
import type { Ladder } from '../model/ladder.ts';
import type { ModeSpec } from '../model/mode.ts';
import type { GeoPosition } from '../model/observation.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { HeldCandidate } from './held.ts';
import type { Limits } from './limits.ts';

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

/** Where a case lies and who dispatches there. */
export interface Place {
  readonly location?: { readonly lon: number; readonly lat: number; readonly crs: 'wgs84' };
  readonly gridCode: string;
  readonly grids: readonly GridRef[];
  readonly orgCode: string;
}

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
  /** Newest closed case of the same attach key. */
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

/** What the pipeline needs of the city. The optional methods are what a profile may leave out. */
export interface CityPort {
  category(code: string): Category | undefined;
  /** `at`: epoch ms of the happening, which decides the version of the grids. */
  locate(position: GeoPosition, at?: number): Location;
  /** Epoch ms at which the category's two limits end at a site of that class, counted from `from`. */
  deadlines(
    category: Category,
    from: number,
    siteClass?: SiteClass,
  ): { readonly response: number; readonly disposal: number };
  readonly catalogueVersion: string;
  /** Organisation that dispatches where no grid and no device names one, and across streets. */
  readonly defaultOrg: string;
  /** How urgent it is at a site of a class, where a rule says `ruleSays`. */
  severityOf?(category: Category, siteClass?: SiteClass, ruleSays?: Severity): Severity;
  /** Who is on duty there and then; `openCases`: how many are open in the grid already. */
  dutyHint?(place: Place, category: Category, at: number, openCases?: number): DutyHint | undefined;
  /**
   * The neighbourhood organisation of a leaf of the responsible system, by its path: first hand of a self-governed grid,
   * second recipient of a joint case.
   */
  communityOf?(path: readonly string[]): string | undefined;
  /** Lowest level that may settle a case, by severity. */
  readonly ladder?: Ladder;
  /** Where a case waits as PENDING_REVIEW unless its category flows by itself. */
  readonly reviewGate?: boolean;
  /** The operating mode in force: its name, other hands for some categories, and what may wait until it ends. */
  mode?(): Pick<ModeSpec, 'id' | 'routing' | 'deferred'>;
  /** Category of faults that the pipeline itself finds (flapping); E0490 unless told. */
  readonly faultCategory?: string;
  /** Other limits than the standing ones. */
  readonly limits?: Partial<Limits>;
}

/** What the pipeline needs of the device registry. */
export interface DevicePort {
  get(deviceId: string): Device | undefined;
  /** Whether `source` of a candidate names a channel with a time series, not an event. */
  isChannel(device: Device, source: string): boolean;
  /** How many devices a vendor has; without it nothing is taken for a fault upstream of them. */
  vendorSize?(vendor: string): number;
}

/** What the pipeline needs of the case rows; every call belongs to the transaction it is given. */
export interface CasePort {
  byNo(tx: RecordsTransaction, caseNo: string): Case | undefined;
  openByKey(tx: RecordsTransaction, attachKey: string): Case | undefined;
  lastClosedByKey(tx: RecordsTransaction, attachKey: string): Case | undefined;
  /** Next case number of the month `at` falls into. */
  nextNo(tx: RecordsTransaction, at: number): string;
  insert(tx: RecordsTransaction, subject: Case, now: number): void;
  update(tx: RecordsTransaction, subject: Case, now: number): void;
  append(tx: RecordsTransaction, event: CaseEntry): void;
  /** Sets the timers of both deadlines. */
  setDeadlines(tx: RecordsTransaction, subject: Case): void;
}

/** An event on its way into the outbox, which gives it its sequence. */
export interface CaseEntry {
  readonly type: CaseEventType;
  readonly case: Case;
  readonly at: number;
  readonly reason?: string;
}

export interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** A circle and a stretch of event time, both ends included. */
export interface Nearby {
  readonly point: Point;
  readonly radiusM: number;
  readonly from: number;
  readonly to: number;
}

/** An alarm that joined the case of another key. */
export interface Member {
  readonly attachKey: string;
  readonly episode: string;
  readonly caseNo: string;
}

/** What the pipeline asks about cases beside their own key: where they lie, and which other keys joined them. */
export interface CaseSearchPort {
  /** Remembers where and when a new case began. */
  addSpot(tx: RecordsTransaction, subject: Case, at: number, now: number): void;
  /** Open cases of accepted categories that began nearby, the oldest first. */
  openNear(tx: RecordsTransaction, near: Nearby, accepts: (category: string) => boolean): Iterable<Case>;
  /** Numbers of cases of the category that began in the grid after `after` until `until`, the oldest first. */
  begun(
    tx: RecordsTransaction,
    of: { category: string; gridCode: string; after: number; until: number; limit: number },
  ): readonly string[];
  /** The open incident that a storm in this grid and category goes into, if alarms did so since `since`. */
  storm(tx: RecordsTransaction, of: { category: string; gridCode: string; since: number }): Case | undefined;
  /** The case takes the storm in its grid and category, now and until alarms pause. */
  markStorm(tx: RecordsTransaction, caseNo: string, at: number): void;
  /** The open case that an alarm of this key joined, though it has another key. */
  openByMember(tx: RecordsTransaction, attachKey: string): Case | undefined;
  addMember(tx: RecordsTransaction, member: Member, now: number): void;
  /** The member's alarm is over; false when it was not on. */
  endMember(tx: RecordsTransaction, attachKey: string, episode: string): boolean;
  /** Whether any member of the case is still in alarm. */
  hasActiveMember(tx: RecordsTransaction, caseNo: string): boolean;
  /** Open cases of a grid, up to 100. */
  openIn(tx: RecordsTransaction, gridCode: string): number;
  /** Another organisation commands. */
  setOrg(tx: RecordsTransaction, caseNo: string, orgCode: string): void;
  /** Forgets spots from before `before` (epoch ms) and members of closed cases; returns how many rows. */
  sweep(tx: RecordsTransaction, before: number, limit: number): number;
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
