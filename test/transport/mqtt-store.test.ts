import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { createIncoming } from '../../gateway/transport/mqtt-incoming.ts';
import { type AedesStore, boundStore } from '../../gateway/transport/mqtt-store.ts';
import { hex, login, PING, PONG, packet, publish, type RawClient, text, u16 } from '../support/mqtt-raw.ts';
import { mqttRig, until } from '../support/mqtt-rig.ts';

const UP = 'v1/me/event';
const PUBREC = hex('50020007');
const times = (client: RawClient, bytes: Buffer) =>
  client.received().toString('hex').split(bytes.toString('hex')).length - 1;

describe('QoS 2', () => {
  it.each([0x34, 0x3c])(
    'takes a message once until its PUBREL, however often it comes (first byte %i)',
    async (first) => {
      const { device, arrivals } = await mqttRig();
      const one = await device('acme/s1');
      const again = publish(UP, '{"code":"x"}', 7, first & 0x0f);
      one.send(publish(UP, '{"code":"x"}', 7, 4), again, again);
      await until(() => times(one, PUBREC) === 3);
      one.send(again, PING);
      expect(await one.gets(PONG)).toBe(true);
      await until(() => times(one, PUBREC) === 4);
      expect(arrivals).toHaveLength(1);
      one.send(hex('62020007'));
      expect(await one.gets(hex('70020007'))).toBe(true);
      one.send(publish(UP, '{"code":"y"}', 7, 4));
      await until(() => times(one, PUBREC) === 5);
      expect(arrivals.map(({ payload }) => String(payload))).toEqual(['{"code":"x"}', '{"code":"y"}']);
    },
  );

  it('acknowledges a repeat only when the first one is on disk, and neither when it is not', async () => {
    let settle: (error?: Error) => void = () => undefined;
    const { device, arrivals } = await mqttRig({
      append: () =>
        new Promise((resolve, reject) => {
          settle = (error) => (error ? reject(error) : resolve(undefined));
        }),
    });
    const one = await device('acme/s1');
    one.send(publish(UP, '{}', 7, 4), publish(UP, '{}', 7, 12));
    await until(() => arrivals.length === 1);
    one.send(PING);
    await one.gets(PONG);
    expect(times(one, PUBREC)).toBe(0);
    settle();
    await until(() => times(one, PUBREC) === 2);
    expect(arrivals).toHaveLength(1);

    const two = await device('acme/s2');
    two.send(publish(UP, '{}', 7, 4), publish(UP, '{}', 7, 12));
    await until(() => arrivals.length === 2);
    settle(new GatewayError('INBOX_FULL', 'no room'));
    await two.closed;
    expect(times(two, PUBREC)).toBe(0);
    const later = await device('acme/s2');
    later.send(publish(UP, '{}', 7, 12));
    await until(() => arrivals.length === 3);
  });

  it('remembers the id of a kept session over a reconnect', async () => {
    const { device, raw, arrivals } = await mqttRig();
    const one = await device('acme/s1', { flags: 0xc0 });
    one.send(publish(UP, '{}', 7, 4));
    await one.gets(PUBREC);
    one.socket.destroy();
    const again = await raw();
    again.send(login('acme/s1', { flags: 0xc0 }), publish(UP, '{}', 7, 12));
    expect(await again.gets(PUBREC)).toBe(true);
    again.send(hex('62020007'));
    expect(await again.gets(hex('70020007'))).toBe(true);
    expect(arrivals).toHaveLength(1);
  });

  it('takes a new message under an id that a client forgot to be open', async () => {
    const { device, raw, arrivals } = await mqttRig();
    const one = await device('acme/s1', { flags: 0xc0 });
    one.send(publish(UP, '{"code":"x"}', 7, 4));
    await one.gets(PUBREC);
    one.socket.destroy();
    const rebooted = await raw();
    const next = '{"code":"y"}';
    rebooted.send(login('acme/s1', { flags: 0xc0 }), publish(UP, next, 7, 4), publish(UP, next, 7, 12));
    await until(() => times(rebooted, PUBREC) === 2);
    rebooted.send(hex('62020007'));
    expect(await rebooted.gets(hex('70020007'))).toBe(true);
    expect(arrivals.map(({ payload }) => String(payload))).toEqual(['{"code":"x"}', next]);
  });

  it('ends a client that never releases its ids', async () => {
    const { device } = await mqttRig();
    const one = await device('acme/s1');
    for (let id = 1; id <= 300; id++) one.send(publish(UP, '{}', id, 4));
    await one.closed;
  });
});

