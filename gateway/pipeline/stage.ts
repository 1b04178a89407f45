import type { CaseCandidate, Severity } from '../model/candidate.ts';
import type { Case, CaseEventType } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import type { Device } from '../model/device.ts';
import type { GridRef, Location } from '../model/grid.ts';
import type { GeoPosition } from '../model/observation.ts';
import type { RecordsTransaction } from '../records/records.ts';

/** Why a candidate became no case: a closed set, and the metric label. */
export const REASONS = [
  /** The catalogue has no such category. */
  'CATEGORY_UNKNOWN',
  /** The device is no longer registered. */
  'DEVICE_UNKNOWN',
  /** Simulated or test data on a production profile. */
  'SIMULATED',
  /** A clear, but no case of this key is open. */
  'NO_OPEN_CASE',
  /** A clear of an episode the open case does not hold: it began before the case was closed and reopened. */
  'EPISODE_NOT_ACTIVE',
] as const;

export type Reason = (typeof REASONS)[number];

/** What became of a candidate. */
export type Decision =
  | { readonly outcome: 'opened' | 'attached' | 'reopened' | 'cleared'; readonly caseNo: string }
  | { readonly outcome: 'suppressed'; readonly reason: Reason };

/** Where a case lies and who dispatches there. */
export interface Place {
  readonly location?: { readonly lon: number; readonly lat: number; readonly crs: 'wgs84' };
  readonly gridCode: string;
  readonly grids: readonly GridRef[];
  readonly orgCode: string;
}

/** Who has to do what until when. */
export interface Assignment {
  readonly severity: Severity;
  readonly responsibleDept: string;
  readonly responderRole: string;
  readonly responseDeadline: number;
  readonly disposalDeadline: number;
}

/** A candidate on its way through the stages; each stage adds what it found. */
export interface Draft {
  readonly candidate: CaseCandidate;
  /** The gateway's time at which it is decided, epoch ms. */
  readonly now: number;
  readonly attachKey: string;
  readonly category?: Category;
  readonly device?: Device;
  readonly place?: Place;
  /** Newest closed case of the same attach key. */
  readonly previous?: Case;
  readonly assignment?: Assignment;
}

/** What the pipeline needs of the city. */
export interface CityPort {
  category(code: string): Category | undefined;
  locate(position: GeoPosition): Location;
  /** Epoch ms at which the category's two limits end, counted from `from`. */
  deadlines(category: Category, from: number): { readonly response: number; readonly disposal: number };
  readonly catalogueVersion: string;
  /** Organisation that dispatches where no grid and no device names one. */
  readonly defaultOrg: string;
}

/** What the pipeline needs of the device registry. */
export interface DevicePort {
  get(deviceId: string): Device | undefined;
  /** Whether `source` of a candidate names a channel with a time series, not an event. */
  isChannel(device: Device, source: string): boolean;
}

/** What the pipeline needs of the case rows; every call belongs to the transaction it is given. */
export interface CasePort {
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

export interface StageTools {
  readonly tx: RecordsTransaction;
  readonly city: CityPort;
  readonly devices: DevicePort;
  readonly cases: CasePort;
  /** On a production profile simulated candidates never become cases. */
  readonly production: boolean;
}

/** A stage passes the draft on, or ends its way with a decision. Called inside the candidate's records transaction. */
export type Stage = (draft: Draft, tools: StageTools) => { readonly pass: Draft } | { readonly end: Decision };
