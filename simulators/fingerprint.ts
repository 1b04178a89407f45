import { createHash } from 'node:crypto';
import type { Judged } from './scorecard.ts';

/** Characters of a fingerprint: enough to tell runs apart, few enough to be read out. */
const LENGTH = 16;

/**
 * A short text that is the same for two runs with the same verdict: what came of every incident and when by the city's time,
 * and all counts. Left out is what the machine's mood decides: latencies, case numbers given within one instant, repetitions.
 */
export function fingerprintOf({ scorecard, outcomes }: Judged, messages: number): string {
  const { latencyMs: _latency, accounts, dispatch, classes, findings, ...counts } = scorecard;
  const verdicts = outcomes
    .map(({ verdict, what, category, deviceId, complete, raisedAt }) =>
      [verdict, what, category, deviceId, complete, raisedAt].join('|'),
    )
    .sort();
  const kinds = findings.map(({ kind }) => kind).sort();
  const shares = classes.map(({ latencyMs: _machine, ...rest }) => rest);
  const { balanced } = accounts;
  const content = { counts, verdicts, kinds, shares, balanced, closed: dispatch.closed, messages };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, LENGTH);
}
