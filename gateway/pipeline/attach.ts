import { clearEpisode } from './clear-episode.ts';
import { evidenceOf } from './evidence.ts';
import { found } from './found.ts';
import { joinCase } from './join-case.ts';
import type { Stage } from './stage.ts';

/**
 * Is there a case of this key already? An alarm joins the open one, a clear ends its episode there; otherwise the newest
 * closed case is kept for the decision between reopening and a new number.
 */
export const attach: Stage = (draft, { tx, cases, devices }) => {
  const { candidate, now, attachKey } = draft;
  const open = cases.openByKey(tx, attachKey);
  if (candidate.type === 'clear') {
    if (!open) return { end: { outcome: 'suppressed', reason: 'NO_OPEN_CASE' } };
    const cleared = clearEpisode(open, candidate);
    if (!cleared) return { end: { outcome: 'suppressed', reason: 'EPISODE_NOT_ACTIVE' } };
    cases.update(tx, cleared.case, now);
    if (cleared.event) cases.append(tx, { ...cleared.event, case: cleared.case, at: now });
    return { end: { outcome: 'cleared', caseNo: open.caseNo } };
  }
  if (open) {
    const joined = joinCase(open, candidate, evidenceOf(candidate, found(draft.device, 'device'), devices));
    cases.update(tx, joined.case, now);
    if (joined.event) cases.append(tx, { ...joined.event, case: joined.case, at: now });
    return { end: { outcome: 'attached', caseNo: open.caseNo } };
  }
  const previous = cases.lastClosedByKey(tx, attachKey);
  return { pass: previous ? { ...draft, previous } : draft };
};
