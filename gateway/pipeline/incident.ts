import type { Severity } from '../model/candidate.ts';
import type { Case, HandlingLevel } from '../model/case.ts';
import { combine } from './certainty.ts';
import { addDevices } from './join-case.ts';
import type { CityPort, StageTools } from './stage.ts';

/** Parts an incident names; a storm beyond them joins the incident without numbers of its own. */
export const MAX_PARTS = 50;
/** So many devices of one incident make it one degree more urgent. */
const URGENT_DEVICES = 3;

const LEVELS: readonly HandlingLevel[] = ['GRID', 'UNIT', 'AREA', 'STREET', 'DISTRICT'];

const higher = (a: HandlingLevel = 'GRID', b: HandlingLevel = 'GRID') =>
  LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b;

const union = (...lists: readonly (readonly string[])[]) => [...new Set(lists.flat())];

type Commanders = Pick<CityPort, 'commonAncestor' | 'defaultOrg'>;

/**
 * Who commands an incident that spreads: whoever commands over the lowest cell that holds all of it (最近共同上级). Only street
 * and district command, so that grids of one street are the street's and several streets the district's. Once handed up it is
 * not handed down again, and whoever hands over goes on being told.
 */
function commandOver(incident: Case, part: Case, { commonAncestor, defaultOrg }: Commanders): Partial<Case> {
  if (incident.gridCode === part.gridCode && incident.orgCode === part.orgCode) return {};
  if (incident.orgCode === part.orgCode) return { handlingLevel: higher(incident.handlingLevel, 'STREET') };
  const isHandedUp = incident.orgCode === defaultOrg;
  const above = isHandedUp ? undefined : commonAncestor?.([...incident.grids, ...part.grids]);
  const orgCode = above?.orgCode ?? defaultOrg;
  return {
    orgCode,
    handlingLevel: higher(incident.handlingLevel, orgCode === defaultOrg ? 'DISTRICT' : 'STREET'),
    recipients: union(incident.recipients ?? [], [incident.orgCode, part.orgCode]).filter((org) => org !== orgCode),
  };
}

function severityOf({ severity, devices }: Case, all: readonly string[]): Severity {
  const grown = devices.length < URGENT_DEVICES && all.length >= URGENT_DEVICES;
  return grown ? (Math.max(1, severity - 1) as Severity) : severity;
}

/** One after the other, so that each may hand the command further up. */
function withPart(incident: Case, part: Case, city: Commanders): Case {
  const devices = addDevices(incident.devices, part.devices);
  return {
    ...incident,
    parts: [...(incident.parts ?? []), part.caseNo].slice(0, MAX_PARTS),
    devices,
    severity: severityOf(incident, devices),
    certainty: combine([incident.certainty, part.certainty]),
    firstAt: Math.min(incident.firstAt, part.firstAt),
    lastAt: Math.max(incident.lastAt, part.lastAt),
    ...commandOver(incident, part, city),
  };
}

/**
 * The incident with more cases in it: wider, surer, more urgent from three devices on, and with whoever commands it all. One
 * event tells of them together.
 */
export function addParts(incident: Case, parts: readonly Case[], tools: StageTools, now: number): Case {
  const { tx, cases, city } = tools;
  const next = parts.reduce((whole, part) => withPart(whole, part, city), incident);
  const moved = next.orgCode !== incident.orgCode;
  cases.update(tx, next, now);
  if (moved) cases.setOrg(tx, next.caseNo, next.orgCode);
  const reasons = [
    `parts of this incident: ${parts.map(({ caseNo }) => caseNo).join(', ')}`,
    ...(next.severity === incident.severity
      ? []
      : [`severity raised to ${next.severity}: ${next.devices.length} devices`]),
    ...(moved ? [`spreads beyond ${incident.orgCode}: ${next.orgCode} commands`] : []),
  ];
  cases.append(tx, { type: moved ? 'escalated' : 'updated', case: next, at: now, reason: reasons.join('; ') });
  return next;
}

/** Cases that stand already become parts of an incident. */
export function makeParts(incident: Case, standing: readonly Case[], tools: StageTools, now: number): Case {
  if (standing.length === 0) return incident;
  const { tx, cases } = tools;
  const parts = standing.map((part): Case => ({ ...part, incidentNo: incident.caseNo }));
  for (const part of parts) {
    cases.update(tx, part, now);
    cases.append(tx, { type: 'updated', case: part, at: now, reason: `part of incident ${incident.caseNo}` });
  }
  return addParts(incident, parts, tools, now);
}
