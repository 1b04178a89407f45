import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { CASE_EVENT_TYPES } from '../model/case.ts';
import payloads from './contract/mqtt-payloads.json' with { type: 'json' };
import { caseDocument, caseEvent } from './documents.ts';
import { feedbackBody } from './feedback.ts';
import { NAME } from './schemas.ts';

const DESCRIPTION = `The MQTT 3.1.1 face: what devices and organisations publish (\`receive\`) and what the gateway sends them (\`send\`).
A PUBACK means that the message is on disk. Devices log in as \`{vendor}/{device}\`, organisations as \`org/{orgCode}\`; the client id is the
user name, or the user name with a suffix (\`{vendor}/{device}/{suffix}\`). Who logs in as a device may leave its own name to the
broker: \`v1/me/telemetry\` is \`v1/{vendor}/{device}/telemetry\`, for every topic of the device.`;

/** One topic: what stands on it, who sends it, and how. */
interface Channel {
  readonly address: string;
  /** From the gateway's side. */
  readonly action: 'send' | 'receive';
  readonly summary: string;
  readonly contentType: string;
  /** Name of a schema; absent for bytes that JSON Schema cannot describe. */
  readonly schema?: string;
  /** File of the protobuf message, below proto/gridwarden/v1. */
  readonly proto?: string;
  readonly qos: 0 | 1;
  readonly retain?: boolean;
}

const JSON_TYPE = 'application/json';
const up = (suffix: string) => ({ address: `v1/{vendor}/{device}/${suffix}`, action: 'receive', qos: 1 }) as const;

/** Every topic there is. A reserved vendor (me, cases, restricted-cases, feedback, org) tells them apart. */
const CHANNELS: Readonly<Record<string, Channel>> = {
  telemetry: { ...up('telemetry'), summary: 'Channel values', contentType: JSON_TYPE, schema: 'Telemetry' },
  telemetryProtobuf: {
    ...{ ...up('telemetry/pb'), summary: 'Channel values as gridwarden.v1.Telemetry' },
    ...{ contentType: 'application/protobuf', proto: 'telemetry.proto' },
  },
  telemetrySenml: {
    ...up('telemetry/senml'),
    summary: 'Channel values as SenML (RFC 8428)',
    contentType: 'application/senml+json',
  },
  telemetryCbor: {
    ...up('telemetry/cbor'),
    summary: 'Channel values: the JSON document as CBOR',
    contentType: 'application/cbor',
  },
  event: {
    ...{ ...up('event'), summary: 'Something went on, went off, or happened' },
    ...{ contentType: JSON_TYPE, schema: 'DeviceEvent' },
  },
  eventProtobuf: {
    ...{ ...up('event/pb'), summary: 'Something went on, went off, or happened, as gridwarden.v1.DeviceEvent' },
    ...{ contentType: 'application/protobuf', proto: 'telemetry.proto' },
  },
  status: {
    ...{ ...up('status'), summary: 'Presence, retained; also the last will', retain: true },
    ...{ contentType: JSON_TYPE, schema: 'Status' },
  },
  raw: {
    ...up('raw/{protocol}'),
    summary: 'Frames of another standard: hj212, gb26875; of an unknown one they are kept as dead letters',
    contentType: 'application/octet-stream',
  },
  rejected: {
    address: 'v1/{vendor}/{device}/down/rejected',
    summary: 'What was wrong with a message of the device: at most one notice a second, then one with `count`',
    ...{ action: 'send', qos: 0, contentType: JSON_TYPE, schema: 'Rejected' },
  },
  health: {
    address: 'v1/{vendor}/{device}/down/health',
    summary: 'How the device is seen from here: at most once a minute, a message that is not believed at once',
    ...{ action: 'send', qos: 0, retain: true, contentType: JSON_TYPE, schema: 'Health' },
  },
  config: {
    address: 'v1/{vendor}/{device}/down/config',
    summary: 'How often the device is asked to report, and the limits it is judged by; told again whenever they change',
    ...{ action: 'send', qos: 1, retain: true, contentType: JSON_TYPE, schema: 'Config' },
  },
  caseEvents: {
    address: 'v1/cases/{orgCode}/{verb}',
    summary: 'Case events of an organisation, live; gaps in `sequence` are filled from GET /v1/case-events',
    ...{ action: 'send', qos: 1, contentType: 'application/cloudevents+json', schema: 'CaseEvent' },
  },
  restrictedCaseEvents: {
    address: 'v1/restricted-cases/{orgCode}/{verb}',
    summary: 'Case events of restricted cases, for operators only',
    ...{ action: 'send', qos: 1, contentType: 'application/cloudevents+json', schema: 'CaseEvent' },
  },
  feedback: {
    address: 'v1/feedback/{orgCode}',
    summary: 'What a dispatch platform did with a case',
    ...{ action: 'receive', qos: 1, contentType: JSON_TYPE, schema: 'Feedback' },
  },
  feedbackRejected: {
    address: 'v1/feedback/{orgCode}/rejected',
    summary: 'Why feedback could not be applied, or what else the organisation may not publish',
    ...{ action: 'send', qos: 0, contentType: JSON_TYPE, schema: 'Rejected' },
  },
};

