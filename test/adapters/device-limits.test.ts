import { describe, expect, it } from 'vitest';
import { limitFaultIn, overridesJsonSchema, readOverrides } from '../../adapters/device-limits.ts';
import { overridesSchema, printOverrides } from '../../gateway/http/rule-overrides.ts';
import type { DeviceType } from '../../gateway/model/device.ts';
import { bundledTypes } from '../support/class-rig.ts';

const door = bundledTypes.get('door') as DeviceType;
const flood = bundledTypes.get('flood') as DeviceType;

describe('overrides of a device', () => {
  it('are read as they stand in files, and printed so that they can be read again', () => {
    const given = { 'open-too-long': { dwell: '3h', severity: 4 }, duress: { enabled: true } };
    const read = readOverrides(door, given);
    const overrides = { 'open-too-long': { dwell: 10_800_000, severity: 4 }, duress: { enabled: true } };
    expect(read).toEqual({ overrides });
    expect(printOverrides(overrides as never)).toEqual(given);
  });

  it.each([
    [{ nothing: {} }, ['nothing'], /a door has no rule "nothing"; it has .*open-too-long/],
    [{ 'open-too-long': { set: 3 } }, ['open-too-long', 'set'], /a event rule has no set to change/],
    [{ 'open-too-long': { dwell: 3 } }, ['open-too-long', 'dwell'], /expected string/],
    [{ 'open-too-long': { dwel: '3h' } }, ['open-too-long', 'dwel'], /is not known here; known: enabled/],
    [{ 'open-too-long': { dwell: '3 hours' } }, ['open-too-long', 'dwell'], /such as 10s/],
    ['3h', [], /expected record/],
  ])('refuse %j', (given, path, message) => {
    expect(readOverrides(door, given)).toEqual({ misfits: [{ path, message: expect.stringMatching(message) }] });
  });

  it('must leave the clear level on the healthy side', () => {
    expect(readOverrides(flood, { 'flood-closed': { clear: 60 } })).toEqual({
      misfits: [{ path: ['flood-closed'], message: expect.stringContaining('healthy side') }],
    });
  });

  it('are described to clients with the very fields that files have', () => {
    const { additionalProperties } = overridesJsonSchema() as {
      additionalProperties: { properties: Record<string, object> };
    };
    expect(Object.keys(overridesSchema.additionalProperties.properties).sort()).toEqual(
      Object.keys(additionalProperties.properties).sort(),
    );
  });
});

describe('limits of a mode', () => {
  const fault = limitFaultIn(bundledTypes);
  it('may name only what a device type has', () => {
    expect(fault({ typeId: 'flood', ruleId: 'flood-closed', set: 20, clear: 8 })).toBeUndefined();
    expect(fault({ typeId: 'floot', ruleId: 'x' })).toEqual({
      unknown: true,
      message: 'there is no device type "floot"',
    });
    expect(fault({ typeId: 'flood', ruleId: 'x' })).toMatchObject({ unknown: true });
  });
  it('must fit the rule', () => {
    expect(fault({ typeId: 'flood', ruleId: 'flood-closed', set: 1 })).toEqual({
      unknown: false,
      message: 'flood-closed of flood: with it, must lie on the healthy side of set',
    });
  });
});
