/**
 * The published contract as a stranger reads it: what the gateway serves at /openapi.json, /asyncapi.json and /proto, and nothing
 * of its code.
 */
import { Ajv } from 'ajv';
import protobuf from 'protobufjs';

/** What every face hands over. */
export interface CaseEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly time: string;
  readonly data: { readonly caseNo: string; readonly orgCode: string; readonly [member: string]: unknown };
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: { readonly parameters: readonly { name: string }[] } }>>;
}

interface AsyncApi {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly operations: Readonly<
    Record<string, { readonly bindings: { readonly mqtt: { readonly qos: 0 | 1; readonly retain: boolean } } }>
  >;
}

export interface Contract {
  /** The address of an operation. Throws when the document does not have it. */
  url(method: string, path: string): string;
  /** The topic of a channel with its words filled in, and how it is to be used. */
  topic(channel: string, words?: Readonly<Record<string, string>>): { topic: string; qos: 0 | 1; retain: boolean };
  /** Names of the headers that webhooks carry. */
  readonly webhookHeaders: readonly string[];
  /** What is wrong with a case event, by the schema of one of the two documents. */
  faults(document: 'openapi' | 'asyncapi', event: unknown): readonly string[];
  /** Reads a `gridwarden.v1.CaseEvent`. */
  decode(body: Uint8Array): Readonly<Record<string, unknown>>;
}

async function fetched(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

/** The message as the `.proto` files describe it, imports and all. */
async function caseEventType(http: string): Promise<protobuf.Type> {
  const root = new protobuf.Root();
  const files = ['gridwarden/v1/case.proto'];
  for (const file of files) {
    const { imports = [] } = protobuf.parse(await fetched(`${http}/proto/${file}`), root, { keepCase: false });
    for (const one of imports) if (!files.includes(one)) files.push(one);
  }
  root.resolveAll();
  return root.lookupType('gridwarden.v1.CaseEvent');
}

/** Reads the contract that the gateway at this address publishes. */
export async function readContract(http: string): Promise<Contract> {
  const openapi = JSON.parse(await fetched(`${http}/openapi.json`)) as OpenApi;
  const asyncapi = JSON.parse(await fetched(`${http}/asyncapi.json`)) as AsyncApi;
  const type = await caseEventType(http);
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const checks = Object.fromEntries(
    Object.entries({ openapi, asyncapi }).map(([name, document]) => {
      ajv.addSchema(document, name);
      return [name, ajv.compile({ $ref: `${name}#/components/schemas/CaseEvent` })];
    }),
  );
  return {
    url(method, path) {
      if (!openapi.paths[path]?.[method]) throw new Error(`/openapi.json has no ${method} ${path}`);
      return http + path;
    },
    topic(channel, words = {}) {
      const [address, mqtt] = [asyncapi.channels[channel]?.address, asyncapi.operations[channel]?.bindings.mqtt];
      if (!address || !mqtt) throw new Error(`/asyncapi.json has no channel ${channel}`);
      return { topic: address.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '+'), ...mqtt };
    },
    webhookHeaders: openapi.webhooks['caseEvent']?.post.parameters.map(({ name }) => name) ?? [],
    faults(document, event) {
      const check = checks[document];
      if (!check) throw new Error(`there is no document ${document}`);
      return check(event) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    },
    decode: (body) => type.toObject(type.decode(body), { longs: Number, enums: String, defaults: true }),
  };
}
