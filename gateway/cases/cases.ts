import type { Clock } from '../clock.ts';
import type { Case, CaseEventOutbox, Evidence } from '../model/case.ts';
import type { Category, TimeLimit } from '../model/catalogue.ts';
import type { Feedback } from '../model/feedback.ts';
import type { Ladder } from '../model/ladder.ts';
import type { Records } from '../records/records.ts';
import { type CandidateAccounts, candidateAccounts } from './accounts.ts';
import { evidenceAdder } from './add-evidence.ts';
import { type CaseHistory, caseHistory } from './case-history.ts';
import { type CaseRows, caseRows } from './case-rows.ts';
import { type CaseStore, createCaseStore } from './case-store.ts';
import type { CaseTimer, CaseTimerHandler } from './case-timers.ts';
import { createDeadlines } from './deadlines.ts';
import { createEffects } from './effects.ts';
import { createFeedback, type FeedbackResult, type Refused, type Speaker } from './feedback.ts';
import { type KpiLines, type KpiLinesQuery, kpiLines } from './kpi-lines.ts';
import { DEFAULT_LADDER } from './ladder.ts';
import { type LedgerRow, ledgerRows } from './ledger.ts';
import { checkLedger, type LedgerVerdict } from './ledger-check.ts';
import { createOutbox } from './outbox.ts';
import { purgeRestrictedCandidates, purgeRestrictedCases } from './purge.ts';
import { type DeviceReliability, reliabilityOf } from './reliability.ts';
import { createRulings, type Rulings } from './rulings.ts';
import { type Sample, type SampleQuery, sampleCases } from './sample.ts';
import type { SensorPort } from './sensors.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { createUrging } from './urging.ts';
import { createSensorCheck } from './verification.ts';

/** Everything the rest of the gateway does with cases. */
export interface Cases extends CaseStore, Rulings, Pick<Shelf, 'shelve' | 'unshelve'> {
  /** Rows for the pipeline, inside its transactions. */
  readonly rows: CaseRows;
  readonly events: CaseEventOutbox;
  /** What the timers of cases do, by kind. */
  readonly timers: Readonly<Record<CaseTimer | 'early-feedback', CaseTimerHandler>>;
  /** Throws REQUEST_INVALID, TIME_AHEAD, CASE_NOT_FOUND or STEP_ILLEGAL. */
  applyFeedback(feedback: Feedback, speaker?: Speaker): Promise<FeedbackResult>;
  /** Throws CASE_NOT_FOUND or STEP_ILLEGAL. */
  addEvidence(caseNo: string, evidence: Evidence): Promise<Case>;
  caseHistory(caseNo: string): CaseHistory | undefined;
  /** The ledger of a case and whether it is as it was written. */
  ledger(caseNo: string): { readonly rows: readonly LedgerRow[]; readonly verdict: LedgerVerdict };
  kpis(query: KpiLinesQuery): Promise<KpiLines>;
  /** Closed cases drawn for supervisors. */
  sample(query: SampleQuery): Promise<readonly Sample[]>;
  candidateAccounts(): CandidateAccounts;
  reliability(deviceId: string): DeviceReliability | undefined;
  /** Forget restricted cases, and candidates of restricted cases, from before `before`; up to `limit`, how many. */
  readonly purge: {
    cases(before: number, limit: number): Promise<number>;
    candidates(before: number, limit: number): Promise<number>;
  };
}

export interface CasesOptions {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now' | 'wait'>;
  /** The catalogue; without it no sensor checks a disposal. */
  readonly category?: (code: string) => Category | undefined;
  /** The sensors behind the cases; without them no sensor checks a disposal. */
  readonly sensors?: SensorPort;
  /** Who is told when nothing happens; DEFAULT_LADDER unless the city has its own. */
  readonly ladder?: () => Ladder;
  /** Epoch ms at which a limit that began at `from` has passed; without it every clock is the continuous one. */
  readonly after?: (from: number, limit: TimeLimit) => number;
  /** Told when a word of feedback waited in vain for those before it. */
  readonly refused?: Refused;
}

export function createCases(options: CasesOptions): Cases {
  const { records, clock, sensors, ladder = () => DEFAULT_LADDER } = options;
  const { category = () => undefined, after = (from, { ms }) => from + ms, refused = () => undefined } = options;
  const rows = caseRows;
  const urging = createUrging({ rows, ladder, after });
  const deadlines = createDeadlines(rows, urging);
  const sensorCheck = createSensorCheck({ rows, sensors, category, urging });
  const effects = createEffects({ rows, urging, sensors: sensorCheck });
  const feedback = createFeedback({ records, rows, clock, effects, deadlines, refused });
  const { expire, ...shelf } = createShelf({ records, rows, clock });
  return {
    ...createCaseStore(records),
    ...createRulings({ records, rows, clock }),
    ...shelf,
    rows,
    events: createOutbox(records),
    timers: {
      ...deadlines.handlers,
      escalation: urging.climb,
      verification: sensorCheck.check,
      shelf: expire,
      'early-feedback': feedback.expire,
    },
    applyFeedback: feedback.apply,
    addEvidence: evidenceAdder({ records, rows, clock }),
    caseHistory: (caseNo) => caseHistory(records, caseNo),
    ledger: (caseNo) => ({ rows: ledgerRows(records.read, caseNo), verdict: checkLedger(records.read, caseNo) }),
    kpis: (query) => kpiLines({ records, clock }, query),
    sample: (query) => sampleCases({ records, clock }, query),
    candidateAccounts: () => candidateAccounts(records),
    reliability: (deviceId) => reliabilityOf(records.read, deviceId),
    purge: {
      cases: (before, limit) => purgeRestrictedCases(records, before, limit),
      candidates: (before, limit) => purgeRestrictedCandidates(records, before, limit),
    },
  };
}