describe('what the broker keeps', () => {
  it('is sent to a session that comes back, marked as sent again and under the same id', async () => {
    const { device, raw, broker } = await mqttRig();
    const one = await device('acme/s1', { flags: 0xc0 });
    one.send(packet(0x82, u16(1), text('v1/me/down/#'), '01'));
    await one.gets(hex('9003000101'));
    await broker.publish('v1/acme/s1/down/config', 'seen', { qos: 1 });
    await until(() => one.received().includes('seen'));
    const id = one.received().readUInt16BE(one.received().indexOf('seen') - 2);
    one.socket.destroy();
    await until(() => broker.connections() === 0);
    await broker.publish('v1/acme/s1/down/config', 'away', { qos: 1 });
    const again = await raw();
    again.send(login('acme/s1', { flags: 0xc0 }));
    const topic = text('v1/acme/s1/down/config');
    expect(await again.gets(packet(0x3a, topic, u16(id), Buffer.from('seen')))).toBe(true);
    await until(() => again.received().includes('away'));
    expect(again.received()[again.received().indexOf('away') - 2 - topic.length - 2]).toBe(0x32);
  });

  it('is counted', async () => {
    const { device, broker, metrics } = await mqttRig();
    const one = await device('acme/s1', { flags: 0xc0 });
    one.send(packet(0x82, u16(1), text('v1/me/down/#'), '01'));
    await one.gets(hex('9003000101'));
    one.socket.destroy();
    await until(() => broker.connections() === 0);
    await broker.publish('v1/acme/s1/down/config', 'x', { qos: 1, retain: true });
    for (let count = 0; count < 1_005; count++) await broker.publish('v1/acme/s1/down/config', 'x', { qos: 1 });
    const exposed = await metrics.registry.metrics();
    expect(exposed).toContain('mqtt_store_messages{what="retained"} 1\n');
    expect(exposed).toContain('mqtt_store_messages{what="queued"} 1000\n');
    expect(exposed).toContain('mqtt_store_refused_total{what="queued"} 6\n');
  });

  it('ends with the session when it is begun anew', async () => {
    const { device, broker, metrics } = await mqttRig();
    const one = await device('acme/s1', { flags: 0xc0 });
    one.send(packet(0x82, u16(1), text('v1/me/down/#'), '01'));
    await one.gets(hex('9003000101'));
    one.socket.destroy();
    await until(() => broker.connections() === 0);
    await broker.publish('v1/acme/s1/down/config', 'old', { qos: 1 });
    const again = await device('acme/s1');
    again.send(PING);
    await again.gets(PONG);
    expect(again.received().includes('old')).toBe(false);
    await broker.publish('v1/x/y/z', 'x', { qos: 1 });
    expect(await metrics.registry.metrics()).toContain('mqtt_store_messages{what="queued"} 1');
    const third = await device('acme/s1', { flags: 0xc0 });
    third.send(PING);
    await third.gets(PONG);
    expect(third.received().includes('old')).toBe(false);
  });

  it('is given up for an acknowledgement of its kind alone', async () => {
    const store = { cleanSubscriptions: async () => undefined } as unknown as AedesStore;
    boundStore(store, { incoming: createIncoming(), metrics: createMetrics() });
    const message = { cmd: 'publish', topic: 't', payload: 'x', qos: 2, brokerId: 'b', brokerCounter: 1 } as const;
    const [session, kinds] = [{ id: 'one' }, ['puback', 'pubcomp', 'puback']];
    await store.outgoingEnqueue({ clientId: 'one', qos: 2 }, message);
    await store.outgoingUpdate(session, { ...message, messageId: 7 });
    for (const cmd of kinds) expect(await store.outgoingClearMessageId(session, { cmd, messageId: 7 })).toBeUndefined();
    await store.outgoingUpdate(session, { cmd: 'pubrel', messageId: 7 });
    expect(await store.outgoingClearMessageId(session, { cmd: 'puback', messageId: 7 })).toBeUndefined();
    expect((await store.outgoingClearMessageId(session, { cmd: 'pubcomp', messageId: 7 }))?.cmd).toBe('pubrel');
  });

  it('refuses a device its ninth kept session', async () => {
    const { raw } = await mqttRig();
    for (let index = 0; index < 9; index++) {
      const one = await raw();
      one.send(
        login('acme/s1', { flags: 0xc0, id: `acme/s1/${index}` }),
        packet(0x82, u16(1), text('v1/me/down/#'), '01'),
      );
      expect(await one.gets(index < 8 ? hex('9003000101') : hex('9003000180'))).toBe(true);
    }
  });
});
