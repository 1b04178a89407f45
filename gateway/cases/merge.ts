import type { Severity } from '../model/candidate.ts';
import type { Case, Evidence } from '../model/case.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';

/** What a case names at most. The first devices stay; of evidence the first and the newest; of episodes the newest. */
const MAX_DEVICES = 50;
const MAX_EVIDENCE = 20;
const MAX_EPISODES = 200;

/** Adds evidence; beyond 20 the first and the newest ones stay. The same reference is held once. */
export function withEvidence(kept: readonly Evidence[], added: readonly Evidence[]): readonly Evidence[] {
  const known = new Set(kept.map(({ uri }) => uri));
  const all = [...kept, ...added.filter(({ uri }) => !known.has(uri))];
  return all.length <= MAX_EVIDENCE ? all : [...all.slice(0, 1), ...all.slice(all.length - MAX_EVIDENCE + 1)];
}

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];

/** The other case with what the duplicate knew. The graver severity holds; deadlines stay. */
export function joined(target: Case, duplicate: Case): Case {
  const { clearedAt, ...open } = target;
  const activeEpisodes = union(target.activeEpisodes, duplicate.activeEpisodes).slice(-MAX_EPISODES);
  const over = [clearedAt, duplicate.clearedAt].flatMap((at) => at ?? []);
  return {
    ...open,
    ...(activeEpisodes.length === 0 && over.length === 2 ? { clearedAt: Math.max(...over) } : {}),
    severity: Math.min(duplicate.severity, target.severity) as Severity,
    certainty: Math.max(target.certainty, duplicate.certainty),
    firstAt: Math.min(target.firstAt, duplicate.firstAt),
    lastAt: Math.max(target.lastAt, duplicate.lastAt),
    devices: union(target.devices, duplicate.devices).slice(0, MAX_DEVICES),
    occurrences: target.occurrences + duplicate.occurrences,
    evidence: withEvidence(
      target.evidence,
      [...duplicate.evidence].sort((a, b) => a.capturedAt - b.capturedAt),
    ),
    activeEpisodes,
  };
}

/**
 * Moves what a duplicate knew into the other case, and its keys with it: later alarms of the duplicate's device join the other
 * case. Returns the duplicate without what it gave away. The caller closes it.
 */
export function mergeInto(
  tx: RecordsTransaction,
  rows: CaseRows,
  { duplicate, target, now }: { duplicate: Case; target: Case; now: number },
): Case {
  const merged = joined(target, duplicate);
  rows.update(tx, merged, now);
  rows.append(tx, { type: 'updated', case: merged, at: now, reason: `${duplicate.caseNo} was merged into it` });
  tx.run(
    `INSERT INTO merged_key (attach_key, case_no) VALUES (?, ?)
     ON CONFLICT (attach_key) DO UPDATE SET case_no = excluded.case_no`,
    ...[duplicate.attachKey, target.caseNo],
  );
  tx.run('UPDATE merged_key SET case_no = ? WHERE case_no = ?', target.caseNo, duplicate.caseNo);
  tx.run('UPDATE case_member SET case_no = ? WHERE case_no = ?', target.caseNo, duplicate.caseNo);
  return { ...duplicate, activeEpisodes: [], mergedInto: target.caseNo };
}
