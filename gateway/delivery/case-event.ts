import { CloudEvent, HTTP } from 'cloudevents';
import { CaseEvent as CaseEventProto, proto } from '../../proto/index.ts';
import type { RuleVerdict } from '../model/candidate.ts';
import type { Case, CaseEvent } from '../model/case.ts';
import { type CaseJson, caseJson, rfc3339 } from '../model/case-json.ts';
import { phaseOf, STEP_NAMES } from '../model/case-steps.ts';

/** `data` of a case event: the case as it was after the event, and why the event happened. */
export type CaseEventData = CaseJson & { readonly reason?: string };

/** CloudEvents id: constant over every delivery of this event on every face, and the webhook's idempotency key. */
export function eventIdOf(gatewayId: string, sequence: number): string {
  return `${gatewayId}-${sequence}`;
}

/** A sequence as the 20 digits readers can compare as text (CloudEvents sequence extension). */
export function sequenceText(sequence: number): string {
  return String(sequence).padStart(20, '0');
}

/** The CloudEvents 1.0 envelope of a case event. */
export function cloudEventOf(gatewayId: string, event: CaseEvent): CloudEvent<CaseEventData> {
  return new CloudEvent<CaseEventData>({
    id: eventIdOf(gatewayId, event.sequence),
    source: `/gateway/${gatewayId}`,
    type: `cn.grid.case.${event.type}.v1`,
    subject: event.caseNo,
    time: rfc3339(event.at),
    datacontenttype: 'application/json',
    sequence: sequenceText(event.sequence),
    partitionkey: event.case.gridCode,
    data: { ...caseJson(event.case), ...(event.reason === undefined ? {} : { reason: event.reason }) },
  });
}

/** Structured mode: one JSON document with the envelope and the case in it. */
export function structuredJson(gatewayId: string, event: CaseEvent): string {
  return JSON.stringify(cloudEventOf(gatewayId, event));
}

/** The envelope as `ce-…` headers: CloudEvents binary mode, for a body that is not JSON. */
export function binaryHeaders(gatewayId: string, event: CaseEvent): Record<string, string> {
  const { 'content-type': _json, ...headers } = HTTP.binary(cloudEventOf(gatewayId, event)).headers;
  return headers as Record<string, string>;
}

/** `gridwarden.v1.CaseEvent`, for `application/protobuf`. */
export function protobufOf(gatewayId: string, event: CaseEvent): Uint8Array {
  return CaseEventProto.encode(messageOf(gatewayId, event)).finish();
}

/** The same with its length in front, so that many of them can follow each other in one answer. */
export function delimitedProtobufOf(gatewayId: string, event: CaseEvent): Uint8Array {
  return CaseEventProto.encode(messageOf(gatewayId, event)).ldelim().finish();
}

/** What a receiver is told when an operator tries it out: the envelope of a case event, and no case in it. */
export interface TestEvent {
  readonly id: string;
  readonly receiverId: string;
  /** Epoch ms. */
  readonly at: number;
}

const TEST_NOTE = 'an operator tries this receiver out: no case stands behind it; answer 2xx';

function testCloudEvent(gatewayId: string, { id, receiverId, at }: TestEvent): CloudEvent<object> {
  return new CloudEvent({
    ...{ id, source: `/gateway/${gatewayId}`, type: 'cn.grid.case.test.v1', subject: receiverId, time: rfc3339(at) },
    datacontenttype: 'application/json',
    data: { test: true, receiverId, note: TEST_NOTE },
  });
}

/** A test in structured mode. */
export function testJson(gatewayId: string, event: TestEvent): string {
  return JSON.stringify(testCloudEvent(gatewayId, event));
}

/** A test in binary mode: its headers, and a `gridwarden.v1.CaseEvent` of type `test` without a case. */
export function testProtobuf(gatewayId: string, event: TestEvent) {
  const { 'content-type': _json, ...headers } = HTTP.binary(testCloudEvent(gatewayId, event)).headers;
  const { id, at } = event;
  const body: Uint8Array = CaseEventProto.encode({ id, type: 'test', at, reason: TEST_NOTE }).finish();
  return { headers: headers as Record<string, string>, body };
}

