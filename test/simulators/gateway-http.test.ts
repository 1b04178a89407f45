import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeFleet } from '../../simulators/fleet.ts';
import { createGatewayHttp, type GatewayHttp, GatewayRefusal } from '../../simulators/gateway-http.ts';
import { smallScenario, twoGrids } from './small-scenario.ts';

let server: Server;
let http: GatewayHttp;
let requests: { line: string; body: unknown }[];
let answer: { status: number; body: string };

beforeEach(async () => {
  requests = [];
  answer = { status: 200, body: '{}' };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      requests.push({ line: `${request.method} ${request.url}`, body: body ? JSON.parse(body) : undefined });
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  http = createGatewayHttp({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
});
afterEach(async () => {
  await http.close();
  server.close();
});

test('steps the clock and registers devices as the contract says', async () => {
  await http.stepClock(1_780_000_000_000);
  const [device] = placeFleet(smallScenario(), twoGrids);
  if (!device) throw new Error('no device');
  await http.register(device, { address: 'http://127.0.0.1:1/onvif/device_service', username: 'u', password: 'p' });
  expect(requests).toEqual([
    { line: 'POST /v1/lab/clock', body: { now: 1_780_000_000_000 } },
    {
      line: 'PUT /v1/devices/lab/smoke-001',
      body: {
        typeId: 'smoke',
        position: { ...device.position, crs: 'wgs84' },
        siteClass: 'ORDINARY',
        simulated: true,
        onvif: { address: 'http://127.0.0.1:1/onvif/device_service', username: 'u', password: 'p' },
      },
    },
  ]);
});

test('gives back the secret of a receiver, and insists on one', async () => {
  answer = { status: 201, body: '{"receiverId":"dispatch","secret":"whsec_x"}' };
  expect(await http.addReceiver('dispatch', 'http://127.0.0.1:9/cases')).toBe('whsec_x');
  answer = { status: 201, body: '{}' };
  await expect(http.addReceiver('dispatch', 'http://127.0.0.1:9/cases')).rejects.toThrow('no secret');
});

test('a refusal carries status and reason', async () => {
  answer = { status: 409, body: '{"code":"STEP_ILLEGAL"}' };
  const refusal = await http.feedback('2606S0000001', { type: 'CLOSED' }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(GatewayRefusal);
  expect(refusal).toMatchObject({ status: 409, message: expect.stringContaining('STEP_ILLEGAL') });
});

test('no answer at all has status 0', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(http.stepClock(1)).rejects.toMatchObject({ status: 0 });
});
