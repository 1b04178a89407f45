import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { DISTURBANCES, disturbance } from './disturbances/disturbances.ts';
import type { Disturbed, Disturber } from './disturbances/disturber.ts';
import { timeText } from './lab-clock.ts';
import { UsageError } from './usage-error.ts';

/** Longest request taken; a fault is a line. */
const MAX_BODY = 16 * 1024;
/** Names of this machine a browser may have been told to call: any other is a page that tries to reach us by its own name. */
const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** What the run tells of itself. */
export interface RunStatus {
  readonly title: string;
  readonly seed: number;
  /** Epoch ms of the city. */
  readonly now: number;
  readonly start: number;
  readonly end: number;
  readonly messages: number;
  readonly cases: number;
}

/** The switches of a run, over HTTP on loopback. */
export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const problem = (status: number, title: string, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', title, status, detail },
});

/** One that is on, as people read it. */
function shown({ id, spec, begins, ends }: Disturbed, now: number): object {
  return {
    ...{ id, ...spec, begins: timeText(begins), active: begins <= now },
    ...(Number.isFinite(ends) ? { ends: timeText(ends) } : {}),
  };
}

/** What may be asked for: kinds with their parameters as JSON Schema, and whether they are over when they have struck. */
const kinds = () =>
  DISTURBANCES.map(({ kind, once, schema }) => ({ kind, once, schema: z.toJSONSchema(schema, { io: 'input' }) }));

/** What is wrong with a fault that was asked for, in words; undefined when it is fine. */
function complaintOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  const names = DISTURBANCES.map(({ kind }) => kind).join(', ');
  if (!issue) return 'not valid';
  if (issue.path[0] === 'kind' || issue.path.length === 0) {
    if (issue.code === 'unrecognized_keys') return `unknown key ${issue.keys.join(', ')}; see GET /faults`;
    return `kind: one of ${names}`;
  }
  return `${issue.path.join('.')}: ${issue.message}`;
}

function add(disturber: Disturber, now: number, text: string): Answer {
  let wanted: unknown;
  try {
    wanted = JSON.parse(text);
  } catch {
    return problem(400, 'not JSON', 'send {"kind":"loss","share":0.05,"target":"smoke"}');
  }
  const parsed = disturbance.safeParse(wanted);
  if (!parsed.success) return problem(400, 'not a fault', complaintOf(parsed.error));
  try {
    return { status: 201, body: shown(disturber.add(parsed.data, now), now) };
  } catch (error) {
    if (error instanceof RangeError) return problem(422, 'cannot be switched on', error.message);
    throw error;
  }
}

function routed(
  { method = '', url = '' }: IncomingMessage,
  text: string,
  { disturber, status }: { readonly disturber: Disturber; status(): RunStatus },
): Answer {
  const run = status();
  const [path = '', id] = url.replace(/\?.*/, '').replace(/^\//, '').split('/');
  if (path === 'status' && method === 'GET') {
    const { now, start, end, ...rest } = run;
    const times = { now: timeText(now), start: timeText(start), end: timeText(end) };
    const share = Math.min(1, (now - start) / Math.max(1, end - start));
    return { status: 200, body: { ...rest, ...times, share, faults: disturber.list().length } };
  }
  if (path !== 'faults')
    return problem(404, 'no such path', 'GET /status, GET, POST or DELETE /faults, DELETE /faults/{id}');
  const items = disturber.list();
  if (method === 'GET')
    return { status: 200, body: { items: items.map((each) => shown(each, run.now)), kinds: kinds() } };
  if (method === 'POST') return add(disturber, run.now, text);
  if (method !== 'DELETE') return problem(405, 'no such method', 'GET, POST or DELETE');
  if (id === undefined) for (const each of items) disturber.remove(each.id);
  else if (!disturber.remove(decodeURIComponent(id)))
    return problem(404, 'no such fault', `on are: ${items.map((each) => each.id).join(', ') || 'none'}`);
  return { status: 204 };
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Starts the switches of a run on a port of this machine alone (0: any free one): `GET /status`, `GET`, `POST` and `DELETE
 * /faults`, `DELETE /faults/{id}`. What is switched acts from the next instant of the traffic on. Throws UsageError when the port is taken.
 */
export async function startControl(
  port: number,
  run: { readonly disturber: Disturber; status(): RunStatus },
): Promise<Control> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const name = (request.headers.host ?? '').replace(/:\d+$/, '');
    const text = await read(request).catch(() => '');
    const { status, body } = !OWN_NAMES.includes(name)
      ? problem(403, 'another machine', 'call it by 127.0.0.1')
      : text === undefined
        ? problem(413, 'too large', `${MAX_BODY} bytes at most`)
        : routed(request, text, run);
    if (body === undefined) response.writeHead(status).end();
    else response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    const refused = ({ message }: Error) =>
      reject(new UsageError(`--control-port ${port}: ${message}; name another, or 0 for any free one`));
    server.once('error', refused).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
