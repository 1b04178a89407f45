import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { makeKnown } from '../../../simulators/field/known-fleet.ts';
import { placeFleet } from '../../../simulators/fleet.ts';
import { GatewayRefusal } from '../../../simulators/gateway-http.ts';
import { createLabClock } from '../../../simulators/lab-clock.ts';
import { smallScenario, twoGrids } from '../small-scenario.ts';

/** A gateway outside lab mode, as far as it registers devices. */
async function gateway(status = 200): Promise<{ url: string; registered: string[] }> {
  const registered: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const allowed = request.headers.authorization === 'Bearer gwa_right';
    if (allowed && status === 200) registered.push(`${request.method} ${request.url}`);
    response.writeHead(allowed ? status : 401).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, registered };
}

const scenario = smallScenario({ fleets: [{ type: 'smoke', count: 2, every: '1min' }] });
const known = (http: string, token?: string) =>
  makeKnown(
    { http, token, speed: 1 },
    { scenario, fleet: placeFleet(scenario, twoGrids), clock: createLabClock(0) },
    new AbortController().signal,
  );

test('registers the fleet with the token of an operator', async () => {
  const { url, registered } = await gateway();
  const { forget } = await known(url, 'gwa_right');
  await forget();
  expect(registered.sort()).toEqual(['PUT /v1/devices/lab/smoke-001', 'PUT /v1/devices/lab/smoke-002']);
});

test.each([undefined, 'gwa_wrong'])('says which token is needed where it is %s', async (token) => {
  const { url, registered } = await gateway();
  await expect(known(url, token)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('--token') });
  expect(registered).toEqual([]);
});

test('takes no other refusal for one of the token', async () => {
  const { url } = await gateway(409);
  await expect(known(url, 'gwa_right')).rejects.toBeInstanceOf(GatewayRefusal);
});
