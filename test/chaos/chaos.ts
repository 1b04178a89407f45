import { realClock } from '../../gateway/clock.ts';
import { ackFirst } from './ack-first.ts';
import { openDesk } from './desk.ts';
import { type AccountsView, feedIds, storedReadings } from './evidence.ts';
import { startLoad } from './fleet.ts';
import { forgetQueue } from './forget.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type Fault, type Part, planOf, type Round } from './plan.ts';
import { openSite, type Site } from './site.ts';
import { strikeAll } from './strike.ts';
import { type Findings, judge, totals } from './verdict.ts';

/** A wrong gateway on purpose, to show that the harness sees loss. */
export type Control = 'ack-first' | 'forget-queue';

export interface ChaosOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly devices: number;
  /** Messages with readings per second. */
  readonly rate: number;
  readonly alarmRate: number;
  /** Longest wait for everything to come to rest after the last round, ms. */
  readonly drainMs: number;
  /** Longest a start may take until ready, stores that are away aside, ms. */
  readonly startMs: number;
  readonly control?: Control;
  /** Instead of the seed's rounds. */
  readonly plan?: (parts: readonly Part[]) => readonly Round[];
  readonly onRound?: (row: RoundRow) => void;
}

export interface RoundRow {
  readonly round: number;
  readonly faults: string;
  readonly ms: number;
  /** Acknowledged and stored by the platform since the start. */
  readonly messages: number;
  readonly alarms: number;
  readonly events: number;
  readonly gatewayKills: number;
}

export interface ChaosReport {
  readonly seed: number;
  readonly control?: Control;
  readonly rounds: readonly RoundRow[];
  readonly acknowledged: Ledger['acknowledged'];
  readonly stored: { readonly points: number; readonly events: number; readonly repeatedDeliveries: number };
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  readonly gatewayKills: number;
  readonly slowestStartMs: number;
  readonly drained: boolean;
  readonly drainMs: number;
  /** What was still under way when the wait was given up. */
  readonly unfinished: { readonly messages: readonly string[]; readonly feedback: number };
  readonly accounts: AccountsView | undefined;
  readonly totals: ReturnType<typeof totals>;
  readonly findings: Findings;
  /** Ends of the gateway nobody asked for, refusals of correct requests: each is a defect. */
  readonly defects: readonly string[];
  readonly passed: boolean;
}

const POLL_MS = 250;
/** How a part of `/healthz` says that its reader has work. */
const BEHIND = /\b[1-9]\d* commits/;
/** Without faults at the beginning, so that every device is connected and the first cases are out, ms. */
const WARM_UP_MS = 2_000;

/** Rounds that a gateway without a record of its queue cannot survive: killed while its receiver is down. */
const forgetful = (rounds: number): Round[] =>
  Array.from({ length: rounds }, (_, index) => ({
    number: index + 1,
    strikes: [
      { fault: 'receiver-down', at: 0, lasts: 3_000, again: [] },
      { fault: 'gateway-kill', at: 2_500, lasts: 100, again: [] },
    ],
    calm: 500,
  }));

function roundsOf({ control, plan, seed, rounds }: ChaosOptions, parts: readonly Part[]): readonly Round[] {
  if (control === 'forget-queue') return forgetful(rounds);
  if (control === 'ack-first') return planOf(seed, rounds, ['gateway', 'net']);
  return plan?.(parts) ?? planOf(seed, rounds, parts);
}

const faultText = ({ strikes }: Round) =>
  strikes.map(({ fault, at, lasts, again }) => `${fault}@${at}+${[lasts, ...again].join('+')}`).join(' ');

