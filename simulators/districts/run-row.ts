import { CHECKS } from './checks/checks.ts';
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
  /** Why it failed or is not served. */
  readonly reason?: string;
  /** ms of the machine. */
  readonly wallMs: number;
}

/** Plays a row on a gateway of its own. What goes wrong is the row's outcome, never thrown. */
export async function runRow(row: Row, machine: () => number): Promise<Outcome> {
  const { row: number, system, title, district, notServed, missing } = row;
  const of = { row: number, system, title, district };
  if (notServed !== undefined) return { ...of, verdict: 'not served', asserted: 0, reason: notServed, wallMs: 0 };
  const began = machine();
  let asserted = 0;
  let reason = missing;
  let stand: Stand | undefined;
  try {
    if (row.checks.length > 0) stand = await openStand(row);
    for (const [index, given] of row.checks.entries()) {
      if (!stand) break;
      const kind = CHECKS.find((each) => each.kind === given.kind);
      if (!kind) throw new Error(`no check is of kind ${given.kind}`);
      try {
        asserted += await kind.run(stand, given);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        reason = `check ${index + 1} (${given.kind}): ${error instanceof Unmet ? '' : 'could not be tried: '}${text}`;
        break;
      }
    }
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  } finally {
    await stand?.close();
  }
  const wallMs = Math.round(machine() - began);
  return {
    ...of,
    verdict: reason === undefined ? 'passed' : 'failed',
    asserted,
    ...(reason ? { reason } : {}),
    wallMs,
  };
}
