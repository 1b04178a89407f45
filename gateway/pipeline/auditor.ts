import type { Clock } from '../clock.ts';

const AUDIT_MS = 5_000;

/** Wakes again what stands waiting in records or the candidate outbox, so that no lost wake-up loses work. */
export interface Auditor {
  start(): void;
  stop(): void;
  /** Runs every audit now. */
  audit(): void;
}

/**
 * Runs the audits at start, every 5 s of machine time, and as soon as the queue store is found wiped.
 *
 * @param audits each wakes everything of its kind that waits; waking what is already awake changes nothing.
 */
export function createAuditor(options: {
  readonly clock: Pick<Clock, 'every'>;
  readonly onWiped: (listener: () => void) => () => void;
  readonly audits: readonly (() => void)[];
}): Auditor {
  const audit = () => {
    for (const one of options.audits) one();
  };
  let cancels: (() => void)[] = [];
  return {
    start() {
      cancels = [options.clock.every(AUDIT_MS, audit), options.onWiped(audit)];
      audit();
    },
    stop() {
      for (const cancel of cancels) cancel();
      cancels = [];
    },
    audit,
  };
}
