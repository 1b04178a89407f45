import { describe, expect, it } from 'vitest';
import { withOwnNames } from '../../gateway/transport/mqtt-own-names.ts';
import { hex, PING, PONG, packet, text, u16 } from '../support/mqtt-raw.ts';
import { mqttRig } from '../support/mqtt-rig.ts';

const DEVICE = { kind: 'device', vendor: 'acme', device: 's1' } as const;
const unsubscribe = (...filters: string[]) => packet(0xa2, u16(5), ...filters.map(text));

describe('UNSUBSCRIBE', () => {
  it('has v1/me written out, whatever its length becomes', () => {
    const long = 'x'.repeat(100);
    const given = unsubscribe('v1/me/down/#', 'a/v1/me/b', `v1/me/${long}`);
    expect(withOwnNames(given, 3, DEVICE)).toEqual(unsubscribe('v1/acme/s1/down/#', 'a/v1/me/b', `v1/acme/s1/${long}`));
    const untouched = unsubscribe('v1/acme/s1/down/#');
    expect(withOwnNames(untouched, 2, DEVICE)).toBe(untouched);
    expect(withOwnNames(given, 3, { kind: 'open' })).toBe(given);
    expect(withOwnNames(given, 3, undefined)).toBe(given);
  });

  it('from v1/me ends the subscription that was asked for as v1/me', async () => {
    const { device, broker } = await mqttRig();
    const one = await device('acme/s1');
    one.send(packet(0x82, u16(1), text('v1/me/down/#'), '01'));
    expect(await one.gets(hex('9003000101'))).toBe(true);
    await broker.publish('v1/acme/s1/down/config', 'before');
    expect(await one.gets(Buffer.from('before'))).toBe(true);
    one.send(unsubscribe('v1/me/down/#'));
    expect(await one.gets(hex('b0020005'))).toBe(true);
    await broker.publish('v1/acme/s1/down/config', 'after');
    one.send(PING);
    await one.gets(PONG);
    expect(one.received().includes('after')).toBe(false);
  });
});
