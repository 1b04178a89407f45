import type { Clock } from '../clock.ts';
import type { Records } from '../records/records.ts';
import { type KpiCounts, NO_CASES, sumOf } from './kpis.ts';

export const KPI_GROUPS = ['grid', 'dept', 'category'] as const;
export type KpiGroup = (typeof KPI_GROUPS)[number];

export interface KpiQuery {
  /** Cases raised from here on, epoch ms. */
  readonly from: number;
  /** Cases raised before this, epoch ms. */
  readonly to: number;
  readonly by: KpiGroup;
  /** Only cases that this organisation dispatches. */
  readonly orgCode?: string;
  /** Counts restricted cases as well. */
  readonly restricted?: boolean;
}

export interface KpiReport {
  readonly groups: ReadonlyMap<string, KpiCounts>;
  readonly total: KpiCounts;
}

/** Cases looked at before others get their turn. */
const PAGE = 500;

interface Row {
  readonly caseNo: string;
  readonly raisedAt: number;
  readonly key: string;
  readonly subState: string;
  /** Merged into, disposed at, closed at, disposal deadline. */
  readonly facts: string;
  readonly reported: number;
}

const KEYS: Readonly<Record<KpiGroup, string>> = {
  grid: 'grid_code',
  dept: `json_extract(body, '$.responsibleDept')`,
  category: 'category',
};

/** Ends of cases that were none, or are counted elsewhere. */
const NOT_FILED = new Set(['REJECTED', 'WITHDRAWN', 'MERGED']);

function pageSql({ by, orgCode, restricted }: KpiQuery): string {
  return `SELECT case_no AS caseNo, raised_at AS raisedAt, ${KEYS[by]} AS key,
      CASE sub_state WHEN 'ARCHIVED' THEN coalesce((SELECT json_extract(event.body, '$.subState') FROM case_event AS event
        WHERE event.case_no = case_record.case_no AND event.type IN ('closed', 'withdrawn')
        ORDER BY event.sequence DESC LIMIT 1), 'CLOSED') ELSE sub_state END AS subState,
      json_extract(body, '$.disposedAt', '$.closedAt', '$.disposalDeadline') AS facts,
      EXISTS (SELECT 1 FROM clue WHERE clue.case_no = case_record.case_no AND clue.outcome = 'opened') AS reported
    FROM case_record WHERE (raised_at, case_no) > (?, ?) AND raised_at < ?
      ${orgCode === undefined ? '' : 'AND org_code = ?'}
      ${restricted ? '' : 'AND restricted = 0'}
    ORDER BY raised_at, case_no LIMIT ${PAGE}`;
}

function countsOf({ subState, facts, reported }: Row): KpiCounts {
  if (NOT_FILED.has(subState)) return NO_CASES;
  const [disposedAt, closedAt, deadline = 0] = JSON.parse(facts) as (number | null)[];
  const closed = closedAt !== null;
  const done = disposedAt ?? closedAt;
  return {
    filed: 1,
    disposed: typeof done === 'number' ? 1 : 0,
    closed: closed ? 1 : 0,
    closedOnTime: closed && typeof done === 'number' && done <= (deadline ?? 0) ? 1 : 0,
    proactive: reported ? 0 : 1,
    falseAlarms: subState === 'FALSE_ALARM' ? 1 : 0,
  };
}

/** Counts the cases raised in a period, as they are now. Reads in pages and lets others run between them. */
export async function kpiReport(
  { records, clock }: { readonly records: Pick<Records, 'read'>; readonly clock: Pick<Clock, 'wait'> },
  query: KpiQuery,
): Promise<KpiReport> {
  const sql = pageSql(query);
  const groups = new Map<string, KpiCounts>();
  let [raisedAt, caseNo] = [query.from, ''];
  for (;;) {
    const values = [raisedAt, caseNo, query.to, ...(query.orgCode === undefined ? [] : [query.orgCode])];
    const rows = records.read.all<Row>(sql, ...values);
    for (const row of rows) groups.set(row.key, sumOf([groups.get(row.key) ?? NO_CASES, countsOf(row)]));
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return { groups, total: sumOf(groups.values()) };
    ({ raisedAt, caseNo } = last);
    await clock.wait(0);
  }
}

/** Asia/Shanghai has UTC+8 all year. */
const SHANGHAI_MS = 8 * 3_600_000;

/** The same local time a year earlier, epoch ms; 29 February has its place on the 28th. */
export function yearBefore(at: number): number {
  const local = new Date(at + SHANGHAI_MS);
  const month = local.getUTCMonth();
  local.setUTCFullYear(local.getUTCFullYear() - 1);
  if (local.getUTCMonth() !== month) local.setUTCDate(0);
  return local.getTime() - SHANGHAI_MS;
}
