import type { Clock } from '../clock.ts';
import type { Records } from '../records/records.ts';
import { type KpiQuery, kpiReport, yearBefore } from './kpi-report.ts';
import {
  changeOf,
  KPI_RATES,
  type KpiCounts,
  type KpiRateName,
  NO_CASES,
  printedChange,
  printedRates,
  rateOf,
} from './kpis.ts';

export interface KpiLinesQuery extends KpiQuery {
  /** Groups that have a line also when nothing happened there: all grids of a district. */
  readonly groups?: Iterable<string>;
  /** Compares with the same period a year before. */
  readonly yearBefore?: boolean;
}

/** One line of the report; `key` is the group, or TOTAL. */
export interface KpiLine {
  readonly key: string;
  readonly counts: KpiCounts & Readonly<Record<string, number>>;
  readonly rates: Readonly<Record<string, number | undefined>>;
  readonly printed: Readonly<Record<string, string>>;
  readonly yearBefore?: { readonly filed: number; readonly change?: number; readonly printed: string };
}

export interface KpiLines {
  readonly total: KpiLine;
  /** In the order of their keys. */
  readonly lines: readonly KpiLine[];
}

function lineOf(key: string, counts: KpiCounts, before: KpiCounts | undefined): KpiLine {
  const names = Object.keys(KPI_RATES) as KpiRateName[];
  const change = before && changeOf(counts.filed, before.filed);
  return {
    key,
    counts: { ...counts },
    rates: Object.fromEntries(names.map((name) => [name, rateOf(name, counts)])),
    printed: printedRates(counts),
    ...(before && {
      yearBefore: {
        filed: before.filed,
        ...(change === undefined ? {} : { change }),
        printed: printedChange(change),
      },
    }),
  };
}

/** The report as lines, one per group and their total. */
export async function kpiLines(
  parts: { readonly records: Pick<Records, 'read'>; readonly clock: Pick<Clock, 'wait'> },
  { groups = [], yearBefore: compare = false, ...query }: KpiLinesQuery,
): Promise<KpiLines> {
  const now = await kpiReport(parts, query);
  const before = compare
    ? await kpiReport(parts, { ...query, from: yearBefore(query.from), to: yearBefore(query.to) })
    : undefined;
  const keys = [...new Set([...groups, ...now.groups.keys(), ...(before?.groups.keys() ?? [])])].sort();
  return {
    total: lineOf('TOTAL', now.total, before?.total),
    lines: keys.map((key) =>
      lineOf(key, now.groups.get(key) ?? NO_CASES, before && (before.groups.get(key) ?? NO_CASES)),
    ),
  };
}
