import { REACH_M } from '../model/proximity.ts';
import { found } from './found.ts';
import { MAX_PARTS } from './incident.ts';
import { joinAsMember } from './members.ts';
import { type Draft, isLifeSafety, type Stage, type StageTools } from './stage.ts';
import { incidentOf, storm } from './storm.ts';
import { upstream } from './upstream.ts';

/** The incident that alarms of this category nearby belong to. */
function neighbour(draft: Draft, tools: StageTools) {
  const { merge, code } = found(draft.category, 'category');
  const point = draft.place?.location;
  if (!merge || !point) return undefined;
  const { at } = draft.candidate;
  const near = { point, radiusM: Math.min(merge.radiusM, REACH_M), from: at - merge.window, to: at + merge.window };
  for (const oldest of tools.cases.openNear(tools.tx, near, (category) => category === code))
    return incidentOf(oldest, tools);
  return undefined;
}

/**
 * Is it part of something larger? Many silent devices are one fault upstream, a storm is one incident, and neighbours in
 * trouble are parts of one, each with a case of its own. A case that comes back is nobody's part.
 */
export const correlate: Stage = (draft, tools) => {
  if (draft.reopens) return { pass: draft };
  const end = upstream(draft, tools) ?? storm(draft, tools);
  if (end) return { end };
  const incident = neighbour(draft, tools);
  if (!incident) return { pass: draft };
  const category = found(draft.category, 'category');
  if ((incident.parts ?? []).length < MAX_PARTS || isLifeSafety(category)) return { pass: { ...draft, incident } };
  joinAsMember(incident, { candidate: draft.candidate, device: found(draft.device, 'device') }, tools, draft.now);
  return { end: { outcome: 'attached', caseNo: incident.caseNo } };
};
