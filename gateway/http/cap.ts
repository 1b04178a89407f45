import type { Case, CaseEvent } from '../model/case.ts';
import type { CapCategory } from '../model/catalogue.ts';
import { element, xmlDocument } from './xml-writer.ts';

/** Common Alerting Protocol 1.2 (OASIS, 1 July 2010): a case as a message of an information office. */
export const CAP_TYPE = 'application/cap+xml';
const NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2';

/** An event of a case, as much of it as a message needs. */
export type CapEvent = Pick<CaseEvent, 'sequence' | 'type' | 'at' | 'reason'>;

export interface CapSource {
  readonly gatewayId: string;
  /** CAP category of a code of the catalogue; absent where it says none. */
  categoryOf(code: string): CapCategory | undefined;
}

const MINUTE = 60_000;
/** ms of the zone of printed times: CAP wants an offset, and its readers live in China. */
const ZONE = 8 * 60 * MINUTE;
const SEVERITY = { 1: 'Extreme', 2: 'Severe', 3: 'Moderate', 4: 'Minor' } as const;
const LANGUAGES = [
  ['zh', 'zh-CN'],
  ['en', 'en-US'],
] as const;
/** km around a case's point: the size of a place people can be told to keep away from. */
const RADIUS = 0.05;
/** Events that take a warning back. */
const ENDS = new Set<CaseEvent['type']>(['withdrawn', 'closed']);
/** Events that begin one. */
const BEGINS = new Set<CaseEvent['type']>(['raised', 'reopened']);

/**
 * The message of the newest event of a case: Alert when it is raised or comes back, Cancel when it is closed or withdrawn, else
 * Update. Its identifier is the id of that event, so that the same message is always the same. Undefined when nothing
 * happened yet.
 */
export function capMessage(record: Case, events: readonly CapEvent[], source: CapSource): string | undefined {
  const newest = events.at(-1);
  if (!newest) return undefined;
  const type = ENDS.has(newest.type) ? 'Cancel' : BEGINS.has(newest.type) ? 'Alert' : 'Update';
  return xmlDocument('alert', NAMESPACE, [
    element('identifier', idOf(source, newest)),
    element('sender', source.gatewayId),
    element('sent', capTime(newest.at)),
    element('status', record.simulated ? 'Exercise' : 'Actual'),
    element('msgType', type),
    element('source', `gridwarden ${record.caseNo}`),
    element('scope', 'Restricted'),
    // To the public it goes only when a person has decided so.
    element('restriction', 'for the information office; not yet released to the public'),
    element('note', type === 'Cancel' ? (newest.reason ?? `case ${newest.type}`) : undefined),
    element('references', type === 'Alert' ? undefined : referencesOf(source, events)),
    element('incidents', record.incidentNo),
    ...LANGUAGES.map((language) => infoOf(record, newest, source, language)),
  ]);
}

function idOf({ gatewayId }: CapSource, { sequence }: CapEvent): string {
  return `${gatewayId}-${sequence}`;
}

/** The message that began this round and the one before the newest: each Update has already replaced those between. */
function referencesOf(source: CapSource, events: readonly CapEvent[]): string | undefined {
  const before = events.slice(0, -1);
  const first = before.findLastIndex(({ type }) => BEGINS.has(type));
  const named = [before[first], before.at(-1)].filter((event) => event !== undefined);
  const texts = named.map((event) => `${source.gatewayId},${idOf(source, event)},${capTime(event.at)}`);
  return texts.length === 0 ? undefined : [...new Set(texts)].join(' ');
}

function infoOf(
  record: Case,
  newest: CapEvent,
  source: CapSource,
  [name, language]: (typeof LANGUAGES)[number],
): string {
  const isOver = record.clearedAt !== undefined || ENDS.has(newest.type);
  const title = record.categoryName[name];
  return element('info', [
    element('language', language),
    element('category', source.categoryOf(record.categoryCode) ?? 'Other'),
    element('event', title),
    element('responseType', isOver ? 'AllClear' : undefined),
    element('urgency', isOver ? 'Past' : urgencyOf(record)),
    element('severity', SEVERITY[record.severity]),
    element('certainty', certaintyOf(record.certainty)),
    element('eventCode', named('gridwarden:category', record.categoryCode)),
    element('onset', capTime(record.firstAt)),
    element('expires', isOver ? undefined : capTime(Math.max(record.disposalDeadline, newest.at))),
    element('senderName', record.orgCode),
    element('headline', `${title} (${record.gridCode})`),
    element('parameter', named('gridwarden:caseNo', record.caseNo)),
    element('parameter', named('gridwarden:step', String(record.step))),
    areaOf(record),
  ]);
}

/** By how soon somebody must answer: Immediate at once, Expected within the hour (CAP 1.2 §3.2.2). */
function urgencyOf({ responseDeadline, raisedAt }: Case): string {
  const time = responseDeadline - raisedAt;
  return time <= 15 * MINUTE ? 'Immediate' : time <= 60 * MINUTE ? 'Expected' : 'Future';
}

/** CAP draws its line between Likely and Possible at one half; Observed is for what no confirmation is asked for. */
function certaintyOf(certainty: number): string {
  if (certainty >= 0.9) return 'Observed';
  if (certainty > 0.5) return 'Likely';
  return certainty > 0.1 ? 'Possible' : 'Unlikely';
}

/** WGS-84 as CAP wants it, latitude first; a case without a point has its grids only. */
function areaOf({ location, gridCode, grids }: Case): string {
  return element('area', [
    element('areaDesc', gridCode),
    element('circle', location && `${location.lat.toFixed(5)},${location.lon.toFixed(5)} ${RADIUS}`),
    ...grids.map(({ system, code }) => element('geocode', named(`gridwarden:${system}`, code))),
  ]);
}

function named(name: string, value: string): readonly string[] {
  return [element('valueName', name), element('value', value)];
}

/** A time as CAP writes it: whole seconds and an offset, never `Z`. */
export function capTime(at: number): string {
  return new Date(at + ZONE).toISOString().replace(/\.\d{3}Z$/, '+08:00');
}
