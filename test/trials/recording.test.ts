import { expect, it } from 'vitest';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { Observation } from '../../gateway/model/observation.ts';
import { createRecorder, maskedNames, plainNames, type RecordingMessage } from '../../gateway/trials/recording.ts';

const AT = 1_764_720_000_000;
const base = {
  deviceId: 'acme/d1',
  ...{ time: AT, receivedAt: AT, reading: 0, simulated: false },
  quality: 'GOOD',
} as const;
const said = (...observations: Observation[]): Decoded => ({
  message: {
    ...{ position: { commit: 1, frame: 0 }, receivedAt: AT, transport: 'mqtt', vendor: 'acme', device: 'd1' },
    ...{ topic: 'v1/acme/d1/x', payload: Buffer.from('Wang Wu'), qos: 1, retain: false, dup: false },
  },
  device: {
    ...{ deviceId: 'acme/d1', vendor: 'acme', device: 'd1', typeId: 'door' },
    ...{ mobility: 'FIXED', siteClass: 'ORDINARY', simulated: false },
  },
  observations,
  ...{ identity: { kind: 'event', time: AT, mark: 1, by: 'content' }, identityNeedsDup: false },
});
const event = (source: string, more: Partial<Observation> = {}): Observation =>
  ({
    ...{ ...base, kind: 'event', code: 'door_open', active: true, stateful: true, source, baseline: false, data: {} },
    ...more,
  }) as Observation;
const shown = (messages: readonly RecordingMessage[]) =>
  messages.map(({ topic, payload }) => [topic, JSON.parse(Buffer.from(payload).toString())]);

it('introduces a device with its type, and joins the channels of a reading', () => {
  const recorder = createRecorder(plainNames);
  const value = (channel: string, reading: number): Observation => ({
    ...{ ...base, kind: 'value', channel, value: 1, reading, deviceTime: AT, seq: 7 + reading },
  });
  expect(shown(recorder.messagesOf(said(value('a', 0), value('b', 0), value('a', 1))))).toEqual([
    ['v1/acme/d1/status', { online: true, profile: 'door' }],
    ['v1/acme/d1/telemetry', { ts: AT, seq: 7, values: { a: 1, b: 1 } }],
    ['v1/acme/d1/telemetry', { ts: AT, seq: 8, values: { a: 1 } }],
  ]);
  const offline: Observation = { ...base, kind: 'status', online: false };
  expect(shown(recorder.messagesOf(said(offline)))).toEqual([
    ['v1/acme/d1/status', { online: false, profile: 'door' }],
  ]);
});

it('makes a device of each part, and leaves the first look at a state out', () => {
  const recorder = createRecorder(plainNames);
  const topics = shown(recorder.messagesOf(said(event('Door1'), event('Door/2')))).map(([topic]) => topic);
  expect(topics).toEqual([
    ...['v1/acme/d1.Door1/status', 'v1/acme/d1.Door1/event', 'v1/acme/d1.Door_2/status', 'v1/acme/d1.Door_2/event'],
  ]);
  expect(recorder.messagesOf(said(event('Door1', { baseline: true })))).toEqual([]);
  expect([recorder.devices, recorder.skipped]).toEqual([2, 1]);
});

it('calls devices by names that say nothing, the same throughout', () => {
  const names = maskedNames(Buffer.alloc(32, 7));
  expect(names('acme', 'd1', '')).toMatch(/^lab\/d-[0-9a-f]{12}$/);
  expect(names('acme', 'd1', '')).toBe(names('acme', 'd1', ''));
  expect(
    new Set([names('acme', 'd1', ''), names('acme', 'd1', 'x'), maskedNames(Buffer.alloc(32))('acme', 'd1', '')]).size,
  ).toBe(3);
  const [message] = createRecorder(names).messagesOf(said(event('')));
  expect(`${message?.topic} ${Buffer.from(message?.payload ?? []).toString()}`).not.toMatch(/acme|Wang/);
});
