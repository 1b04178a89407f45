import type { CaseKind, RuleVerdict, Severity } from './candidate.ts';
import type { Layer, ServiceLine } from './catalogue.ts';
import type { GridRef } from './grid.ts';

/** The six steps of grid management; 5 (urge) can follow 2, 3 or 4. */
export type CaseStep = 1 | 2 | 3 | 4 | 5 | 6;

export type CaseSubState =
  | 'RAISED'
  | 'ACCEPTED'
  | 'REJECTED'
  | 'WITHDRAWN'
  | 'DISPATCHED'
  | 'ARRIVED'
  | 'IN_PROGRESS'
  | 'SUSPENDED'
  | 'DISPOSED'
  | 'CHECKING'
  | 'PASSED'
  | 'FAILED'
  | 'URGED'
  | 'OVERDUE'
  | 'CLOSED'
  | 'ARCHIVED'
  | 'FALSE_ALARM'
  /** Step 1: raised, but a person must let it pass before dispatch may act. */
  | 'PENDING_REVIEW'
  /** Step 5: passed to a higher level of command. */
  | 'ESCALATED'
  /** Step 6: the case goes on under another number. */
  | 'MERGED';

/** The five levels a case can be handled or notified at: 网格 → 单元 → 片区 → 街道 → 区. Only STREET and DISTRICT command. */
export type HandlingLevel = 'GRID' | 'UNIT' | 'AREA' | 'STREET' | 'DISTRICT';

/** Who is on duty where and when: a hint for dispatch, never an order. */
export interface DutyHint {
  readonly post: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly role: string;
}

/** Step 4 as the gateway sees it: what the case's own sensor says after DISPOSED. */
export interface Verification {
  readonly state: 'WATCHING' | 'VERIFIED' | 'FAILED' | 'HUMAN';
  readonly by: 'SENSOR' | 'HUMAN';
  /** Epoch ms of the last change of `state`; while WATCHING, from when on the sensor must be quiet. */
  readonly at: number;
  /** While WATCHING: when the quiet period ends if nothing happens. */
  readonly due?: number;
  readonly reason?: string;
}

/** Evidence by reference. A SERIES uri is a query window on `GET /v1/series`, not a copy. */
export interface Evidence {
  readonly kind: 'SERIES' | 'EVENT' | 'SNAPSHOT' | 'CLIP' | 'DOC';
  readonly uri: string;
  readonly capturedAt: number;
  readonly note?: string;
}

/** A case. Times are epoch ms here; the JSON face prints RFC 3339 UTC with ms. */
export interface Case {
  readonly caseNo: string;
  /** The candidate that opened it. */
  readonly candidateId: string;
  readonly categoryCode: string;
  readonly categoryName: { readonly zh: string; readonly en: string };
  readonly catalogueVersion: string;
  readonly kind: CaseKind;
  readonly severity: Severity;
  readonly certainty: number;
  readonly step: CaseStep;
  readonly subState: CaseSubState;
  readonly location?: { readonly lon: number; readonly lat: number; readonly crs: string };
  readonly gridCode: string;
  readonly grids: readonly GridRef[];
  readonly responsibleDept: string;
  readonly responderRole: string;
  readonly orgCode: string;
  readonly responseDeadline: number;
  readonly disposalDeadline: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly raisedAt: number;
  /** When the sensor itself said the trouble is over; absent while it lasts. */
  readonly clearedAt?: number;
  readonly closedAt?: number;
  readonly devices: readonly string[];
  readonly occurrences: number;
  readonly evidence: readonly Evidence[];
  readonly verdict: RuleVerdict;
  readonly restricted: boolean;
  readonly simulated: boolean;
  readonly previousCaseNo?: string;
  readonly layer?: Layer;
  readonly line?: ServiceLine;
  /** Lowest level that may settle it. */
  readonly handlingLevel?: HandlingLevel;
  /** Steps up the ladder so far: 0 none. */
  readonly escalation?: number;
  /** Further recipients of a joint case, and of levels it was escalated to: organisation or department codes. */
  readonly recipients?: readonly string[];
  readonly emergencyFlow?: number;
  /** Raised and accepted without a manual gate. */
  readonly autoAccept?: boolean;
  readonly dutyHint?: DutyHint;
  /** The case that stands for the whole incident, where this one is a part of it. */
  readonly incidentNo?: string;
  /** Cases that are parts of this incident. */
  readonly parts?: readonly string[];
  /** The case this one was merged into (DUPLICATE_OF). */
  readonly mergedInto?: string;
  readonly verification?: Verification;
  /** ISA-18.2 shelving: notifications rest until then, epoch ms. */
  readonly shelvedUntil?: number;
  /** When the disposal that still stands was done, epoch ms of the platform; gone when it is sent back. */
  readonly disposedAt?: number;
  /** Operating mode and catalogue in force when it was raised. */
  readonly mode?: string;
  /** Episodes (rule, source, number) still in alarm; the case is `cleared` when the last one ends. */
  readonly activeEpisodes: readonly string[];
  /** (asset, else device + source; category): the key under which later alarms join this case. */
  readonly attachKey: string;
}

/** A closed case that comes back: without what belonged to the round that was closed. */
export function reopened({ closedAt: _c, disposedAt: _d, verification: _v, escalation: _e, ...kept }: Case): Case {
  return kept;
}

/** Whether a case is an organisation's business: it dispatches there, or is told of it as a further recipient. */
export function concerns(record: Pick<Case, 'orgCode' | 'recipients'>, orgCode: string): boolean {
  return record.orgCode === orgCode || (record.recipients?.includes(orgCode) ?? false);
}

export const CASE_EVENT_TYPES = [
  'raised',
  'updated',
  'escalated',
  'cleared',
  'verified',
  'closed',
  'reopened',
  'withdrawn',
] as const;

export type CaseEventType = (typeof CASE_EVENT_TYPES)[number];

/** A row of the ordered outbox. `sequence` counts commits: a reader that saw n never later sees a smaller one. */
export interface CaseEvent {
  readonly sequence: number;
  readonly type: CaseEventType;
  readonly caseNo: string;
  /** Epoch ms on the gateway's clock. */
  readonly at: number;
  /** The case as it was after this event. */
  readonly case: Case;
  /** Why, in words for people: `response deadline passed`, `smoke below 0.10 dB/m for 10 min`. */
  readonly reason?: string;
}

/** The ordered outbox of case events, as every delivery face reads it. */
export interface CaseEventLog {
  /** Events with `sequence > after`, oldest first. */
  read(after: number, limit: number): readonly CaseEvent[];
  /** Sequence of the newest event, 0 when there is none. */
  head(): number;
  /** Called after new events are on disk. Returns the unsubscribe function. */
  onAppend(listener: () => void): () => void;
}

/** The log as those have it whose rows go to disk together with its events. */
export interface CaseEventOutbox extends CaseEventLog {
  /** As `read`, with the events of the commit in hand, which are not on disk yet. */
  readWritten(after: number, limit: number): readonly CaseEvent[];
}
