import type { Severity } from '../model/candidate.ts';
import type { Case, CaseEventType, DutyHint } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import type { Device, SiteClass } from '../model/device.ts';
import type { GridRef, Location } from '../model/grid.ts';
import type { Ladder } from '../model/ladder.ts';
import type { ModeSpec } from '../model/mode.ts';
import type { GeoPosition } from '../model/observation.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { Limits } from './limits.ts';

/** Where a case lies and who dispatches there. */
export interface Place {
  readonly location?: { readonly lon: number; readonly lat: number; readonly crs: 'wgs84' };
  readonly gridCode: string;
  readonly grids: readonly GridRef[];
  readonly orgCode: string;
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
  /** Who commands over several grids: the organisation of the deepest cell they all lie in. Without it the default one does. */
  commonAncestor?(refs: readonly GridRef[]): { readonly orgCode: string };
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
  /** The open case of a mobile device's key, in whatever grid, that holds this episode. */
  openElsewhere(tx: RecordsTransaction, attachKey: string, episode: string): Case | undefined;
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
