import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { findInflux } from '../../gateway/series/influx-server.ts';
import { freePorts } from '../support/server-process.ts';

/** A machine clock on which only waiting takes time. */
function jumpingClock(): Clock {
  let now = 0;
  const wait = async (ms: number) => {
    now += ms;
  };
  return { ...realClock(), monotonic: () => now, wait };
}

interface Seen {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

describe('influx server', () => {
  let server: Server | undefined;
  afterEach(() => new Promise<unknown>((resolve) => (server ? server.close(resolve) : resolve(0))));

  async function answering(version: string | undefined, status = 204, answer = '{"results":[{}]}') {
    const seen: Seen[] = [];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push({ url: request.url ?? '', authorization: request.headers.authorization, body });
      response.setHeader('connection', 'close');
      if (request.url === '/ping') response.writeHead(status, version ? { 'x-influxdb-version': version } : {}).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return { seen, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
  }

  it('gives up after five seconds, naming the URL, the reason and what to do', async () => {
    const [port = 0] = await freePorts(1);
    const clock = jumpingClock();
    const found = findInflux({ url: `http://me:secret@127.0.0.1:${port}` }, clock, silentLog());
    const detail = await found.catch((error) => `${error.code} ${error.exitCode} ${error.detail}`);
    expect(detail).toBe(
      `INFLUX_UNREACHABLE 5 http://127.0.0.1:${port} did not answer within 5 s (ECONNREFUSED): start InfluxDB or correct GRIDWARDEN_INFLUX_URL; without it series are kept in the data directory`,
    );
    expect(clock.monotonic()).toBeGreaterThanOrEqual(5_000);
    expect(clock.monotonic()).toBeLessThan(5_200);
  });

  it.each(['influx:8086', 'tcp://influx:8086', ''])('refuses the address %j', async (url) => {
    await expect(findInflux({ url }, jumpingClock(), silentLog())).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('waits for a server that is starting', async () => {
    const { url } = await answering('1.6.7', 503);
    const found = findInflux({ url }, jumpingClock(), silentLog());
    await expect(found).rejects.toMatchObject({ detail: expect.stringContaining('HTTP 503') });
  });

  it.each([
    ['1.6.7', '/write?db=city%20x&precision=ns'],
    ['1.12.0', '/write?db=city%20x&precision=ns'],
    ['v2.7.1', '/api/v2/write?org=gridwarden&bucket=city%20x&precision=ns'],
    ['3.2.0', '/api/v2/write?org=gridwarden&bucket=city%20x&precision=ns'],
    [undefined, '/api/v2/write?org=gridwarden&bucket=city%20x&precision=ns'],
  ])('writes to version %s at %s', async (version, path) => {
    const { url } = await answering(version);
    const found = await findInflux({ url, bucket: 'city x' }, realClock(), silentLog());
    expect(found.writePath).toBe(path);
  });

  it.each([
    ['1.6.7', 'user:pass', `Basic ${Buffer.from('user:pass').toString('base64')}`],
    ['v2.7.1', 'abc==', 'Token abc=='],
    ['v2.7.1', undefined, undefined],
  ])('logs in to %s with %s', async (version, token, authorization) => {
    const { url } = await answering(version);
    const found = await findInflux({ url, ...(token && { token }) }, realClock(), silentLog());
    expect(found.headers['authorization']).toBe(authorization);
  });

  it('creates the database on 1.x only', async () => {
    const first = await answering('1.6.7');
    await (await findInflux({ url: first.url, bucket: 'a"b' }, realClock(), silentLog())).prepare();
    expect(new URLSearchParams(first.seen.at(-1)?.body).get('q')).toBe('CREATE DATABASE "a\\"b"');
    await new Promise((resolve) => server?.close(resolve));
    const second = await answering('v2.7.1');
    await (await findInflux({ url: second.url }, realClock(), silentLog())).prepare();
    expect(second.seen.map((request) => request.url)).toEqual(['/ping']);
  });

  it('passes on what a query is refused for', async () => {
    const { url } = await answering('1.6.7', 204, '{"results":[{"error":"database not found: city"}]}');
    const found = await findInflux({ url }, realClock(), silentLog());
    await expect(found.query('SELECT 1')).rejects.toThrow('database not found: city');
  });
});
