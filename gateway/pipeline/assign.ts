import type { CaseKind, Severity } from '../model/candidate.ts';
import type { HandlingLevel } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import type { Device } from '../model/device.ts';
import { found } from './found.ts';
import {
  type Assignment,
  type CityPort,
  isLifeSafety,
  kindOf,
  type Place,
  type Stage,
  type StageTools,
} from './stage.ts';

/** Small matters stay in their grid, great ones with the street (小事不出网格、大事不出街道). */
const LEVELS: Readonly<Record<Severity, HandlingLevel>> = { 4: 'GRID', 3: 'UNIT', 2: 'AREA', 1: 'STREET' };

/** What an assignment is made of. */
interface Subject {
  readonly category: Category;
  readonly kind: CaseKind;
  /** Where a rule says another one than the category. */
  readonly ruleSays?: Severity | undefined;
  readonly device?: Device;
  readonly place: Place;
  readonly now: number;
}

type Hands = Pick<StageTools, 'tx' | 'city' | 'cases'>;

const isSelfGoverned = ({ grids }: Place) => grids[0]?.type === 'SELF_GOVERNED';

/** Whoever hears of it beside the dispatching organisation and the department. */
function recipientsOf({ category, place }: Subject, dept: string, city: CityPort): readonly string[] {
  const community = city.communityOf?.(place.grids[0]?.path ?? []);
  // Joint handling (联勤): neighbourhood and department both; where no neighbourhood is known, whoever dispatches.
  if (category.joint) return [community ?? place.orgCode, dept];
  // A self-governed grid looks first (小联勤); the street goes on commanding.
  return isSelfGoverned(place) && community !== undefined ? [community] : [];
}

/** Whether a person must let it pass first, or nobody need to. */
function gateOf(category: Category, city: CityPort): Pick<Assignment, 'subState' | 'autoAccept'> {
  // What concerns persons is always looked at by one.
  if (category.autoFlow && !category.restricted) return { subState: 'RAISED', autoAccept: true };
  // An emergency flow has begun: whoever would have to let it pass is told like everybody else.
  const urgent = isLifeSafety(category) || (category.emergencyFlow !== undefined && !category.restricted);
  return { subState: city.reviewGate && !urgent ? 'PENDING_REVIEW' : 'RAISED' };
}

function levelOf(severity: Severity, place: Place, city: CityPort): HandlingLevel {
  if (place.orgCode === city.defaultOrg) return 'DISTRICT';
  if (isSelfGoverned(place) && severity > 1) return 'GRID';
  return city.ladder?.bySeverity[severity].from ?? LEVELS[severity];
}

/** Everything of a case that follows from its category, its kind, its place and the mode in force. */
export function assignmentOf(subject: Subject, { tx, city, cases }: Hands): Assignment {
  const { category, kind, device, place, ruleSays, now } = subject;
  const mode = city.mode?.();
  const route = mode?.routing.find(({ categories }) => categories.includes(category.code));
  const siteClass = device?.siteClass;
  const severity = city.severityOf?.(category, siteClass, ruleSays) ?? ruleSays ?? category.severity;
  const { response, disposal } = city.deadlines(category, now, siteClass);
  const keeper = kind === 'FAULT' ? category.departments?.maintain : undefined;
  const dept = route?.dept ?? keeper ?? category.dept;
  const recipients = recipientsOf(subject, dept, city);
  const dutyHint = city.dutyHint?.(place, category, now, cases.openIn(tx, place.gridCode));
  return {
    kind,
    severity,
    responsibleDept: dept,
    responderRole: route?.responderRole ?? category.responderRole,
    responseDeadline: response,
    disposalDeadline: disposal,
    handlingLevel: route?.level ?? levelOf(severity, place, city),
    ...gateOf(category, city),
    ...(recipients.length > 0 ? { recipients } : {}),
    ...(category.emergencyFlow === undefined ? {} : { emergencyFlow: category.emergencyFlow }),
    ...(category.layer === undefined ? {} : { layer: category.layer }),
    ...(category.line === undefined ? {} : { line: category.line }),
    ...(dutyHint ? { dutyHint } : {}),
    ...(mode ? { mode: mode.id } : {}),
  };
}

/**
 * Who is responsible, how urgent is it and until when? Deadlines run from the moment the case is raised: that is when
 * dispatch can first know of it.
 */
export const assign: Stage = (draft, tools) => {
  const category = found(draft.category, 'category');
  const { candidate, device, now } = draft;
  const assignment = assignmentOf(
    {
      ...{ category, now, place: found(draft.place, 'place'), kind: kindOf(candidate, category) },
      ruleSays: candidate.severity,
      ...(device ? { device } : {}),
    },
    tools,
  );
  return { pass: { ...draft, assignment } };
};
