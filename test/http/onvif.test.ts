import Fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OnvifApi, registerOnvif } from '../../gateway/http/onvif.ts';

async function server(more: Partial<OnvifApi> = {}) {
  const received: { token: string; text: string }[] = [];
  const app = Fastify();
  registerOnvif(app, {
    list: () => [
      {
        ...{
          deviceId: 'acme/cam1',
          state: 'backoff',
          online: false,
          login: 'digest',
          skewMs: -3_600_000,
          subscriptions: 2,
        },
        ...{
          channel: 'pull',
          messages: 7,
          storming: true,
          lastAliveAt: 0,
          lastError: { code: 'ONVIF_UNREACHABLE', detail: 'no answer', at: 1_000 },
        },
      },
    ],
    topics: () => [{ topic: 'Weather/Rain', signals: [], count: 3, devices: ['acme/cam1'], firstAt: 0, lastAt: 1_000 }],
    retry: (deviceId) => deviceId === 'acme/cam1',
    receive: async ({ token, body }) => {
      received.push({ token, text: Buffer.from(body).toString() });
      return token === 'good' ? 202 : 404;
    },
    ...more,
  });
  await app.ready();
  onTestFinished(() => app.close());
  return { app, received };
}

describe('ONVIF over HTTP', () => {
  it('tells how devices are doing', async () => {
    const { app } = await server();
    const { items } = (await app.inject('/v1/onvif/devices')).json<{ items: object[] }>();
    expect(items).toEqual([
      {
        ...{
          deviceId: 'acme/cam1',
          state: 'backoff',
          online: false,
          login: 'digest',
          skewMs: -3_600_000,
          subscriptions: 2,
        },
        ...{ channel: 'pull', messages: 7, storming: true, lastAliveAt: '1970-01-01T00:00:00.000Z' },
        lastError: { code: 'ONVIF_UNREACHABLE', detail: 'no answer', at: '1970-01-01T00:00:01.000Z' },
      },
    ]);
  });

  it('lists topics', async () => {
    const { app } = await server();
    expect((await app.inject('/v1/onvif/topics')).json()).toMatchObject({
      items: [{ topic: 'Weather/Rain', signals: [], count: 3, lastAt: '1970-01-01T00:00:01.000Z' }],
    });
  });

  it('tries a device again', async () => {
    const { app } = await server();
    const retry = (device: string) => app.inject({ method: 'POST', url: `/v1/onvif/devices/acme/${device}/retry` });
    expect((await retry('cam1')).statusCode).toBe(204);
    expect((await retry('cam2')).statusCode).not.toBe(204);
  });

  it('takes what devices push as bytes, whatever they call it', async () => {
    const { app, received } = await server();
    const post = (token: string, type: string) =>
      app.inject({ method: 'POST', url: `/onvif/notify/${token}`, headers: { 'content-type': type }, payload: '<x/>' });
    expect((await post('good', 'application/soap+xml; charset=utf-8; action="x"')).statusCode).toBe(202);
    expect((await post('good', 'application/json')).statusCode).toBe(202);
    expect((await post('bad', 'text/xml')).statusCode).toBe(404);
    expect(received.map(({ text }) => text)).toEqual(['<x/>', '<x/>', '<x/>']);
  });

  it('has no notify path where devices cannot push', async () => {
    const app = Fastify();
    registerOnvif(app, { list: () => [], topics: () => [], retry: () => false });
    await app.ready();
    onTestFinished(() => app.close());
    expect((await app.inject({ method: 'POST', url: '/onvif/notify/x' })).statusCode).toBe(404);
  });
});
