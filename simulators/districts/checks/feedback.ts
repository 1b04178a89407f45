import { z } from 'zod';
import { timeText } from '../../lab-clock.ts';
import { fits } from '../assertion.ts';
import { checkKind } from '../check.ts';
import type { Stand } from '../stand.ts';
import { Unmet } from '../unmet.ts';
import { allCases } from './cases.ts';

/** Numbers of cases follow the order in which parallel keys happen to be done; what opened them is the same in every run. */
const byCandidate = (a: unknown, b: unknown) => (idOf(a) < idOf(b) ? -1 : 1);
const idOf = (each: unknown) => (each as { candidateId: string }).candidateId;

/** Cases spoken of at a time. */
const AT_A_TIME = 16;

async function wordOf(stand: Stand, caseNo: string, type: string): Promise<{ status: number; text: string }> {
  const at = stand.clock.now();
  const body = { feedbackId: `${caseNo}-${type}-${at}`, caseNo, type, at: timeText(at), actorRole: 'dispatcher' };
  const reason = type === 'FALSE_ALARM' ? { reason: 'nothing found on the spot' } : {};
  return await stand.http.request('POST', `/v1/cases/${caseNo}/feedback`, { ...body, ...reason });
}

/** The dispatch platform says these words in this order: of one case, or of the first of all that have something. */
export const feedbackCheck = checkKind(
  'feedback',
  {
    case: z.string().optional(),
    where: z.record(z.string(), z.unknown()).optional(),
    first: z.int().min(1).optional(),
    /** So many are left out, from the first on. */
    skip: z.int().min(0).default(0),
    types: z.array(z.string()).min(1),
    /** Status that the last one must be answered; any success when absent. */
    status: z.int().optional(),
  },
  async (stand, { case: given, where, first, skip, types, status }) => {
    const found = where ? (await allCases(stand)).filter((each) => fits(each, where)).sort(byCandidate) : [];
    if (first !== undefined && found.length < skip + first)
      throw new Unmet(`${found.length} cases, expected at least ${skip + first}`);
    const numbers = given
      ? [given]
      : found
          .slice(skip, first === undefined ? undefined : skip + first)
          .map((each) => (each as { caseNo: string }).caseNo);
    for (const [index, type] of types.entries()) {
      const last = index === types.length - 1;
      const speak = async (caseNo: string) => {
        const answer = await wordOf(stand, caseNo, type);
        const wanted = last && status !== undefined ? answer.status === status : answer.status < 300;
        if (wanted) return;
        const expected = last ? (status ?? 'success') : 'success';
        throw new Unmet(`${type} answered ${answer.status}, expected ${expected}: ${answer.text.slice(0, 300)}`);
      };
      for (let from = 0; from < numbers.length; from += AT_A_TIME)
        await Promise.all(numbers.slice(from, from + AT_A_TIME).map(speak));
      await stand.http.stepClock(stand.clock.now());
    }
    return types.length * numbers.length;
  },
);
