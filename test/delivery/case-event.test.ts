import { readFileSync } from 'node:fs';
import { CloudEvent } from 'cloudevents';
import protobuf from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import {
  binaryHeaders,
  caseEventMessages,
  delimitedProtobufOf,
  protobufOf,
  sequenceText,
  structuredJson,
} from '../../gateway/delivery/case-event.ts';
import type { CaseEvent } from '../../gateway/model/case.ts';
import { CaseEvent as CaseEventProto, proto } from '../../proto/index.ts';

interface Golden {
  readonly gatewayId: string;
  readonly events: readonly { readonly name: string; readonly event: CaseEvent; readonly cloudEvent: object }[];
}

const golden = JSON.parse(readFileSync(new URL('../contract/case-events.json', import.meta.url), 'utf8')) as Golden;
const [first, second] = golden.events;
if (!first || !second) throw new Error('the golden file holds two events');

describe('case events', () => {
  it.each(golden.events)('prints the golden CloudEvent: $name', ({ event, cloudEvent }) => {
    const printed = JSON.parse(structuredJson(golden.gatewayId, event));
    expect(printed).toEqual(cloudEvent);
    // The library's own validation accepts what was printed.
    expect(new CloudEvent(printed).validate()).toBe(true);
  });

  it('keeps correlation internals inside', () => {
    expect(structuredJson('gw1', first.event)).not.toMatch(/activeEpisodes|attachKey/);
  });

  it('orders sequences as text like as numbers', () => {
    const texts = [9, 10, 99_999, 2 ** 53 - 1].map(sequenceText);
    expect([...texts].sort()).toEqual(texts);
    expect(texts.every((text) => text.length === 20)).toBe(true);
  });

  it.each(golden.events)('says the same in protobuf: $name', ({ event }) => {
    const decoded = CaseEventProto.decode(protobufOf('gw1', event));
    expect(decoded).toMatchObject({
      id: `gw1-${event.sequence}`,
      sequence: event.sequence,
      type: event.type,
      at: event.at,
    });
    const record = decoded.case;
    expect(record).toMatchObject({
      caseNo: event.caseNo,
      kind: proto.CaseKind[`CASE_KIND_${event.case.kind}`],
      severity: event.case.severity,
      responseDeadline: event.case.responseDeadline,
      clearedAt: event.case.clearedAt ?? 0,
      closedAt: event.case.closedAt ?? 0,
      previousCaseNo: event.case.previousCaseNo ?? '',
      devices: event.case.devices,
    });
    expect(record?.location?.lon).toBe(event.case.location?.lon);
    expect(record?.verdict?.inputs).toMatchObject({ smoke: { number: 0.12 }, held: { flag: true } });
    expect(record?.evidence?.[0]?.kind).toBe(proto.Evidence.Kind[`KIND_${event.case.evidence[0]?.kind ?? 'DOC'}`]);
  });

  it('writes protobufs one behind the other with their length', () => {
    const reader = protobuf.Reader.create(
      Buffer.concat(golden.events.map(({ event }) => delimitedProtobufOf('gw1', event))),
    );
    const sequences: number[] = [];
    while (reader.pos < reader.len) sequences.push(CaseEventProto.decode(reader, reader.uint32()).sequence);
    expect(sequences).toEqual([1, 42]);
  });

  it('has the envelope as headers for a binary body', () => {
    expect(binaryHeaders('gw1', first.event)).toEqual({
      'ce-id': 'gw1-1',
      'ce-source': '/gateway/gw1',
      'ce-type': 'cn.grid.case.raised.v1',
      'ce-specversion': '1.0',
      'ce-subject': '2512S0000001',
      'ce-time': '2025-12-03T00:00:00.250Z',
      'ce-sequence': '00000000000000000001',
      'ce-partitionkey': '61010400100101',
    });
  });

  it('goes to the topic of its organisation, restricted cases to one of their own', () => {
    const [message, ...others] = caseEventMessages('gw1', first.event);
    expect([message?.topic, others]).toEqual(['v1/cases/lianhu/raised', []]);
    expect(JSON.parse(message?.payload ?? '')).toEqual(first.cloudEvent);
    const restricted = { ...second.event, case: { ...second.event.case, restricted: true } };
    expect(caseEventMessages('gw1', restricted).map(({ topic }) => topic)).toEqual([
      'v1/restricted-cases/lianhu/closed',
    ]);
  });

  it('goes to every further recipient as well, once each, but to none whose name is no topic', () => {
    const recipients = ['610104', 'lianhu', 'fire', '610104', 'a/b', '+', ''];
    const messages = caseEventMessages('gw1', { ...first.event, case: { ...first.event.case, recipients } });
    expect(messages.map(({ topic }) => topic)).toEqual([
      'v1/cases/lianhu/raised',
      'v1/cases/610104/raised',
      'v1/cases/fire/raised',
    ]);
    expect(new Set(messages.map(({ payload }) => payload)).size).toBe(1);
  });
});
