import type { CaseKind, Severity } from './candidate.ts';

/** A time limit and the clock it runs on: continuous, or working hours 08–12 and 14–18 of working days. */
export interface TimeLimit {
  /** ms of the named clock. */
  readonly ms: number;
  readonly clock: 'continuous' | 'working';
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
  /** observed: in a public deployment; inferred: fills a gap; local: an extension of ours. */
  readonly provenance: 'observed' | 'inferred' | 'local';
}

export interface Catalogue {
  readonly id: string;
  readonly version: string;
  readonly categories: ReadonlyMap<string, Category>;
}
