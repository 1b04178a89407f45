import { z } from 'zod';
import { timeText } from '../../lab-clock.ts';
import { checkKind } from '../check.ts';
import { Unmet } from '../unmet.ts';

/** The dispatch platform says something of a case: these words in this order. */
export const feedbackCheck = checkKind(
  'feedback',
  {
    case: z.string(),
    types: z.array(z.string()).min(1),
    /** Status that the last one must be answered; any success when absent. */
    status: z.int().optional(),
  },
  async (stand, { case: caseNo, types, status }) => {
    for (const [index, type] of types.entries()) {
      const at = stand.clock.now();
      const body = { feedbackId: `${caseNo}-${type}-${at}`, caseNo, type, at: timeText(at), actorRole: 'dispatcher' };
      const given = type === 'FALSE_ALARM' ? { ...body, reason: 'nothing found on the spot' } : body;
      const answer = await stand.http.request('POST', `/v1/cases/${caseNo}/feedback`, given);
      const last = index === types.length - 1;
      const wanted = last && status !== undefined ? answer.status === status : answer.status < 300;
      if (!wanted)
        throw new Unmet(
          `${type} answered ${answer.status}, expected ${last ? (status ?? 'success') : 'success'}: ${answer.text.slice(0, 300)}`,
        );
      await stand.http.stepClock(stand.clock.now());
    }
    return types.length;
  },
);
