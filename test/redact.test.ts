import { describe, expect, it } from 'vitest';
import type { DeviceType } from '../gateway/model/device.ts';
import type { Observation, Presence } from '../gateway/model/observation.ts';
import { redact, redactDetail, redactObservation, wordsOf } from '../gateway/redact.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const TYPE: DeviceType = {
  ...{ typeId: 'smoke', name: { zh: '感烟', en: 'smoke' }, heartbeat: 60_000, rules: [] },
  channels: {
    smoke: { unit: 'dB/m', kind: 'number' },
    mode: { unit: '1', kind: 'enum', values: ['night'] },
  },
  events: { smoke_alarm: { stateful: true } },
};
const words = wordsOf(TYPE);
const shown = (text: string) => redact(bytes(text), words);

describe('redaction', () => {
  it('keeps what was measured and drops what somebody wrote', () => {
    const payload =
      '{"ts":1764720000000,"seq":17,"values":{"smoke":0.02,"mode":"night"},"data":{"n":"Wang Wu 13800138000","s":13800138000}}';
    expect(shown(payload)).toBe(
      '{"ts":1764720000000,"seq":17,"values":{"smoke":0.02,"mode":"night"},"data":{"n":"[19 characters]","s":"[long number]"}}',
    );
  });

  it('shows no name that nobody declared, and keeps two of one length apart', () => {
    expect(shown('{"values":{"张三丰":1,"李四光":2,"smok":3,"Wang_Wu_13800138000":true}}')).toBe(
      '{"values":{"[name of 3 characters]":1,"[name of 3 characters] 2":2,"[name of 4 characters]":3,"[name of 19 characters]":true}}',
    );
    expect(redact(bytes('{"smoke":0.02}'), wordsOf(undefined))).toBe('{"[name of 5 characters]":0.02}');
  });

  it('shows no base name of SenML, and names of it only where they are channels', () => {
    expect(shown('[{"bn":"urn:dev:13800138000:","bt":1764720000,"n":"smoke","v":0.02},{"n":"Wang Wu","vs":"x"}]')).toBe(
      '[{"bn":"[20 characters]","bt":1764720000,"n":"smoke","v":0.02},{"n":"[7 characters]","vs":"[1 characters]"}]',
    );
  });

  it.each([
    ['1.4.2', '1.4.2'],
    ['v2.0.0-rc1', 'v2.0.0-rc1'],
    ['Wang Wu', '[7 characters]'],
    ['13800138000', '[11 characters]'],
    ['138.0013.8000.1.2', '[17 characters]'],
  ])('shows firmware only where it is a version: %s', (firmware, as) => {
    expect(shown(`{"online":true,"firmware":"${firmware}","profile":"smoke"}`)).toBe(
      `{"online":true,"firmware":"${as}","profile":"smoke"}`,
    );
  });

  it.each([
    ['{"ts":"Wang Wu"}', '{"ts":"[7 characters]"}'],
    ['{"ts":13800138000}', '{"ts":"[long number]"}'],
    ['{"seq":13800138000}', '{"seq":"[long number]"}'],
    ['{"profile":"Wang Wu"}', '{"profile":"[7 characters]"}'],
    ['{"code":"Wang Wu"}', '{"code":"[7 characters]"}'],
    ['{"unit":"Wang Wu"}', '{"unit":"[7 characters]"}'],
    ['{"values":{"smoke":-13800138000.5}}', '{"values":{"smoke":"[long number]"}}'],
  ])('knows what the words of the contract may hold: %s', (payload, as) => {
    expect(shown(payload)).toBe(as);
  });

  it('keeps the structure of XML and none of its values', () => {
    const text = shown(
      '<tt:Message UtcTime="2025-12-03T00:00:00Z" xmlns:tt="http://www.onvif.org/ver10/schema"><tt:SimpleItem Name="CredentialHolderName" Value="Wang Wu"/><a>0042</a></tt:Message>',
    );
    expect(text).toContain('UtcTime="2025-12-03T00:00:00Z"');
    expect(text).toContain('Name="CredentialHolderName" Value="…"');
    expect(text).not.toMatch(/Wang|0042/);
  });

  it.each([
    [Uint8Array.of(0xff, 0xfe, 0x00), '[3 bytes, not text]'],
    [bytes('{"a":'), '[5 bytes, not JSON]'],
    [bytes('Wang Wu'), '[7 bytes of text]'],
  ])('says only the size of what it cannot read (%#)', (payload, as) => {
    expect(redact(payload, words)).toBe(as);
  });
});

describe('what an adapter passed on', () => {
  const base: Omit<Presence, 'kind' | 'online'> = {
    ...{ deviceId: 'acme/s1', time: 0, receivedAt: 0, reading: 0, simulated: false },
    quality: 'GOOD',
  };
  it.each<[Observation, object]>([
    [
      { ...base, kind: 'value', channel: 'Wang Wu', value: 1 },
      { channel: '[name of 7 characters]', value: 1 },
    ],
    [
      { ...base, kind: 'value', channel: 'mode', value: 'Wang Wu' },
      { channel: 'mode', value: '[7 characters]' },
    ],
    [{ ...base, kind: 'status', online: true, firmware: 'Wang Wu', profile: 'smoke' }, { firmware: '[7 characters]' }],
    [
      {
        ...{ ...base, kind: 'event', code: 'smoke_alarm', active: true, stateful: true, source: '', baseline: false },
        data: { by: 'Wang Wu', zone: 7 },
      },
      { code: 'smoke_alarm', data: { '[name of 2 characters]': '[7 characters]', '[name of 4 characters]': 7 } },
    ],
  ])('is held to the same rule (%#)', (observation, as) => {
    expect(redactObservation(observation, words)).toMatchObject(as);
  });

  it('and so is what was wrong with it', () => {
    expect(redactDetail('a smoke has no channel "Wang Wu"; it has smoke, mode')).toBe(
      'a smoke has no such channel; it has smoke, mode',
    );
    expect(redactDetail('payload is not JSON: unexpected token near "Wang Wu')).toBe(
      'payload is not JSON: unexpected token',
    );
  });
});