const named = (description: string, example: string) => ({
  description: `${description}, ${NAME}`,
  examples: [example],
});
const PARAMETERS: Readonly<Record<string, object>> = {
  vendor: named('vendor of the device', 'acme'),
  device: named('device name inside the vendor', 'smoke-17'),
  orgCode: named('organisation that dispatches', '610104002'),
  protocol: { description: 'name of a tunnelled protocol, ^[a-z0-9]{1,32}$', examples: ['hj212', 'gb26875'] },
  verb: { description: 'what happened to the case', enum: CASE_EVENT_TYPES },
};

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

function payloadOf({ schema, proto }: Channel): object {
  if (schema) return { payload: ref('schemas', schema) };
  if (!proto) return {};
  const text = readFileSync(new URL(`../../proto/gridwarden/v1/${proto}`, import.meta.url), 'utf8');
  return { payload: { schemaFormat: 'application/vnd.google.protobuf;version=3', schema: text } };
}

function channelOf(name: string, channel: Channel): object {
  const parameters = [...channel.address.matchAll(/\{(\w+)\}/g)].map(([, word = '']) => word);
  const { contentType, summary } = channel;
  return {
    address: channel.address,
    parameters: Object.fromEntries(parameters.map((word) => [word, ref('parameters', word)])),
    messages: { [name]: { name, summary, contentType, ...payloadOf(channel) } },
  };
}

function operationOf(name: string, { action, summary, qos, retain = false }: Channel): object {
  return {
    ...{ action, summary, channel: { $ref: `#/channels/${name}` } },
    messages: [{ $ref: `#/channels/${name}/messages/${name}` }],
    bindings: { mqtt: { qos, retain, bindingVersion: '0.2.0' } },
  };
}

/** The schemas of all payloads; those the HTTP face has, too, are the same. */
function schemas(): object {
  const { examples: _http, required, ...feedback } = feedbackBody;
  // Without a path that names the case, the document has to.
  const own = {
    Case: caseDocument,
    CaseEvent: caseEvent,
    Feedback: { ...feedback, required: [...required, 'caseNo'] },
  };
  const text = JSON.stringify({ ...payloads, ...own }, (key, value) => (key === '$id' ? undefined : value));
  return JSON.parse(text.replaceAll(/"(\w+)#"/g, '"#/components/schemas/$1"'));
}

const server = (protocol: string, port: string, more: object) => ({
  ...{ host: '{host}:{port}', protocol, security: [ref('securitySchemes', 'login')] },
  variables: { host: { default: '127.0.0.1' }, port: { default: port } },
  ...more,
});

/** The MQTT face as an AsyncAPI 3.0 document: a pure function of the tables above. */
export function asyncApi(version: string): object {
  const each = (make: (name: string, channel: Channel) => object) =>
    Object.fromEntries(Object.entries(CHANNELS).map(([name, channel]) => [name, make(name, channel)]));
  return {
    asyncapi: '3.0.0',
    info: { title: 'gridwarden', version, description: DESCRIPTION },
    defaultContentType: JSON_TYPE,
    servers: {
      mqtt: server('mqtt', '1883', { protocolVersion: '3.1.1' }),
      websocket: server('ws', '8080', { pathname: '/mqtt', description: 'MQTT over WebSocket, on the HTTP port' }),
    },
    channels: each(channelOf),
    operations: each(operationOf),
    components: {
      schemas: schemas(),
      parameters: PARAMETERS,
      securitySchemes: { login: { type: 'userPassword', description: 'user name as above and its password or token' } },
    },
  };
}

/** Serves the document at `/asyncapi.json`, open like the one of the HTTP face. */
export function registerAsyncApi(app: FastifyInstance, version: string): void {
  const document = asyncApi(version);
  app.route({
    method: 'GET',
    url: '/asyncapi.json',
    config: { access: 'open' },
    schema: {
      tags: ['about'],
      summary: 'The MQTT face',
      response: { 200: { description: 'AsyncAPI 3.0', type: 'object' } },
    },
    handler: async () => document,
  });
}
