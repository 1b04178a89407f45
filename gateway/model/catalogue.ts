import type { CaseKind, Severity } from './candidate.ts';
import type { SiteClass } from './device.ts';

/** A time limit and the clock it runs on: continuous, or working hours 08–12 and 14–18 of working days. */
export interface TimeLimit {
  /** ms of the named clock. */
  readonly ms: number;
  readonly clock: 'continuous' | 'working';
}

export type Layer = 'UNDERGROUND' | 'GROUND' | 'FACADE' | 'AIR';
export type ServiceLine = 'COMPREHENSIVE' | 'POLICE' | 'GRID';
export type CapCategory =
  | 'Geo'
  | 'Met'
  | 'Safety'
  | 'Security'
  | 'Rescue'
  | 'Fire'
  | 'Health'
  | 'Env'
  | 'Transport'
  | 'Infra'
  | 'CBRNE'
  | 'Other';

/** What the class of a site changes of a category: the same alarm weighs more at a major hazard than in a flat. */
export interface SiteOverride {
  readonly severity?: Severity;
  readonly response?: TimeLimit;
  readonly disposal?: TimeLimit;
}

/** One row of the catalogue. COMPONENT codes start with C, EVENT codes with E: the two number spaces overlap. */
export interface Category {
  readonly code: string;
  readonly class: 'COMPONENT' | 'EVENT';
  readonly name: { readonly zh: string; readonly en: string };
  readonly kind: CaseKind;
  readonly severity: Severity;
  readonly dept: string;
  readonly responderRole: string;
  readonly response: TimeLimit;
  readonly disposal: TimeLimit;
  readonly restricted: boolean;
  /** Where in the city's four layers it lies: 地下, 地面, 立面, 空中. */
  readonly layer?: Layer;
  /** Which of the three merged services it belongs to: 综治, 公安, 网格. */
  readonly line?: ServiceLine;
  /** Departments beside the responsible one (`dept`): 主管, 权属, 养护. */
  readonly departments?: { readonly supervise?: string; readonly own?: string; readonly maintain?: string };
  /**
   * How step 4 is checked: the case's own sensor must stay clear for `quietFor` ms, or a person looks. With `autoClose` a case
   * that its sensor has verified is closed as well.
   */
  readonly verify?: { readonly by: 'SENSOR' | 'HUMAN'; readonly quietFor: number; readonly autoClose?: boolean };
  /** Raised and accepted without a manual gate; without it the case waits as PENDING_REVIEW where the profile has a gate. */
  readonly autoFlow?: boolean;
  /** Joint handling (联勤): neighbourhood and department are both recipients. */
  readonly joint?: boolean;
  /** Number of the emergency flow it starts, in the profile's list. */
  readonly emergencyFlow?: number;
  /** Life safety: raises before any confirmation, skips aggregation and storm windows. */
  readonly lifeSafety?: boolean;
  /** Alarms of this category within `radiusM` metres and `window` ms are one incident. */
  readonly merge?: { readonly radiusM: number; readonly window: number };
  /** Certainty under which it waits for a confirmation, 0–1; absent: never waits. */
  readonly confirmAt?: number;
  /** Codes of other categories whose alarms nearby confirm this one: a drone's hot spot a gas leak. */
  readonly confirmedBy?: readonly string[];
  readonly bySite?: Readonly<Partial<Record<SiteClass, SiteOverride>>>;
  /** CAP 1.2 `category` of the public warning. */
  readonly capCategory?: CapCategory;
  /** Open311 GeoReport v2 service code, where it is published. */
  readonly open311?: string;
  /** observed: in a public deployment; inferred: fills a gap; local: an extension of ours. */
  readonly provenance: 'observed' | 'inferred' | 'local';
}

/** A major class (大类) of the catalogue as this city counts them. */
export interface CategoryClass {
  /** Letter and two digits, e.g. `C01`; the id of a class need not be what its codes start with. */
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** Codes of its categories, in the order of the catalogue. */
  readonly codes: readonly string[];
}

export interface Catalogue {
  readonly id: string;
  readonly version: string;
  readonly classes?: readonly CategoryClass[];
  readonly categories: ReadonlyMap<string, Category>;
}
