import protobuf from 'protobufjs';
import { request } from 'undici';
import { z } from 'zod';
import { checkKind } from '../check.ts';
import type { Stand } from '../stand.ts';
import { Unmet } from '../unmet.ts';

/** A field that no version of the contract has: what a later version may bring. */
const NEW_FIELD = Uint8Array.from([
  ...protobuf.Writer.create()
    .uint32((19_000 << 3) | 0)
    .uint32(7)
    .finish(),
]);

async function fetched(stand: Stand, path: string, accept: string): Promise<Buffer> {
  const { host, port } = stand.gateway.address.http;
  const { statusCode, body } = await request(`http://${host}:${port}${path}`, { headers: { accept } });
  const bytes = Buffer.from(await body.arrayBuffer());
  if (statusCode !== 200) throw new Unmet(`GET ${path} answered ${statusCode}: ${bytes.toString('utf8', 0, 200)}`);
  return bytes;
}

/** `gridwarden.v1.CaseEvent` as the gateway publishes it, imports and all. */
async function publishedEvent(stand: Stand): Promise<protobuf.Type> {
  const root = new protobuf.Root();
  const files = ['gridwarden/v1/case.proto'];
  for (const file of files) {
    const text = (await fetched(stand, `/proto/${file}`, '*/*')).toString('utf8');
    for (const one of protobuf.parse(text, root).imports ?? []) if (!files.includes(one)) files.push(one);
  }
  root.resolveAll();
  return root.lookupType('gridwarden.v1.CaseEvent');
}

/** Messages of a delimited stream, as bytes. */
function messagesOf(stream: Buffer): Uint8Array[] {
  const reader = protobuf.Reader.create(stream);
  const messages: Uint8Array[] = [];
  while (reader.pos < reader.len) messages.push(reader.bytes());
  return messages;
}

/**
 * A consumer that knows nothing but what the gateway publishes reads the feed: so many events, and the same again when every
 * message has grown by a field of a later version.
 */
export const publishedCheck = checkKind(
  'published',
  { events: z.int().min(1), orgCodes: z.array(z.string()) },
  async (stand, { events, orgCodes }) => {
    const type = await publishedEvent(stand);
    const stream = await fetched(stand, '/v1/case-events?after=0&limit=100', 'application/protobuf');
    const messages = messagesOf(stream);
    if (messages.length !== events) throw new Unmet(`${messages.length} events by protobuf, expected ${events}`);
    const read = (bytes: Uint8Array) => type.toObject(type.decode(bytes), { longs: String }) as CaseEventRead;
    const later = messages.map((bytes) => read(Buffer.concat([bytes, NEW_FIELD])));
    const orgs = messages.map((bytes, index) => {
      const now = read(bytes);
      const then = later[index];
      if (!now.case?.caseNo || then?.case?.caseNo !== now.case.caseNo)
        throw new Unmet(`a later version of event ${index + 1} is read as ${JSON.stringify(then?.case?.caseNo)}`);
      return now.case.orgCode;
    });
    if (new Set(orgs).size !== orgCodes.length || orgCodes.some((code) => !orgs.includes(code)))
      throw new Unmet(`events of ${[...new Set(orgs)].join(', ')}, expected ${orgCodes.join(', ')}`);
    return 1 + messages.length * 2 + orgCodes.length;
  },
);

interface CaseEventRead {
  readonly case?: { readonly caseNo: string; readonly orgCode: string };
}
