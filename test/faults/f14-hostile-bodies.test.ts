/** F14: bodies made to exhaust, to confuse or to reach out, at every door that reads HTTP or XML. */
import { connect, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { onvif } from '../../adapters/onvif.ts';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { fixtureDevice, rawMessage } from '../support/adapter-fixtures.ts';
import { canary, siteUnderFault } from '../support/site-under-fault.ts';

/** Sends bytes and resolves with everything that came back until the other side closed, or after `patience` ms. */
function exchange(port: number, pieces: readonly string[], patience = 3_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece);
    });
    let text = '';
    const end = () => {
      cancel();
      socket.destroy();
      resolve(text);
    };
    const cancel = realClock().every(patience, end);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

const statuses = (answer: string) => [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

it('refuses hostile requests, answers none twice, and serves everybody else', async () => {
  const site = await siteUnderFault();
  const port = Number(new URL(site.gateway.ready.http).port);
  const busy = canary(await site.device('lab/honest'));
  const head = 'Host: localhost\r\nContent-Type: application/json\r\n';
  const post = `POST /v1/receivers HTTP/1.1\r\n${head}`;
  const smuggled = 'GET /v1/devices HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const deep = '['.repeat(200_000);

  const refused: Readonly<Record<string, string[]>> = {
    'two lengths': [`${post}Content-Length: 5\r\nContent-Length: 0\r\n\r\n${smuggled}`],
    'length and chunks': [`${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    'chunked twice over': [`${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    'a chunk without a size': [`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n${smuggled}`],
    'a line that ends in LF alone': [`GET /livez HTTP/1.1\nHost: x\n\n${smuggled}`],
    'a header without end': [`GET /livez HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    'a body of a gigabyte': [`${post}Content-Length: 1073741824\r\n\r\n`, 'x'.repeat(100_000)],
    'brackets without end': [`${post}Content-Length: ${deep.length}\r\nConnection: close\r\n\r\n${deep}`],
    '__proto__ in a body': [
      `${post}Content-Length: 35\r\nConnection: close\r\n\r\n{"__proto__":{"roles":["admin"]}   }`,
    ],
  };
  for (const [what, pieces] of Object.entries(refused)) {
    const answer = await exchange(port, pieces);
    expect(statuses(answer), `${what}: ${answer.slice(0, 300)}`).toHaveLength(1);
    expect(statuses(answer)[0], what).toBeGreaterThanOrEqual(400);
    expect(statuses(answer)[0], what).toBeLessThan(500);
  }

  // A body that never ends holds one socket and nobody else up.
  const slow = Array.from({ length: 50 }, () => exchange(port, [`${post}Content-Length: 100\r\n\r\n{`], 2_000));
  expect((await fetch(`${site.gateway.ready.http}/livez`)).status).toBe(200);
  await Promise.all(slow);
  expect((await busy.stop()).length).toBeGreaterThan(10);
  expect(site.gateway.process.exitCode).toBe(null);
});

it('reads no XML that expands, nests without end or names a place to fetch from', async () => {
  let contacted = 0;
  const trap = createServer((socket) => {
    contacted++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void trap.close());
  const url = `http://127.0.0.1:${(trap.address() as { port: number }).port}/x`;
  const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  const attributes = Array.from({ length: 50_000 }, (_, n) => `a${n}="x"`).join(' ');
  const bombs: Readonly<Record<string, string>> = {
    'a billion laughs': `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><x>&l10;</x>`,
    'an external entity': `<!DOCTYPE x [<!ENTITY e SYSTEM "${url}">]><x>&e;</x>`,
    'an external DTD': `<!DOCTYPE x SYSTEM "${url}"><x/>`,
    'a parameter entity': `<!DOCTYPE x [<!ENTITY % p SYSTEM "${url}"> %p;]><x/>`,
    'elements without end': '<a>'.repeat(200_000),
    'attributes without end': `<x ${attributes}/>`,
    'a name of a megabyte': `<${'n'.repeat(1 << 20)}/>`,
    'unknown entities': `<x>${'&lol;'.repeat(50_000)}</x>`,
  };
  for (const [what, text] of Object.entries(bombs)) {
    const began = performance.now();
    const read = () => onvif.decode(rawMessage({ transport: 'onvif-push', text }), fixtureDevice());
    expect(read, what).toThrow(GatewayError);
    expect(performance.now() - began, what).toBeLessThan(500);
  }
  expect(contacted).toBe(0);
});
