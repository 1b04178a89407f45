import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCase } from '../support/case-log.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  security?: object[];
  parameters?: { name: string; in: string; schema: object }[];
  requestBody?: {
    content: Record<string, { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }>;
  };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: { schemas: Record<string, object>; securitySchemes: object };
}

let rig: HttpRig;
let document: Document;
const routes: { method: string; path: string }[] = [];

beforeAll(async () => {
  rig = await openHttpRig({ lab: true });
  const port = await rig.http.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  document = (await answer.json()) as Document;
  // The router prints a tree: each line holds what its path adds to its parent's.
  const stack: string[] = [];
  for (const line of rig.http.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods] = /^(.*?)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    const depth = indent.length / 4;
    stack.splice(depth, stack.length, part);
    for (const method of methods?.split(', ') ?? []) routes.push({ method, path: stack.join('') });
  }
});
afterAll(() => rig.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
/** Checks a value against a schema of the document. */
const fits = (schema: object, value: unknown) => {
  const ajv = new Ajv({ strict: false, formats: { 'date-time': true, binary: true } });
  const valid = ajv.validate({ ...schema, components: document.components }, value);
  return valid ? [] : ajv.errors;
};

it('serves the protobuf files by the names they import each other by', async () => {
  const get = (file: string) => rig.http.app.inject(`/proto/gridwarden/v1/${file}`);
  const { body, headers } = await get('case.proto');
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  for (const [, file = ''] of body.matchAll(/import "gridwarden\/v1\/(\w+\.proto)"/g))
    expect((await get(file)).statusCode, file).toBe(200);
  expect(body).toContain('message CaseEvent {');
  for (const no of ['../../package.json', 'case.proto.bak', '%2e%2e%2fbuf.yaml'])
    expect((await get(no)).statusCode, no).toBeGreaterThanOrEqual(400);
});

describe('the OpenAPI document', () => {
  it('is version 3.1 and says what it describes', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'gridwarden', version: '0.0.0-test' } });
    expect(Object.keys(document.components.schemas).sort()).toEqual([
      'Case',
      'CaseEvent',
      'Device',
      'Problem',
      'Receiver',
    ]);
  });

  it('documents every operation with a summary, a tag, its rights and its answers', () => {
    expect(operations().length).toBeGreaterThan(30);
    for (const { path, method, operation } of operations()) {
      const where = `${method} ${path}`;
      expect(operation.summary, where).toBeTruthy();
      expect(operation.tags?.length, where).toBe(1);
      expect(operation.security, where).toBeDefined();
      if (operation.security?.length) expect(operation.description, where).toMatch(/Roles: .*admin\./);
      expect(Object.keys(operation.responses), where).toContain('4XX');
      expect(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        where,
      ).toBe(true);
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(operation.parameters?.filter((p) => p.in === 'path').map((p) => p.name) ?? [], where).toEqual(names);
    }
  });

  it('says what webhook receivers are sent, and how they verify it', () => {
    const { post } = document.webhooks['caseEvent'] ?? {};
    expect(post?.parameters?.map(({ name }) => name)).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
    expect(post?.requestBody?.content['application/cloudevents+json']).toEqual({
      schema: { $ref: '#/components/schemas/CaseEvent' },
    });
    expect(Object.keys(document.webhooks)).toEqual(['caseEvent', 'testEvent']);
  });

  it('holds every path of the contract', () => {
    for (const path of [
      ...['/livez', '/readyz', '/healthz', '/metrics', '/openapi.json', '/v1/cases', '/v1/cases/{caseNo}'],
      ...['/v1/cases/{caseNo}/explain', '/v1/cases/{caseNo}/feedback', '/v1/explain', '/v1/case-events'],
      ...[
        '/v1/case-events/stream',
        '/v1/receivers',
        '/v1/receivers/{receiverId}/replay',
        '/v1/deliveries',
        '/v1/devices',
      ],
      ...['/v1/devices/{vendor}/{device}', '/v1/devices/{vendor}/{device}/token', '/v1/device-types', '/v1/series'],
      ...['/v1/grids', '/v1/grids/locate', '/v1/catalogue', '/v1/dead-letters', '/v1/dead-letters/replay'],
      ...['/v1/receivers/{receiverId}', '/v1/receivers/{receiverId}/test', '/proto/gridwarden/v1/{file}'],
      ...[
        '/v1/accounts',
        '/v1/lab/clock',
        '/v1/kpis',
        '/v1/samples',
        '/v1/cases/{caseNo}/ledger',
        '/v1/cases/{caseNo}/shelve',
      ],
    ])
      expect(document.paths).toHaveProperty([path]);
  });

  it('holds every route of the server', () => {
    const documented = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    const served: string[] = [];
    // Where cameras push to is told to each camera alone.
    for (const { method, path } of routes)
      if (method !== 'HEAD' && !path.startsWith('/onvif/')) served.push(`${method} ${path}`);
    expect(served.length).toBe(documented.length);
    for (const route of served) expect(documented).toContain(route.replaceAll(/:(\w+)/g, '{$1}'));
  });

  it('gives examples that fit their schemas', () => {
    let examples = 0;
    for (const { path, method, operation } of operations()) {
      for (const { schema, example, examples: more = {} } of Object.values(operation.requestBody?.content ?? {})) {
        for (const value of [
          ...(example === undefined ? [] : [example]),
          ...Object.values(more).map((one) => one.value),
        ]) {
          examples++;
          expect(fits(schema, value), `${method} ${path}`).toEqual([]);
        }
      }
    }
    expect(examples).toBeGreaterThan(6);
  });

  it('describes what the server really answers', async () => {
    rig.cases.set('2512S0000001', sampleCase());
    await rig.log.append('raised', sampleCase(), rig.clock.now(), 'smoke');
    rig.deadLetters.push({
      deadLetterId: 'd',
      deviceId: 'a/b',
      topic: 't',
      code: 'c',
      detail: 'd',
      receivedAt: 1,
      size: 1,
    });
    rig.series.values.push({ time: 1, value: 2 });
    const call = async (method: string, url: string, payload?: object) => {
      const answer = await rig.http.app.inject({
        method: method.toUpperCase() as 'GET',
        url,
        headers: bearer('operator'),
        ...(payload ? { payload } : {}),
      });
      return { status: String(answer.statusCode), json: answer.json() as unknown };
    };
    for (const [method, url, path, payload] of [
      ['put', '/v1/devices/acme/s1', '/v1/devices/{vendor}/{device}', { typeId: 'smoke', simulated: true }],
      ['get', '/v1/devices', '/v1/devices'],
      ['post', '/v1/receivers', '/v1/receivers', { receiverId: 'r1', url: 'https://dispatch.example/', after: 0 }],
      ['get', '/v1/receivers', '/v1/receivers'],
      ['get', '/v1/deliveries', '/v1/deliveries'],
      ['get', '/v1/cases', '/v1/cases'],
      ['get', '/v1/cases/2512S0000001', '/v1/cases/{caseNo}'],
      ['get', '/v1/cases/2512S0000001/ledger', '/v1/cases/{caseNo}/ledger'],
      [
        'post',
        '/v1/cases/2512S0000001/feedback',
        '/v1/cases/{caseNo}/feedback',
        { feedbackId: 'f', type: 'ACCEPTED', at: 1, evidence: [{ uri: '/x' }] },
      ],
      ['get', '/v1/cases/2512S0000001/feedback', '/v1/cases/{caseNo}/feedback'],
      ['post', '/v1/cases/2512S0000001/withdraw', '/v1/cases/{caseNo}/withdraw', { reason: 'x' }],
      ['get', '/v1/kpis?from=0&to=1', '/v1/kpis'],
      ['get', '/v1/samples?from=0&to=1', '/v1/samples'],
      ['get', '/v1/case-events', '/v1/case-events'],
      ['get', '/v1/series?device=a/b&channel=c', '/v1/series'],
      ['get', '/v1/grids/locate?lon=1&lat=2&crs=wgs84', '/v1/grids/locate'],
      ['get', '/v1/catalogue', '/v1/catalogue'],
      ['get', '/v1/device-types', '/v1/device-types'],
      ['get', '/v1/dead-letters', '/v1/dead-letters'],
      ['get', '/v1/accounts', '/v1/accounts'],
      ['get', '/readyz', '/readyz'],
      ['get', '/healthz', '/healthz'],
    ] as const) {
      const { status, json } = await call(method, url, payload);
      const [media] = Object.values(document.paths[path]?.[method]?.responses[status]?.content ?? {});
      expect(media, `${method} ${url} → ${status}`).toBeDefined();
      expect(fits(media?.schema ?? {}, json), `${method} ${url}`).toEqual([]);
    }
  });
});
