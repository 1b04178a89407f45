import { describe, expect, it } from 'vitest';
import { doubterOf } from '../../gateway/ingest/doubts.ts';
import type { DeviceType } from '../../gateway/model/device.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { Happening, Measurement } from '../../gateway/model/observation.ts';

const NOW = 1_764_720_000_000;

const smoke: DeviceType = {
  ...{ typeId: 'smoke', name: { zh: '烟感', en: 'smoke detector' }, heartbeat: 60_000 },
  channels: {
    smoke: { unit: 'dB/m', kind: 'number', min: 0, max: 2 },
    level: { unit: 'cm', kind: 'number', min: 0 },
    test: { unit: '1', kind: 'boolean' },
  },
  events: { smoke_alarm: { stateful: true } },
  rules: [
    {
      ...{ id: 'dirty', kind: 'event', category: 'E0490', severity: 4, code: 'chamber_dirty' },
      ...{ dwell: 0, quiet: 0 },
    },
  ],
};

const message = (suffix = 'telemetry', transport: RawMessage['transport'] = 'mqtt'): RawMessage => ({
  ...{ position: { commit: 1, frame: 0 }, receivedAt: NOW, transport, vendor: 'acme', device: 's1' },
  ...{ topic: `v1/acme/s1/${suffix}`, payload: new Uint8Array(), qos: 1, retain: false, dup: false },
});
const common = { deviceId: 'acme/s1', time: NOW, receivedAt: NOW, reading: 0, simulated: false };
const value = (channel: string, reading: number | boolean | string, more: Partial<Measurement> = {}): Measurement => ({
  ...{ ...common, kind: 'value', channel, value: reading, quality: 'SUSPECT' },
  ...more,
});
const event = (code: string): Happening => ({
  ...{ ...common, kind: 'event', code, active: true, stateful: true, source: '', baseline: false },
  ...{ quality: 'GOOD', data: {} },
});

const doubt = doubterOf(smoke);

describe('a doubt', () => {
  it('is of a value outside its channel or of another kind, with what the channel can be', () => {
    expect(doubt([value('smoke', 0.1, { quality: 'GOOD' }), value('smoke', 40)], message())).toEqual({
      ...{ code: 'VALUE_IMPLAUSIBLE', path: 'values.smoke' },
      detail: '40 is not what smoke can be (a number, 0 to 2 dB/m); it is stored and raises nothing',
    });
    expect(doubt([value('smoke', '0.02')], message())?.detail).toMatch(/^a text is not what smoke can be/);
    expect(doubt([value('level', -1)], message())?.detail).toContain('0 to ∞ cm');
    expect(doubt([value('test', 1)], message())?.detail).toContain('(boolean)');
  });

  it('is of a clock that cannot be right, and says when it counts seconds', () => {
    const at = (deviceTime: number) => doubt([value('smoke', 0.1, { deviceTime })], message());
    expect(at(1_764_720_000)).toMatchObject({ code: 'TIME_NOT_BELIEVED', path: 'ts' });
    expect(at(1_764_720_000)?.detail).toContain('look like seconds: send milliseconds');
    expect(at(5_000)?.detail).toBe("5000 is before 2020; set the device's clock; the time of arrival is taken");
    expect(at(NOW + 600_000)?.detail).toContain('600 s ahead of the gateway');
  });

  it('is of an event code that neither the type nor its rules have, unless the type has nothing at all', () => {
    expect(doubt([event('smoke_alrm')], message('event'))).toEqual({
      ...{ code: 'EVENT_UNKNOWN', path: 'code' },
      detail: 'a smoke has the events smoke_alarm, chamber_dirty, not "smoke_alrm"; it raises nothing',
    });
    expect(doubt([event('smoke_alrm')], message('event/pb'))?.code).toBe('EVENT_UNKNOWN');
    for (const known of ['smoke_alarm', 'chamber_dirty'])
      expect(doubt([event(known)], message('event'))).toBeUndefined();
    const mute = doubterOf({ ...smoke, events: {}, rules: [] });
    expect(mute([event('x')], message('event'))?.detail).toBe('a smoke has no events, not "x"; it raises nothing');
    const generic = doubterOf({ ...smoke, channels: {}, events: {}, rules: [] });
    expect(generic([event('x')], message('event'))).toBeUndefined();
  });

  it('is of telemetry without a value', () => {
    expect(doubt([], message())?.code).toBe('EMPTY');
    expect(doubt([], message('raw/hj212'))).toBeUndefined();
  });

  it('is not of codes of other standards, of ONVIF, or of what an exercise calibrates', () => {
    expect(doubt([event('x')], message('raw/gb26875'))).toBeUndefined();
    expect(doubt([event('x')], message('event', 'onvif-pull'))).toBeUndefined();
    expect(doubt([value('smoke', 40, { quality: 'CALIBRATION' })], message())).toBeUndefined();
  });
});
