import { play } from './checks/checks.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Row } from './row.ts';
import { openStand, type Stand } from './stand.ts';
import { Unmet } from './unmet.ts';

/** What became of a row. */
export interface Outcome {
  readonly row: number;
  readonly system: string;
  readonly title: string;
  readonly district: string;
  readonly verdict: 'passed' | 'failed' | 'not served';
  /** Statements that held. */
  readonly asserted: number;
  /** How much of the row's own numbers was played, where it is not all. */
  readonly scale?: string;
  /** Why it failed or is not served. */
  readonly reason?: string;
  /** Hash of the cases it came to: the same for every run with one seed. */
  readonly fingerprint?: string;
  /** ms of the machine. */
  readonly wallMs: number;
}

/** Rejects when a signal is aborted: a step under way is left behind, since its stand is about to be closed. */
function interruption(signal: AbortSignal): { readonly aborted: Promise<never>; release(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const abort = () => reject(new Unmet('interrupted'));
  signal.addEventListener('abort', abort);
  return { aborted: promise, release: () => signal.removeEventListener('abort', abort) };
}

/** Plays the steps of a row until one does not hold or `aborted` rejects; says which and why. */
async function playSteps(
  { checks }: Row,
  stand: Stand,
  aborted: Promise<never>,
): Promise<{ asserted: number; reason?: string }> {
  let asserted = 0;
  for (const [index, given] of checks.entries())
    try {
      const step = play(stand, given);
      // One that is left behind fails on its own when the stand is gone.
      step.catch(() => {});
      asserted += await Promise.race([step, aborted]);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const what = `check ${index + 1} (${given.kind}): ${error instanceof Unmet ? '' : 'could not be tried: '}`;
      return { asserted, reason: `${what}${text}` };
    }
  return { asserted };
}

/** Plays a row on a gateway of its own until `signal` is aborted. What goes wrong is the row's outcome, never thrown. */
export async function runRow(row: Row, machine: () => number, signal: AbortSignal): Promise<Outcome> {
  const { row: number, system, title, district, notServed, missing, scale } = row;
  const of = { row: number, system, title, district, ...(scale === undefined ? {} : { scale }) };
  if (notServed !== undefined) return { ...of, verdict: 'not served', asserted: 0, reason: notServed, wallMs: 0 };
  const began = machine();
  let stand: Stand | undefined;
  const { aborted, release } = interruption(signal);
  let [asserted, reason, fingerprint] = [0, missing, ''];
  try {
    if (row.checks.length > 0) {
      stand = await openStand(row);
      const played = await playSteps(row, stand, aborted);
      ({ asserted } = played);
      reason = played.reason ?? missing;
      if (reason === undefined) fingerprint = await fingerprintOf(stand);
    }
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  } finally {
    release();
    await stand?.close();
  }
  const wallMs = Math.round(machine() - began);
  if (reason !== undefined) return { ...of, verdict: 'failed', asserted, reason, wallMs };
  return { ...of, verdict: 'passed', asserted, fingerprint, wallMs };
}
