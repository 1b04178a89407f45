import protobuf from 'protobufjs/minimal.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Case } from '../../gateway/model/case.ts';
import { CaseEvent } from '../../proto/index.ts';
import { sampleCase } from '../support/case-log.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
let origin: string;
beforeEach(async () => {
  rig = await openHttpRig();
  origin = `http://127.0.0.1:${await rig.http.listen({ host: '127.0.0.1', port: 0 })}`;
});
afterEach(() => rig.stop());

const append = (changes: Partial<Case> = {}) => rig.log.append('raised', sampleCase(changes), rig.clock.now());
const get = (path: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(`${origin}${path}`, { headers: { ...bearer('dispatcher'), ...headers }, ...(signal ? { signal } : {}) });
const sequencesOf = async (answer: Response) =>
  ((await answer.json()) as { sequence: string }[]).map(({ sequence }) => Number(sequence));

/** Reads a stream of server-sent events message by message. */
async function* messages(
  answer: Response,
): AsyncGenerator<{ id?: string; event?: string; data?: string; comment?: string }> {
  let rest = '';
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    rest += read.value;
    const parts = rest.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts)
      yield Object.fromEntries(
        part
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')) || 'comment', line.slice(line.indexOf(':') + 2)]),
      );
  }
}
const take = async (answer: Response, count: number) => {
  const taken: { id?: string; event?: string; data?: string }[] = [];
  for await (const message of messages(answer)) {
    taken.push(message);
    if (taken.length === count) break;
  }
  return taken;
};

describe('GET /v1/case-events', () => {
  it('is a CloudEvents batch from any cursor: digits, padded digits or an event id', async () => {
    for (let n = 0; n < 4; n++) await append();
    const all = await get('/v1/case-events');
    expect(all.headers.get('content-type')).toBe('application/cloudevents-batch+json; charset=utf-8');
    expect(all.headers.get('link')).toBe('</v1/case-events?after=00000000000000000004>; rel="next"');
    expect(await sequencesOf(all)).toEqual([1, 2, 3, 4]);
    for (const after of ['2', '00000000000000000002', 'gw1-2'])
      expect(await sequencesOf(await get(`/v1/case-events?after=${after}&limit=1`))).toEqual([3]);
    expect(await sequencesOf(await get('/v1/case-events?after=99999999999999999999'))).toEqual([]);
  });

  it('is length-delimited protobuf when that is accepted', async () => {
    await append();
    await append();
    const answer = await get('/v1/case-events', { accept: 'application/protobuf' });
    expect(answer.headers.get('content-type')).toBe('application/protobuf');
    const reader = protobuf.Reader.create(new Uint8Array(await answer.arrayBuffer()));
    const ids: string[] = [];
    while (reader.pos < reader.len) ids.push(CaseEvent.decode(reader, reader.uint32()).id);
    expect(ids).toEqual(['gw1-1', 'gw1-2']);
  });

  it('waits for the next event and answers at once with it', async () => {
    await append();
    const waiting = get('/v1/case-events?after=1&timeout=60000');
    await append();
    expect(await sequencesOf(await waiting)).toEqual([2]);
    expect(await sequencesOf(await get('/v1/case-events?after=2&timeout=20'))).toEqual([]);
  });

  it('hides restricted cases, and other organisations from a token of one', async () => {
    await append({ restricted: true });
    await append({ orgCode: 'jiading' });
    await append();
    expect(await sequencesOf(await get('/v1/case-events'))).toEqual([2, 3]);
    expect(await sequencesOf(await get('/v1/case-events', bearer('jiading')))).toEqual([2]);
    expect(await sequencesOf(await get('/v1/case-events', bearer('restricted')))).toEqual([1, 2, 3]);
  });

  it.each(['after=-1', 'after=x', 'limit=0', 'limit=1001', 'timeout=60001', 'limit=ten'])(
    'refuses %s',
    async (query) => {
      const answer = await get(`/v1/case-events?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID', path: query.split('=')[0] });
    },
  );

  it('ends waiting polls when the server closes', async () => {
    const waiting = get('/v1/case-events?timeout=60000');
    // The poll has arrived once a metric-free request behind it is answered on its own socket.
    await get('/livez');
    await get('/livez');
    await rig.http.close();
    expect([200, 503]).toContain((await waiting).status);
  });
});

describe('GET /v1/case-events/stream', () => {
  it('replays behind Last-Event-ID, then goes on live, without gap or double', async () => {
    for (let n = 0; n < 5; n++) await append();
    const stream = await get('/v1/case-events/stream', { 'last-event-id': '00000000000000000002' });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const taken = take(stream, 5);
    await append();
    await append();
    const seen = await taken;
    expect(seen.map(({ id }) => Number(id))).toEqual([3, 4, 5, 6, 7]);
    expect(seen[0]?.event).toBe('raised');
    expect(JSON.parse(seen[0]?.data ?? '')).toMatchObject({ id: 'gw1-3', type: 'cn.grid.case.raised.v1' });
  });

  it('resumes where a broken connection stood', async () => {
    for (let n = 0; n < 4; n++) await append();
    const leaving = new AbortController();
    const first = await take(await get('/v1/case-events/stream?after=0', {}, leaving.signal), 2);
    leaving.abort();
    await append();
    const second = await take(await get('/v1/case-events/stream', { 'last-event-id': first.at(-1)?.id ?? '' }), 3);
    expect([...first, ...second].map(({ id }) => Number(id))).toEqual([1, 2, 3, 4, 5]);
  });

  it('begins with what comes when no cursor is given, and tells the reader at once that it is connected', async () => {
    await append();
    const stream = await get('/v1/case-events/stream');
    const taken = take(stream, 1);
    await append();
    expect((await taken).map(({ id }) => Number(id))).toEqual([2]);
  });

  it('hides restricted cases', async () => {
    await append({ restricted: true });
    await append();
    expect((await take(await get('/v1/case-events/stream?after=0'), 1)).map(({ id }) => Number(id))).toEqual([2]);
  });

  it('answers those who accept no stream, and those who may not read it, with a problem', async () => {
    const refused = await get('/v1/case-events/stream', { accept: 'application/json' });
    expect(refused.status).toBe(406);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect((await get('/v1/case-events/stream', bearer('vendor'))).status).toBe(403);
    expect((await get('/v1/case-events/stream?after=x')).status).toBe(400);
  });

  it('ends when the server closes', async () => {
    await append();
    const stream = await get('/v1/case-events/stream?after=0');
    const all = take(stream, 100);
    await rig.http.close();
    expect((await all).length).toBeLessThanOrEqual(1);
  });

  it('takes a reader that stops reading for nothing but its own loss', async () => {
    await Promise.all(Array.from({ length: 2_000 }, () => append()));
    const leaving = new AbortController();
    await get('/v1/case-events/stream?after=0', {}, leaving.signal);
    const other = await take(await get('/v1/case-events/stream?after=1990'), 10);
    expect(other).toHaveLength(10);
    leaving.abort();
  });
});
