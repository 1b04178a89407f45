import type { Severity } from './candidate.ts';
import type { HandlingLevel } from './case.ts';
import type { TimeLimit } from './catalogue.ts';
import type { SiteClass } from './device.ts';

/** A step of the escalation ladder. All levels are told; only those that command may give orders. */
export interface LadderLevel {
  readonly level: HandlingLevel;
  readonly name: { readonly zh: string; readonly en: string };
  readonly command: boolean;
  /** How long a case may stay overdue at this level before the next one is told. */
  readonly patience: TimeLimit;
}

/** Who settles a case and who hears of it when nobody does (小事不出网格、大事不出街道). */
export interface Ladder {
  /** From the lowest level to the highest. */
  readonly levels: readonly LadderLevel[];
  /** Where a case of a severity starts, and the level it never goes beyond. */
  readonly bySeverity: Readonly<Record<Severity, { readonly from: HandlingLevel; readonly to: HandlingLevel }>>;
}

/** Which cases a partner's shared platform gets: every given list must hold the case's value. */
export interface PartnerFilter {
  readonly categories?: readonly string[];
  readonly siteClasses?: readonly SiteClass[];
  /** Cells of the responsible grid system: everything inside them. */
  readonly grids?: readonly string[];
}

/** A platform of another authority that shares cases. */
export interface Partner {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly filter: PartnerFilter;
  /** Its feedback counts, not only its ear. */
  readonly twoWay: boolean;
}
