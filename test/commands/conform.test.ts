import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { CHECK_IDS } from '../../gateway/delivery/receiver-checks.ts';
import { newSecret } from '../../gateway/delivery/signature.ts';
import { CaseEvent } from '../../proto/index.ts';
import { isGenuine } from '../receiver/webhooks.ts';
import { runCli } from '../support/gateway.ts';

const secret = newSecret();
const clock = realClock();

interface Report {
  readonly conforms: boolean;
  readonly checks: readonly { id: string; passed: boolean; must: boolean; status?: number; advice?: string }[];
}

/** A receiver that answers with what `status` says of a delivery. */
async function receiver(status: (headers: IncomingHttpHeaders, body: Buffer) => number) {
  const bodies: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push({ headers: request.headers, body });
      response.writeHead(status(request.headers, body)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies };
}

/** By the reference library of Standard Webhooks. */
const verified = (headers: IncomingHttpHeaders, body: Buffer): number => {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return 204;
  } catch {
    return 401;
  }
};
const conform = async (url: string, ...args: string[]) => {
  const { code, out, err } = await runCli(['conform', '--url', url, '--secret', secret, ...args]);
  return { code, out, err };
};
const wrongOf = (out: string) => (JSON.parse(out) as Report).checks.filter(({ passed }) => !passed).map(({ id }) => id);

it('passes a receiver that verifies as the library does, and marks all it sends as an exercise', async () => {
  const { url, bodies } = await receiver(verified);
  const { code, out } = await conform(url, '--json');
  expect([code, wrongOf(out)]).toEqual([0, []]);
  expect((JSON.parse(out) as Report).checks.map(({ id }) => id)).toEqual(CHECK_IDS);
  const events = bodies.map(
    ({ body }) => JSON.parse(body.toString()) as { type: string; data: Record<string, unknown> },
  );
  for (const { type, data } of events)
    if (type !== 'cn.grid.case.test.v1')
      expect(data).toMatchObject({ simulated: true, caseNo: expect.stringMatching(/^9912S\d{7}$/) });
  const order = events.slice(0, 4).map(({ type }) => type.split('.')[3]);
  expect(order).toEqual(['raised', 'raised', 'closed', 'updated']);
});

it('passes it in protobuf, too', async () => {
  const { url, bodies } = await receiver((headers, body) =>
    isGenuine(headers, body, { secrets: [secret], seconds: clock.now() / 1_000 }) ? 200 : 403,
  );
  const { code, out } = await conform(url, '--protobuf', '--json');
  expect([code, wrongOf(out)]).toEqual([0, []]);
  expect(CaseEvent.decode(bodies[0]?.body ?? Buffer.of())).toMatchObject({ type: 'raised', case: { simulated: true } });
});

it('tells a receiver that verifies nothing what it lets in, and what to do', async () => {
  const { url } = await receiver(() => 200);
  const { code, out } = await conform(url);
  expect(code).toBe(1);
  expect(out).toMatch(/^unsigned +WRONG +200 /m);
  expect(out).toMatch(/^early +advised /m);
  expect(out).toMatch(/^signed +right +200 /m);
  expect(out).toContain('  old: refuse a webhook-timestamp more than five minutes off');
  expect(out).toContain('does not conform: 4 wrong');
});

it.each([
  ['cannot bear repetition', new Set(['duplicate']), (seen: number) => (seen > 1 ? 500 : 204)],
  ['says 410 to what it refuses', new Set(['unsigned', 'bad-signature', 'tampered', 'old', 'early']), () => 204],
])('sees a receiver that %s', async (what, wrong, taken) => {
  const seen = new Map<string, number>();
  const { url } = await receiver((headers, body) => {
    if (verified(headers, body) !== 204) return what.includes('410') ? 410 : 401;
    const id = String(headers['webhook-id']);
    seen.set(id, (seen.get(id) ?? 0) + 1);
    return taken(seen.get(id) ?? 0);
  });
  expect(new Set(wrongOf((await conform(url, '--json')).out))).toEqual(wrong);
});

it('says in one line what keeps it from asking', async () => {
  const gone = await conform('http://127.0.0.1:9/');
  expect([gone.code, gone.err]).toEqual([
    1,
    expect.stringMatching(/^gridwarden: DELIVERY_FAILED: http.*ECONNREFUSED.*\n$/),
  ]);
  const { err } = await conform('ftp://x');
  expect(err).toContain('REQUEST_INVALID: --url');
  const bad = await runCli(['conform', '--url', 'http://127.0.0.1:9/', '--secret', 'x']);
  expect(bad.err).toContain('a secret is whsec_ followed by');
});
