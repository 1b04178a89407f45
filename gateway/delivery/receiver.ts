import type { CaseKind, Severity } from '../model/candidate.ts';
import { type Case, concerns, type HandlingLevel } from '../model/case.ts';
import type { Layer, ServiceLine } from '../model/catalogue.ts';

/** Which case events a receiver wants; a member that is absent asks for nothing in particular. */
export interface ReceiverFilter {
  /** Category codes with their letter, or the beginning of codes and a star: `E04*`. */
  readonly categories?: readonly string[];
  /** Grid codes of any level and grid system: a street's code stands for all its grids. */
  readonly grids?: readonly string[];
  /** Organisations that dispatch the case or are told of it as further recipients. */
  readonly orgCodes?: readonly string[];
  /** 1 is the gravest: 2 lets 1 and 2 pass. */
  readonly minSeverity?: Severity;
  readonly kinds?: readonly CaseKind[];
  /** Departments that are responsible or told as further recipients. */
  readonly depts?: readonly string[];
  /** Levels of command that a case is handled at. */
  readonly levels?: readonly HandlingLevel[];
  readonly lines?: readonly ServiceLine[];
  readonly layers?: readonly Layer[];
  /** Exercises: false asks for real cases only, true for simulated ones only. */
  readonly simulated?: boolean;
  /** Restricted cases go only to receivers that say so. */
  readonly restricted: boolean;
}

/** A signing secret, `whsec_` and base64. */
export interface ReceiverSecret {
  readonly secret: string;
  /** Epoch ms after which it signs no more; absent: the current one. */
  readonly until?: number;
}

export type ReceiverContentType = 'application/json' | 'application/protobuf';

/** A webhook receiver. */
export interface Receiver {
  readonly receiverId: string;
  readonly url: string;
  readonly contentType: ReceiverContentType;
  readonly filter: ReceiverFilter;
  /** Receiver that gets life-safety cases as soon as this one fails to take them. */
  readonly fallback?: string;
  /** The current one first; after a rotation the old one signs beside it until it expires. */
  readonly secrets: readonly ReceiverSecret[];
  /** Paused by an operator, or disabled by its own 410: either way what comes waits. */
  readonly state: 'enabled' | 'paused' | 'disabled';
  readonly disabledReason?: string;
  readonly createdAt: number;
  /** Case events up to this sequence have a delivery row. */
  readonly cursor: number;
  /** Delivery rows ever made for it: the left side of its account. */
  readonly caseEvents: number;
  /** Deliveries queued again on request: a counter of their own. */
  readonly replayed: number;
  /** Rows that were removed as old, by their last state: they still count in its account. */
  readonly pruned?: { readonly delivered: number; readonly filtered: number; readonly failed: number };
}

/** Whether a case passes the filter. */
export function wants(filter: ReceiverFilter, record: Case): boolean {
  if (record.restricted && !filter.restricted) return false;
  if (filter.simulated !== undefined && filter.simulated !== record.simulated) return false;
  if (filter.categories && !isOfCategories(record.categoryCode, filter.categories)) return false;
  if (filter.orgCodes && !filter.orgCodes.some((orgCode) => concerns(record, orgCode))) return false;
  if (filter.kinds && !filter.kinds.includes(record.kind)) return false;
  if (filter.minSeverity !== undefined && record.severity > filter.minSeverity) return false;
  if (filter.depts && !filter.depts.some((dept) => dept === record.responsibleDept || isTold(record, dept)))
    return false;
  if (!isAmong(filter.levels, record.handlingLevel)) return false;
  if (!isAmong(filter.lines, record.line) || !isAmong(filter.layers, record.layer)) return false;
  return !filter.grids || isInGrids(record, filter.grids);
}

/** A case that does not say is not among those somebody asked for by name. */
function isAmong<T>(wanted: readonly T[] | undefined, value: T | undefined): boolean {
  return !wanted || (value !== undefined && wanted.includes(value));
}

/** Whether a category code is one of these, or begins as one that ends in a star. */
export function isOfCategories(code: string, wanted: readonly string[]): boolean {
  return wanted.some((one) => (one.endsWith('*') ? code.startsWith(one.slice(0, -1)) : code === one));
}

function isTold({ recipients }: Case, code: string): boolean {
  return recipients?.includes(code) ?? false;
}

function isInGrids(record: Case, codes: readonly string[]): boolean {
  return (
    codes.includes(record.gridCode) ||
    record.grids.some((grid) => codes.includes(grid.code) || grid.path.some((code) => codes.includes(code)))
  );
}
