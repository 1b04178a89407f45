import { PRESENCE } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import { UNGRIDDED } from '../model/grid.ts';
import { metresBetween } from '../model/proximity.ts';
import { clearEpisode, cleared } from './clear-episode.ts';
import { episodeOf } from './episode.ts';
import { evidenceOf } from './evidence.ts';
import { found } from './found.ts';
import { heldEpisode } from './held.ts';
import { type Change, joinCase } from './join-case.ts';
import { joinAsMember } from './members.ts';
import type { Decision, Draft, Stage, StageTools } from './stage.ts';

function store({ tx, cases }: StageTools, change: Change, now: number): void {
  cases.update(tx, change.case, now);
  if (change.event) cases.append(tx, { ...change.event, case: change.case, at: now });
}

/** The alarm that waited is over before anything was made of it. */
function endHeld(draft: Draft, { tx, settle }: StageTools): Decision | undefined {
  const { candidate, attachKey } = draft;
  let end: Decision | undefined;
  for (const held of heldEpisode(tx, attachKey, episodeOf(candidate))) {
    // What a stage fails on is for people: it may have been a fire.
    if (held.reason === 'STAGE_FAILED') continue;
    end = { outcome: 'suppressed', reason: held.reason === 'FLAPPING' ? 'FLAPPING' : 'ENDED' };
    settle(held, end);
  }
  return end;
}

/** The end of an alarm that joined the case of another key. */
function clearMember(draft: Draft, tools: StageTools): Decision | undefined {
  const { tx, cases } = tools;
  const { candidate, attachKey, now } = draft;
  const home = cases.openByMember(tx, attachKey);
  if (!home || !cases.endMember(tx, attachKey, episodeOf(candidate))) return undefined;
  if (home.activeEpisodes.length === 0 && home.clearedAt === undefined && !cases.hasActiveMember(tx, home.caseNo))
    store(tools, cleared(home, candidate), now);
  return { outcome: 'cleared', caseNo: home.caseNo };
}

function clear(draft: Draft, open: Case | undefined, tools: StageTools): Decision {
  const { tx, cases } = tools;
  const { candidate, now } = draft;
  const ended = endHeld(draft, tools);
  if (ended) return ended;
  const change = open && clearEpisode(open, candidate, cases.hasActiveMember(tx, open.caseNo));
  if (open && change) {
    store(tools, change, now);
    return { outcome: 'cleared', caseNo: open.caseNo };
  }
  return clearMember(draft, tools) ?? { outcome: 'suppressed', reason: open ? 'EPISODE_NOT_ACTIVE' : 'NO_OPEN_CASE' };
}

/** Archived cases stay as they are; every other closed one, false alarms too, may come back within the window. */
function reopens(previous: Case, { candidate }: Draft, { limits }: StageTools): boolean {
  return (
    previous.closedAt !== undefined &&
    previous.subState !== 'ARCHIVED' &&
    candidate.at - previous.closedAt <= limits.reopen
  );
}

/**
 * What a mobile device meets in another grid is another matter: the van that found rubbish in twelve grids has twelve cases. That
 * it is silent or broken is its own matter wherever it is.
 */
function keyOf({ attachKey, candidate, ...draft }: Draft): string {
  const device = found(draft.device, 'device');
  const { gridCode } = found(draft.place, 'place');
  const isOwn = candidate.source === PRESENCE || found(draft.category, 'category').kind === 'FAULT';
  return device.mobility !== 'MOBILE' || isOwn || gridCode === UNGRIDDED ? attachKey : `${attachKey}@${gridCode}`;
}

/** Whether the case that alarms of this key joined is what a mobile device speaks of now: it may have driven on. */
function isThere(home: Case, draft: Draft, { limits }: StageTools): boolean {
  if (found(draft.device, 'device').mobility !== 'MOBILE') return true;
  const { location } = found(draft.place, 'place');
  return !location || !home.location || metresBetween(home.location, location) <= limits.confirm.radiusM;
}

/**
 * Is there a case of this key already? An alarm joins the open one, or the one that its key joined before, and a clear ends
 * its episode there; otherwise the newest closed case is kept for the decision between reopening and a new number.
 */
export const attach: Stage = (draft, tools) => {
  const { tx, cases, devices } = tools;
  const { candidate, now, attachKey } = draft;
  if (candidate.type === 'clear') {
    const episode = episodeOf(candidate);
    const own = cases.openByKey(tx, attachKey);
    const open = own?.activeEpisodes.includes(episode) ? own : (cases.openElsewhere(tx, attachKey, episode) ?? own);
    return { end: clear(draft, open, tools) };
  }
  const caseKey = keyOf(draft);
  const open = cases.openByKey(tx, caseKey);
  const device = found(draft.device, 'device');
  if (open) {
    store(tools, joinCase(open, candidate, evidenceOf(candidate, device, devices)), now);
    return { end: { outcome: 'attached', caseNo: open.caseNo } };
  }
  const home = cases.openByMember(tx, attachKey);
  if (home && isThere(home, draft, tools)) {
    joinAsMember(home, { candidate, device }, tools, now);
    return { end: { outcome: 'attached', caseNo: home.caseNo } };
  }
  const previous = cases.lastClosedByKey(tx, caseKey);
  const next = { ...draft, caseKey };
  return { pass: previous ? { ...next, previous, reopens: reopens(previous, draft, tools) } : next };
};
