import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../gateway/log.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import { openInflux } from '../../gateway/series/influx.ts';
import { findInflux } from '../../gateway/series/influx-server.ts';
import type { SeriesSink } from '../../gateway/series/sink.ts';
import { eventually } from '../support/server-process.ts';
import { counter, decoded, device, hastyClock, readings, T0, value, writeTo } from './sample.ts';

type Behaviour = (body: string, request: IncomingMessage, response: ServerResponse) => number | undefined;

/** A stub InfluxDB 2: answers a write with what the next behaviour says, 204 (and keeps the lines) when none is left. */
class Stub {
  readonly lines: string[] = [];
  readonly requests: { url: string; headers: IncomingMessage['headers']; lines: number }[] = [];
  /** One for each coming write. */
  next: Behaviour[] = [];
  /** For every write that no entry of `next` is for. */
  always: Behaviour = () => 204;
  inFlight = 0;
  mostInFlight = 0;
  #server: Server;

  constructor() {
    // On a busy machine the writer gives a request up and comes again: such a body ends early.
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => {
        this.inFlight--;
        response.destroy();
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/influx`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/influx/ping') return void response.writeHead(204, { 'x-influxdb-version': 'v2.7.1' }).end();
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    let body = '';
    for await (const chunk of request) body += chunk;
    const lines = body.split('\n');
    this.requests.push({ url: request.url ?? '', headers: request.headers, lines: lines.length });
    const status = (this.next.shift() ?? this.always)(body, request, response);
    this.inFlight--;
    if (status === undefined) return;
    if (status === 204) this.lines.push(...lines);
    const error = status === 204 ? '' : JSON.stringify({ code: 'invalid', message: `refused with ${status}` });
    response.writeHead(status, { 'content-type': 'application/json' }).end(error);
  }
}

const poisoned = (body: string) => (body.includes('poison') ? 400 : 204);

describe('influx', () => {
  let stub: Stub;
  let sink: SeriesSink;
  const retries = counter();
  const log = silentLog();

  beforeEach(async () => {
    stub = new Stub();
    retries.count = 0;
    const clock = hastyClock();
    const url = await stub.listen();
    const server = await findInflux({ url, org: 'o r&g', bucket: 'b', token: 'secret' }, clock, log);
    sink = openInflux({ server, clock, log, retries, timeoutMs: 100 });
  });
  afterEach(async () => {
    await sink.close();
    await stub.close();
  });

  /** Lines that are there, without repetitions. */
  const stored = () => new Set(stub.lines).size;

  it('sends a batch as one request, uncompressed, in nanoseconds, with its token', async () => {
    await writeTo(sink, readings(2_000));
    expect(stub.requests).toHaveLength(1);
    expect(stub.requests[0]).toMatchObject({
      url: '/influx/api/v2/write?org=o%20r%26g&bucket=b&precision=ns',
      lines: 2_000,
      headers: { authorization: 'Token secret' },
    });
    expect(stub.requests[0]?.headers['content-encoding']).toBeUndefined();
  });

  it('sends nothing for nothing', async () => {
    expect(await writeTo(sink, [])).toEqual([]);
    expect(stub.requests).toEqual([]);
  });

  it('cuts a batch that is too large for one request', async () => {
    const long = 'x'.repeat(60_000);
    const batch = readings(150).map((each, seq) => decoded([value('note', long, { seq })], each.message));
    await writeTo(sink, batch);
    expect(new Set(stub.requests.map((request) => request.lines))).toEqual(new Set([133, 17]));
    const before = stub.requests.length; // a busy machine may have cost a connection, and with it a second try
    await writeTo(sink, readings(20_001));
    expect(new Set(stub.requests.map((request) => request.lines).slice(before))).toEqual(new Set([20_000, 1]));
  });

  it('has at most two writes in flight and sends the others in turn', async () => {
    const held: (() => void)[] = [];
    stub.always = (body, _request, response) => {
      stub.inFlight++;
      held.push(() => {
        stub.inFlight--;
        stub.lines.push(body);
        response.writeHead(204).end();
      });
      return undefined;
    };
    const writes = [0, 1, 2, 3, 4].map((index) => writeTo(sink, readings(1, device(), index)));
    for (let answered = 0; answered < 5; answered++) {
      await eventually('a request', () => held.length > 0);
      if (answered === 0) await eventually('two requests', () => held.length === 2);
      held.shift()?.();
    }
    await Promise.all(writes);
    expect(stub.mostInFlight).toBe(2);
    expect(stored()).toBe(5);
  });

  it.each([
    ['401', () => 401],
    ['404', () => 404],
    ['408', () => 408],
    ['429', () => 429],
    ['500', () => 500],
    ['503', () => 503],
    ['a reset connection', (_body, request) => void request.socket.destroy()],
    ['an unexpected 200', () => 200],
  ] as [string, Behaviour][])('takes %s for an outage and tries again until the batch is in', async (_name, fails) => {
    stub.next = [fails, fails, fails];
    expect(await writeTo(sink, readings(10))).toEqual([]);
    expect(stored()).toBe(10);
    expect(retries.count).toBe(3);
    expect(sink.healthy()).toBe(true);
  });

  it('takes no answer for an outage and leaves no socket behind', async () => {
    let open = 0;
    const hang: Behaviour = (_body, request) => {
      open++;
      request.socket.once('close', () => open--);
      return undefined;
    };
    stub.next = [hang, hang, hang];
    await writeTo(sink, readings(10));
    expect(stored()).toBe(10);
    await eventually('closed sockets', () => open === 0);
  });

  it('says it is not healthy while it tries again', async () => {
    stub.always = () => 503;
    const write = writeTo(sink, readings(1));
    await eventually('not healthy', () => !sink.healthy());
    stub.always = () => 204;
    await write;
    expect(sink.healthy()).toBe(true);
  });

  it('does not store a batch when closed during an outage, and says so', async () => {
    stub.always = () => 503;
    const write = writeTo(sink, readings(1));
    const failed = expect(write).rejects.toMatchObject({ code: 'INFLUX_UNREACHABLE' });
    await eventually('not healthy', () => !sink.healthy());
    await sink.close();
    await failed;
  });

  it('finds poison lines by halving and stores every neighbour', async () => {
    const batch = readings(500);
    const bad = (at: number): Decoded => {
      const poison = decoded([value('poison', 1, { seq: at })], { position: { commit: 1 + at, frame: 0 } });
      batch[at] = poison;
      return poison;
    };
    const poisons = [bad(0), bad(137), bad(499)];
    stub.always = poisoned;
    const refused = await writeTo(sink, batch);
    expect(refused.map((point) => point.position)).toEqual(poisons.map(({ message }) => message.position));
    expect(refused[0]).toMatchObject({ code: 'INFLUX_REFUSED', detail: 'refused with 400' });
    expect(stored()).toBe(497);
    expect(stub.requests.length).toBeLessThan(70);
    expect(retries.count).toBe(0);
  });

  it('goes through an outage while it halves', async () => {
    stub.always = poisoned;
    const fails: Behaviour = () => 503;
    stub.next = [poisoned, fails, poisoned, fails, fails, (_body, request) => void request.socket.destroy()];
    const batch = [...readings(7), decoded([value('poison', 1, { time: T0 })])];
    const refused = await writeTo(sink, batch);
    expect(refused).toHaveLength(1);
    expect(stored()).toBe(7);
  });

  it('halves what the server finds too large', async () => {
    stub.always = (body) => (body.length > 4_000 ? 413 : 204);
    const refused = await writeTo(sink, readings(500));
    expect(refused).toEqual([]);
    expect(stored()).toBe(500);
  });
});
