import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { connectAsync } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { peerOf } from '../../gateway/transport/mqtt-peer.ts';
import { mqttRig } from '../support/mqtt-rig.ts';

describe('the peer of a login', () => {
  it('is known by its address, over TCP and over WebSocket', async () => {
    const { broker, client, addresses } = await mqttRig();
    const http = createServer();
    broker.attach(http);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void http.close());
    await client('acme/s1');
    const socket = await connectAsync(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt`, {
      ...{ username: 'acme/s2', password: 'right', reconnectPeriod: 0 },
    });
    await socket.endAsync(true);
    expect(addresses).toEqual(['127.0.0.1', '127.0.0.1']);
  });

  it('is IPv4 in its plain form on a socket that takes both', () => {
    const socket = (remoteAddress?: string) => Object.assign(new PassThrough(), { remoteAddress });
    expect(peerOf(socket('::ffff:10.2.0.7'))).toEqual({ address: '10.2.0.7' });
    expect(peerOf(socket('fd00::7'))).toEqual({ address: 'fd00::7' });
    expect(peerOf(socket())).toEqual({});
  });
});
