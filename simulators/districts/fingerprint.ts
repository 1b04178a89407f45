import { createHash } from 'node:crypto';
import { allCases } from './checks/cases.ts';
import type { Stand } from './stand.ts';

/**
 * What a row came to, as a hash: every case at its end with all it says. Cases are known by what opened them, for their numbers
 * follow the order in which parallel keys happen to be done.
 */
export async function fingerprintOf(stand: Stand): Promise<string> {
  const cases = (await allCases(stand)) as readonly { readonly caseNo: string; readonly candidateId: string }[];
  const names = new Map(cases.map(({ caseNo, candidateId }) => [caseNo, candidateId]));
  const lines = cases.map((each) => JSON.stringify(each).replace(/\d{4}S\d{7}/gu, (no) => names.get(no) ?? no)).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
}
