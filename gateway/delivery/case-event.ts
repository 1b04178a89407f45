import { CloudEvent, HTTP } from 'cloudevents';
import { CaseEvent as CaseEventProto, proto } from '../../proto/index.ts';
import type { RuleVerdict } from '../model/candidate.ts';
import type { Case, CaseEvent } from '../model/case.ts';
import { type CaseJson, caseJson, rfc3339 } from '../model/case-json.ts';

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

/**
 * A case event as an MQTT message. MQTT 3.1.1 has no properties, so the CloudEvents MQTT binding leaves structured mode only.
 * Restricted cases have a prefix of their own and with it an ACL of their own.
 */
export function caseEventMessage(gatewayId: string, event: CaseEvent): { topic: string; payload: string } {
  const prefix = event.case.restricted ? 'v1/restricted-cases' : 'v1/cases';
  return { topic: `${prefix}/${event.case.orgCode}/${event.type}`, payload: structuredJson(gatewayId, event) };
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
    grids: record.grids.map((grid) => ({ ...grid, path: [...grid.path] })),
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
  });
}

function verdictMessage(verdict: RuleVerdict): InstanceType<typeof proto.RuleVerdict> {
  const inputs = Object.entries(verdict.inputs).map(([name, value]) => [
    name,
    typeof value === 'number' ? { number: value } : typeof value === 'boolean' ? { flag: value } : { text: value },
  ]);
  return proto.RuleVerdict.create({ ...verdict, inputs: Object.fromEntries(inputs) });
}
