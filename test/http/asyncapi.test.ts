import { describe, expect, it, onTestFinished } from 'vitest';
import { asyncApi } from '../../gateway/http/asyncapi.ts';
import { CASE_EVENT_TYPES } from '../../gateway/model/case.ts';
import { type DeviceMessages, faults, golden, topics } from '../contract/contract.ts';
import { openHttpRig } from '../support/http-rig.ts';

interface Message {
  readonly contentType: string;
  readonly payload?: { readonly $ref?: string; readonly schema?: string };
}
interface Document {
  readonly asyncapi: string;
  readonly info: { readonly version: string };
  readonly channels: Record<string, { address: string; parameters: object; messages: Record<string, Message> }>;
  readonly operations: Record<
    string,
    { action: string; channel: { $ref: string }; bindings: { mqtt: { qos: number; retain: boolean } } }
  >;
  readonly components: {
    schemas: Record<string, { examples?: readonly unknown[] }>;
    parameters: Record<string, object>;
  };
}

const document = asyncApi('0.0.0-test') as Document;
const { schemas } = document.components;

describe('the AsyncAPI document', () => {
  it('has every topic of the contract and no other, as the contract says', () => {
    const addresses = Object.values(document.channels).map(({ address }) => address);
    expect(addresses.sort()).toEqual(topics.map(({ topic }) => topic).sort());
    for (const { topic, direction, qos, retain, payload } of topics) {
      const [name = '', channel] = Object.entries(document.channels).find(([, { address }]) => address === topic) ?? [];
      const operation = document.operations[name];
      expect(operation, topic).toMatchObject({
        ...{ action: direction === 'up' || direction === 'in' ? 'receive' : 'send' },
        ...{ channel: { $ref: `#/channels/${name}` }, bindings: { mqtt: { qos, retain } } },
      });
      const [message] = Object.values(channel?.messages ?? {});
      expect(message?.payload?.$ref, topic).toBe(payload && `#/components/schemas/${payload}`);
    }
  });

  it('refers to nothing that is not in it', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
    expect(refs.length).toBeGreaterThan(50);
    for (const ref of refs) {
      const [top, ...path] = ref.split('/');
      expect(top).toBe('#');
      expect(
        path.reduce((at: unknown, key) => (at as Record<string, unknown>)?.[key], document),
        ref,
      ).toBeDefined();
    }
  });

  it('explains every word in braces', () => {
    for (const { address, parameters } of Object.values(document.channels))
      expect(Object.keys(parameters)).toEqual([...address.matchAll(/\{(\w+)\}/g)].map(([, word]) => word));
    expect(document.components.parameters['verb']).toMatchObject({ enum: CASE_EVENT_TYPES });
  });

  it('has the text of protobuf messages', () => {
    const texts = Object.values(document.channels).flatMap(({ messages }) =>
      Object.values(messages).flatMap(({ payload, contentType }) =>
        payload?.schema ? [[contentType, payload.schema]] : [],
      ),
    );
    expect(texts).toHaveLength(2);
    for (const [contentType, text] of texts) {
      expect(contentType).toBe('application/protobuf');
      expect(text).toMatch(/message Telemetry \{[\s\S]*message DeviceEvent \{/);
    }
  });

  it('has schemas that the golden documents fit, and wrong ones do not', () => {
    const feedback = golden<{
      accepted: { document: object }[];
      refused: { document: object; beyondSchema?: true }[];
    }>('feedback');
    for (const each of feedback.accepted) expect(faults(each.document, 'Feedback', schemas)).toEqual([]);
    for (const each of feedback.refused)
      expect(faults(each.document, 'Feedback', schemas).length === 0).toBe(each.beyondSchema ?? false);
    const nameless = { ...feedback.accepted[0]?.document, caseNo: undefined };
    expect(faults(nameless, 'Feedback', schemas)).toEqual([expect.stringContaining('caseNo')]);
    for (const { payload } of golden<DeviceMessages>('telemetry').accepted)
      expect(faults(payload, 'Telemetry', schemas)).toEqual([]);
  });

  it('gives examples that fit', () => {
    const examples = Object.entries(schemas).flatMap(([name, { examples = [] }]) =>
      examples.map((each) => [name, each]),
    );
    expect(examples.length).toBeGreaterThan(5);
    for (const [name, example] of examples) expect(faults(example, name as string, schemas)).toEqual([]);
  });

  it('is served to everybody', async () => {
    const rig = await openHttpRig();
    onTestFinished(() => rig.stop());
    const answer = await rig.http.app.inject({ url: '/asyncapi.json' });
    expect([answer.statusCode, answer.json()]).toEqual([200, JSON.parse(JSON.stringify(document))]);
  });
});
