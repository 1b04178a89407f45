import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Machine ms between two draws. */
const EVERY_MS = 60_000;
/** A first difference is looked at again this soon: it may be one draw in the middle of something. */
const AGAIN_MS = 5_000;
/** Machine ms between two looks whether the gateway is level. */
const LEVEL_MS = 250;
/** Differences in a row that make an episode. */
const ENOUGH = 2;

/** Accounts as far as the auditor looks at them. */
export interface DrawnAccounts {
  readonly balanced: boolean;
}

export interface AccountAuditor {
  /** Draws no more; resolves when what was begun is done. Twice is harmless. */
  stop(): Promise<void>;
}

/**
 * Draws the accounts at start and every minute, whenever the gateway is level. Two differences in a row are a defect of the
 * gateway: one log line, `gridwarden_accounts_balanced` 0 and a FAULT of its own, reported as a state that goes on and off. The
 * rules keep that state, so however often an episode is reported, also after a restart, it is one case.
 */
export function startAccountAuditor(options: {
  draw(): DrawnAccounts;
  /** Whether every reader has read everything: only then all sides count the same messages. */
  level(): boolean;
  /** The state the rules know: true between a reported difference and the report that it is over. */
  reported(): boolean;
  /** Puts the new state on its way; resolves once that is on disk. `lines` are the accounts that do not add up. */
  report(unbalanced: boolean, lines: readonly string[]): Promise<void>;
  clock: Pick<Clock, 'wait'>;
  log: Logger;
  metrics: Metrics;
}): AccountAuditor {
  const { draw, level, reported, report, clock, log, metrics } = options;
  const gauge = metrics.gauge(
    'accounts_balanced',
    '1 while the accounts balance, 0 from the second difference in a row on',
  );
  gauge.set(1);
  const stopping = new AbortController();
  const { signal } = stopping;
  let differences = 0;

  const look = async (): Promise<void> => {
    const accounts = draw();
    const lines = unbalancedLines(accounts);
    differences = accounts.balanced ? 0 : differences + 1;
    const unbalanced = differences >= ENOUGH;
    gauge.set(unbalanced ? 0 : 1);
    if (differences === ENOUGH)
      log.error({ lines, accounts }, 'the accounts do not balance: a defect, please report it');
    if (unbalanced === reported() || (differences > 0 && !unbalanced)) return;
    await report(unbalanced, lines);
    if (!unbalanced) log.info('the accounts balance again');
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      while (!level() && !signal.aborted) await clock.wait(LEVEL_MS, signal);
      if (signal.aborted) return;
      await look().catch((error: unknown) =>
        log.warn({ err: error }, 'the accounts could not be audited; they are drawn again'),
      );
      await clock.wait(differences === 1 ? AGAIN_MS : EVERY_MS, signal);
    }
  };

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Names of the accounts that do not add up: `messages`, `series`, `candidates`, `receivers`. */
function unbalancedLines(accounts: DrawnAccounts): string[] {
  const balanced = (account: unknown) =>
    typeof account !== 'object' || account === null || (account as { balanced?: boolean }).balanced !== false;
  return Object.entries(accounts)
    .filter(([, account]) => (Array.isArray(account) ? !account.every(balanced) : !balanced(account)))
    .map(([name]) => name);
}
