import { describe, expect, it } from 'vitest';
import { decoderPorts, devicePortOf, misfitsOf, warnOfMisfits } from '../gateway/devices-wiring.ts';
import type { Device, DeviceType } from '../gateway/model/device.ts';
import { bundledTypes } from './support/class-rig.ts';

const device = (name: string, given: Partial<Device> = {}): Device => ({
  ...{ deviceId: `acme/${name}`, vendor: 'acme', device: name, typeId: 'door' },
  ...{ mobility: 'FIXED', siteClass: 'ORDINARY', simulated: false, ...given },
});
const registryOf = (...devices: Device[]) => {
  const byId = new Map(devices.map((one) => [one.deviceId, one]));
  return { get: (deviceId: string) => byId.get(deviceId), ids: () => byId.keys() };
};
const own = { overrides: { 'open-too-long': { dwell: 10_800_000 } } };
/** The types after somebody took a rule out of the file of doors. */
const door = bundledTypes.get('door') as DeviceType;
const reloaded = new Map([
  ...bundledTypes,
  ['door', { ...door, rules: door.rules.filter(({ id }) => id !== 'open-too-long') }] as const,
]);

describe("a device's own limits", () => {
  it('fit as long as its type has their rules', () => {
    expect(misfitsOf(device('d1', own), bundledTypes)).toEqual([]);
    expect(misfitsOf(device('d1'), reloaded)).toEqual([]);
    expect(misfitsOf(device('d1', own), reloaded)).toEqual([
      { path: ['open-too-long'], message: expect.stringMatching(/^a door has no rule "open-too-long"; it has /) },
    ]);
    expect(misfitsOf(device('d1', { ...own, typeId: 'gate' }), reloaded)).toEqual([
      { path: [], message: 'there is no type "gate"' },
    ]);
  });

  it('that fit no more are told in one line, however many devices have them', () => {
    const told: unknown[][] = [];
    const log = { warn: (...said: unknown[]) => void told.push(said) };
    const many = Array.from({ length: 30 }, (_, i) => device(`d${i}`, own));
    const directory = registryOf(...many, device('without'));
    warnOfMisfits({ directory, deviceTypes: bundledTypes, log });
    expect(told, 'nothing is wrong').toEqual([]);
    warnOfMisfits({ directory, deviceTypes: reloaded, log });
    expect(told).toEqual([
      [{ devices: 30, told: expect.any(Array) }, expect.stringContaining('what names no rule has no effect')],
    ]);
    const [[{ told: lines }]] = told as [[{ told: string[] }]];
    expect(lines).toHaveLength(20);
    expect(lines[0]).toMatch(/^acme\/d0: a door has no rule "open-too-long"/);
  });
});

describe('devices', () => {
  it('that nobody registered are decoded only where first sight registers', () => {
    const directory = {
      ...registryOf(device('d1')),
      firstSight: (_vendor: string, name: string) => device(name, { typeId: 'generic' }),
      learnType: () => undefined,
    };
    const parts = { directory, typeOf: () => undefined, adapterFor: () => undefined };
    const names = { vendor: 'acme', device: 'new' };
    expect(decoderPorts({ ...parts, firstSight: true }).deviceOf('acme/new', names)?.typeId).toBe('generic');
    expect(decoderPorts({ ...parts, firstSight: false }).deviceOf('acme/new', names)).toBeUndefined();
    expect(decoderPorts({ ...parts, firstSight: false }).deviceOf('acme/d1', names)?.typeId).toBe('door');
  });

  it('are counted by vendor, and their sources told apart from events by their type', () => {
    const other = { ...device('d3'), deviceId: 'acme2/d3', vendor: 'acme2' };
    const port = devicePortOf(registryOf(device('d1'), device('d2'), other), bundledTypes);
    expect(port.vendorSize?.('acme')).toBe(2);
    const flood = device('f', { typeId: 'flood' });
    expect([port.isChannel(flood, 'level'), port.isChannel(flood, 'open')]).toEqual([true, false]);
  });
});