/** Characters of organisation codes in topics; a department of another form has no topic. */
const TOPIC_WORD = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * A case event as MQTT messages, one for the organisation that dispatches and one for each further recipient. MQTT 3.1.1 has
 * no properties, so the CloudEvents MQTT binding leaves structured mode only. Restricted cases have a prefix of their own and
 * with it an ACL of their own.
 */
export function caseEventMessages(gatewayId: string, event: CaseEvent): { topic: string; payload: string }[] {
  const { restricted, orgCode, recipients = [] } = event.case;
  const prefix = restricted ? 'v1/restricted-cases' : 'v1/cases';
  const payload = structuredJson(gatewayId, event);
  const others = recipients.filter((code) => code !== orgCode && TOPIC_WORD.test(code));
  return [orgCode, ...new Set(others)].map((code) => ({ topic: `${prefix}/${code}/${event.type}`, payload }));
}

function messageOf(gatewayId: string, event: CaseEvent): InstanceType<typeof CaseEventProto> {
  return CaseEventProto.create({
    id: eventIdOf(gatewayId, event.sequence),
    sequence: event.sequence,
    type: event.type,
    at: event.at,
    case: caseMessage(event.case),
    reason: event.reason ?? '',
  });
}

function caseMessage(record: Case): InstanceType<typeof proto.Case> {
  return proto.Case.create({
    caseNo: record.caseNo,
    candidateId: record.candidateId,
    categoryCode: record.categoryCode,
    categoryName: record.categoryName,
    catalogueVersion: record.catalogueVersion,
    kind: proto.CaseKind[`CASE_KIND_${record.kind}`],
    severity: record.severity,
    certainty: record.certainty,
    step: record.step,
    subState: record.subState,
    ...(record.location ? { location: record.location } : {}),
    gridCode: record.gridCode,
    grids: record.grids.map((grid) => ({ ...grid, path: [...grid.path], type: grid.type ?? '' })),
    responsibleDept: record.responsibleDept,
    responderRole: record.responderRole,
    orgCode: record.orgCode,
    responseDeadline: record.responseDeadline,
    disposalDeadline: record.disposalDeadline,
    firstAt: record.firstAt,
    lastAt: record.lastAt,
    raisedAt: record.raisedAt,
    clearedAt: record.clearedAt ?? 0,
    closedAt: record.closedAt ?? 0,
    devices: [...record.devices],
    occurrences: record.occurrences,
    evidence: record.evidence.map((item) => ({
      kind: proto.Evidence.Kind[`KIND_${item.kind}`],
      uri: item.uri,
      capturedAt: item.capturedAt,
      note: item.note ?? '',
    })),
    verdict: verdictMessage(record.verdict),
    restricted: record.restricted,
    simulated: record.simulated,
    previousCaseNo: record.previousCaseNo ?? '',
    ...lifeMessage(record),
  });
}

/** What a case says of its life after it was raised. */
function lifeMessage(record: Case) {
  const { verification, dutyHint } = record;
  return {
    stepName: STEP_NAMES[record.step],
    phase: phaseOf(record.step, record.subState),
    layer: record.layer ?? '',
    line: record.line ?? '',
    handlingLevel: record.handlingLevel ?? '',
    escalation: record.escalation ?? 0,
    recipients: [...(record.recipients ?? [])],
    emergencyFlow: record.emergencyFlow ?? 0,
    autoAccept: record.autoAccept ?? false,
    ...(dutyHint ? { dutyHint } : {}),
    incidentNo: record.incidentNo ?? '',
    parts: [...(record.parts ?? [])],
    mergedInto: record.mergedInto ?? '',
    ...(verification ? { verification: { due: 0, reason: '', ...verification } } : {}),
    shelvedUntil: record.shelvedUntil ?? 0,
    disposedAt: record.disposedAt ?? 0,
    mode: record.mode ?? '',
  };
}

function verdictMessage(verdict: RuleVerdict): InstanceType<typeof proto.RuleVerdict> {
  const inputs = Object.entries(verdict.inputs).map(([name, value]) => [
    name,
    typeof value === 'number' ? { number: value } : typeof value === 'boolean' ? { flag: value } : { text: value },
  ]);
  return proto.RuleVerdict.create({ ...verdict, inputs: Object.fromEntries(inputs) });
}
