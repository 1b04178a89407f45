/** What is counted of cases. Every rate below is a quotient of two of these, named. */
export interface KpiCounts {
  /** 立案数: raised and not refused, withdrawn or merged into another. */
  readonly filed: number;
  /** Disposal reported, or closed without one as a false alarm. */
  readonly disposed: number;
  readonly closed: number;
  /** Closed, and disposed of by the disposal deadline. */
  readonly closedOnTime: number;
  /** Filed before any person had reported it. */
  readonly proactive: number;
  /** Closed because people found nothing. */
  readonly falseAlarms: number;
}

export const NO_CASES: KpiCounts = {
  ...{ filed: 0, disposed: 0, closed: 0, closedOnTime: 0, proactive: 0, falseAlarms: 0 },
};

/** A quotient that says of what it is a part. */
export interface KpiRate {
  readonly zh: string;
  readonly numerator: keyof KpiCounts;
  readonly denominator: keyof KpiCounts;
}

/**
 * The rates by name. The published 按时办结率 of 94.52 % fits both 10,208 of 10,800 filed and 9,736 of 10,301 closed: both are
 * here under names of their own, and neither is a default.
 */
export const KPI_RATES = {
  disposalRate: { zh: '处置率', numerator: 'disposed', denominator: 'filed' },
  closureRate: { zh: '结案率', numerator: 'closed', denominator: 'filed' },
  onTimeRateOfFiled: { zh: '按时办结率（占立案）', numerator: 'closedOnTime', denominator: 'filed' },
  onTimeRateOfClosed: { zh: '按时办结率（占结案）', numerator: 'closedOnTime', denominator: 'closed' },
  proactiveRate: { zh: '主动发现率', numerator: 'proactive', denominator: 'filed' },
  falseAlarmRate: { zh: '误报率', numerator: 'falseAlarms', denominator: 'filed' },
} as const satisfies Record<string, KpiRate>;

export type KpiRateName = keyof typeof KPI_RATES;

/** A rate as a number from 0 to 1; undefined of nothing. */
export function rateOf(name: KpiRateName, counts: KpiCounts): number | undefined {
  const { numerator, denominator } = KPI_RATES[name];
  return counts[denominator] === 0 ? undefined : counts[numerator] / counts[denominator];
}

/** All rates as printed: `99.77 %`; a dash for a part of nothing. */
export function printedRates(counts: KpiCounts): Readonly<Record<KpiRateName, string>> {
  const names = Object.keys(KPI_RATES) as KpiRateName[];
  return Object.fromEntries(names.map((name) => [name, percent(rateOf(name, counts))])) as Record<KpiRateName, string>;
}

/** `99.77 %`, rounded to two digits; `–` for undefined. */
export function percent(rate: number | undefined, digits = 2): string {
  return rate === undefined ? '–' : `${(rate * 100).toFixed(digits)} %`;
}

/** How a count changed against the one before, as a part of that one: −0.334. Undefined when there was nothing before. */
export function changeOf(now: number, before: number): number | undefined {
  return before === 0 ? undefined : (now - before) / before;
}

/** A change as printed, one digit: `−33.4 %`; `–` where there was nothing before. */
export function printedChange(change: number | undefined): string {
  return percent(change, 1).replace(/^-/, '−');
}

/** Adds up. */
export function sumOf(all: Iterable<KpiCounts>): KpiCounts {
  let sum = NO_CASES;
  for (const counts of all)
    sum = {
      filed: sum.filed + counts.filed,
      disposed: sum.disposed + counts.disposed,
      closed: sum.closed + counts.closed,
      closedOnTime: sum.closedOnTime + counts.closedOnTime,
      proactive: sum.proactive + counts.proactive,
      falseAlarms: sum.falseAlarms + counts.falseAlarms,
    };
  return sum;
}