/** Waits until nothing is on its way any more; false when `limit` passes first. */
async function drain(site: Site, ledger: Ledger, busy: () => boolean, limit: number): Promise<boolean> {
  const clock = realClock();
  const until = clock.monotonic() + limit;
  while (clock.monotonic() < until) {
    const accounts = await site.get<AccountsView>('/v1/accounts').catch(() => undefined);
    const pending = accounts
      ? accounts.messages.pending + accounts.candidates.pending + (accounts.receivers[0]?.pending ?? 0)
      : 1;
    const behind = await site
      .get<{ parts: Record<string, { detail?: string }> }>('/healthz')
      .then(({ parts }) => Object.values(parts).some(({ detail }) => BEHIND.test(detail ?? '')))
      .catch(() => true);
    if (pending === 0 && !behind && ledger.open === 0 && !busy()) return true;
    await clock.wait(POLL_MS);
  }
  return false;
}

/** Lets faults loose on a running site under load, waits for rest, and compares what was acknowledged with what is there. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, control, devices, rate, alarmRate } = options;
  const clock = realClock();
  const site = await openSite(clock, control === 'ack-first' ? ackFirst(clock) : undefined);
  const ledger = createLedger();
  const desk = openDesk({ platform: site.platform, http: site.http, clock });
  const load = startLoad({ seed, port: site.net.port, clock, ledger, devices, rate, alarms: alarmRate });
  const rows: RoundRow[] = [];
  const faults: Partial<Record<Fault, number>> = {};
  const broken: string[] = [];
  const between = () => (control === 'forget-queue' ? forgetQueue(site.dataDir) : Promise.resolve());
  try {
    await clock.wait(WARM_UP_MS);
    for (const round of roundsOf(options, site.parts)) {
      const began = clock.monotonic();
      for (const { fault } of round.strikes) faults[fault] = (faults[fault] ?? 0) + 1;
      await strikeAll(site, round.strikes, clock, between);
      await clock.wait(round.calm);
      const row: RoundRow = {
        round: round.number,
        faults: faultText(round),
        ms: Math.round(clock.monotonic() - began),
        messages: ledger.acknowledged.messages,
        alarms: ledger.acknowledged.alarms,
        events: site.platform.events.length,
        gatewayKills: site.gateway.kills,
      };
      rows.push(row);
      options.onRound?.(row);
    }
    load.pause();
    const since = clock.monotonic();
    const drained = await drain(site, ledger, () => desk.open > 0, options.drainMs);
    const drainMs = Math.round(clock.monotonic() - since);
    const unfinished = { messages: load.unacknowledged(), feedback: desk.open };
    const accounts = await site.get<AccountsView>('/v1/accounts');
    const stored = await storedReadings(site, ledger.readings.keys(), clock);
    const findings = judge({
      ledger,
      stored,
      events: site.platform.events,
      feed: await feedIds(site),
      accepted: desk.accepted,
    });
    desk.stop();
    await load.end();
    const exit = await site.gateway.stop();
    if (exit !== 0) broken.push(`SIGTERM ended with code ${exit}`);
    const { refused, repeated, events } = site.platform;
    if (refused > 0) broken.push(`${refused} deliveries were not signed or no case events`);
    if (accounts.receivers[0]?.failed !== 0) broken.push('deliveries were given up');
    if (!accounts.balanced) broken.push('the accounts do not balance');
    if (site.gateway.slowestStart > options.startMs) broken.push(`a start took ${site.gateway.slowestStart} ms`);
    const defects = [...site.gateway.defects, ...desk.complaints, ...broken];
    const sums = totals(findings);
    const clean = Object.values(sums).every((count) => count === 0) && defects.length === 0;
    const { acknowledged } = ledger;
    return {
      ...{ seed, ...(control ? { control } : {}), rounds: rows, acknowledged },
      stored: {
        points: [...stored.values()].reduce((count, points) => count + points.length, 0),
        ...{ events: events.length, repeatedDeliveries: repeated },
      },
      ...{ faults, gatewayKills: site.gateway.kills, slowestStartMs: Math.round(site.gateway.slowestStart) },
      ...{ drained, drainMs, unfinished, accounts, totals: sums, findings, defects },
      passed: clean && drained && acknowledged.readings > 0 && acknowledged.alarms > 0,
    };
  } finally {
    desk.stop();
    await load.end();
    await site.end();
  }
}
