import type { Client } from 'aedes';
import { describe, expect, it } from 'vitest';
import type { Login } from '../../gateway/model/login.ts';
import { filterMatches } from '../../gateway/transport/mqtt-filter.ts';
import { createGrants } from '../../gateway/transport/mqtt-grants.ts';
import { DISCONNECT, hex, login, packet, text, u16 } from '../support/mqtt-raw.ts';
import { mqttRig, until } from '../support/mqtt-rig.ts';

const client = (id: string, clean = true) => ({ id, clean }) as unknown as Client;
const OPERATOR: Login = { kind: 'operator' };
const DEVICE: Login = { kind: 'device', vendor: 'acme', device: 's1' };
const UP = 'v1/acme/s1/telemetry';

describe('grants', () => {
  it.each([
    ['#', 'a/b', true],
    ['#', '$SYS/x', false],
    ['+/x', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', true],
    ['a/#', 'a', true],
    ['a/#', 'ab', false],
    ['a/+', 'a', false],
    ['a/+', 'a/', true],
    ['+/+', '/a', true],
    ['+', 'a/b', false],
    ['a/+/c', 'a/b/c', true],
    ['a/+/c', 'a/b/c/d', false],
    ['a/b', 'a/b', true],
    ['a/b', 'a/B', false],
  ])('%s and %s: %s', (filter, topic, expected) => {
    expect(filterMatches(filter, topic)).toBe(expected);
  });

  it('knows the highest QoS that was granted, and nothing after the last filter went', () => {
    const grants = createGrants();
    const device = client('d');
    expect(grants.qos(device, UP)).toBeUndefined();
    grants.add(device, OPERATOR, { topic: 'v1/#', qos: 0 });
    grants.add(device, OPERATOR, { topic: 'v1/+/+/telemetry', qos: 1 });
    expect([grants.qos(device, UP), grants.qos(device, 'v1/a/b/event'), grants.qos(device, 'x')]).toEqual([
      1,
      0,
      undefined,
    ]);
    grants.remove(device, ['v1/+/+/telemetry']);
    expect(grants.qos(device, UP)).toBe(0);
    grants.gone(device);
    expect(grants.qos(device, UP)).toBeUndefined();
  });

  it('holds 16 filters a client, the same one any number of times', () => {
    const grants = createGrants();
    const device = client('d');
    const add = (topic: string) => grants.add(device, DEVICE, { topic, qos: 1 });
    for (let index = 0; index < 16; index++) expect(add(`down/${index}`)).toBe(true);
    expect([add('down/16'), add('down/3')]).toEqual([false, true]);
    grants.remove(device, ['down/3']);
    expect(add('down/16')).toBe(true);
  });

  it('watches for operators, also for the kept sessions of those who are away', () => {
    const grants = createGrants();
    const [brief, lasting] = [client('brief'), client('lasting', false)];
    grants.add(client('d'), DEVICE, { topic: '#', qos: 1 });
    expect(grants.watched(UP)).toBe(false);
    grants.add(brief, OPERATOR, { topic: '#', qos: 1 });
    expect(grants.watched(UP)).toBe(true);
    grants.gone(brief);
    expect(grants.watched(UP)).toBe(false);
    grants.add(lasting, OPERATOR, { topic: 'v1/#', qos: 1 });
    grants.gone(lasting);
    expect(grants.watched(UP)).toBe(true);
    grants.present(client('lasting'));
    expect(grants.watched(UP)).toBe(false);
  });

  it('gives a persistent session nothing of what it was refused', async () => {
    const { device, raw, client: connected } = await mqttRig();
    const spy = await device('acme/spy', { flags: 0xc0 });
    spy.send(packet(0x82, u16(1), text('v1/me/down/#'), '01', text('#'), '01', text('$share/g/#'), '01'));
    expect(await spy.gets(hex('9005000101 8080'))).toBe(true);
    spy.send(DISCONNECT);
    await spy.closed;
    const victim = await connected('acme/s1');
    await victim.publishAsync('v1/me/event', '{"secret":1}', { qos: 2 });
    const again = await raw();
    again.send(login('acme/spy', { flags: 0xc0 }), hex('c000'));
    expect(await again.gets(hex('20020100'))).toBe(true);
    expect(await again.gets(hex('d000'))).toBe(true);
    await victim.publishAsync('v1/me/event', '{"secret":2}', { qos: 2 });
    again.send(hex('c000'));
    await until(() => again.received().toString('hex').split('d000').length === 3);
    expect(again.received().includes('secret')).toBe(false);
  });

  it('takes a filter that begins with $share for what MQTT 3.1.1 knows it as: any other, and only in open mode', async () => {
    const { client: connected } = await mqttRig({ anybody: true });
    const open = await connected('o');
    expect(await open.subscribeAsync('$share/g/t')).toEqual([{ topic: '$share/g/t', qos: 0 }]);
    let shared = 0;
    open.on('message', () => shared++);
    await open.publishAsync('t', 'not shared', { qos: 1 });
    expect(shared).toBe(0);
    const { client } = await mqttRig();
    const answer = await (await client('operator/o')).subscribeAsync('$share/g/v1/#').catch((error: unknown) => error);
    expect(JSON.stringify(answer)).toContain('128');
  });
});
