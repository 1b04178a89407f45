import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { refuseForeign } from '../../../simulators/recording/loopback.ts';
import { createMask } from '../../../simulators/recording/mask.ts';
import { readRecording, senderOf } from '../../../simulators/recording/recording.ts';
import { moveTime } from '../../../simulators/recording/replay.ts';
import { testDir } from '../../support/test-dir.ts';

const header = '{"recording":"gridwarden","version":1,"startedAt":"2026-06-01T00:00:00.000Z","masked":true}';
const line = (at: number) => JSON.stringify({ at, topic: 'v1/lab/d/status', payload: '', qos: 1, retain: false });

async function read(bytes: Buffer, name = 'r.ndjson.gz'): Promise<number[]> {
  const file = join(testDir(), name);
  writeFileSync(file, bytes);
  const times: number[] = [];
  for await (const { at } of readRecording(file)) times.push(at);
  return times;
}

describe('a recording', () => {
  it('is read to its end, zipped or not', async () => {
    const text = `${[header, line(0), line(7)].join('\n')}\n`;
    expect(await read(gzipSync(text))).toEqual([0, 7]);
    expect(await read(Buffer.from(text), 'r.ndjson')).toEqual([0, 7]);
  });

  it('is read up to where it is torn', async () => {
    const many = [header, ...Array.from({ length: 5_000 }, (_, index) => line(index))].join('\n');
    const whole = gzipSync(many);
    const times = await read(whole.subarray(0, whole.length - 1_000));
    expect(times.length).toBeGreaterThan(100);
    expect(times).toEqual(Array.from({ length: times.length }, (_, index) => index));
  });

  it.each([
    ['', /is empty/],
    ['{"recording":"other"}', /r\.ndjson:1: recording/],
    [`${header}\n{"at":-1}`, /r\.ndjson:2: at/],
    [`${header}\nnonsense\n${line(1)}`, /r\.ndjson:2: not JSON/],
  ])('that is none says so (%#)', async (text, message) => {
    await expect(read(Buffer.from(text), 'r.ndjson')).rejects.toThrow(message);
  });
});

describe('masked names', () => {
  const mask = createMask(Buffer.alloc(32, 1));

  it('stand for the same device wherever it is named, and for no other', () => {
    const first = mask('v1/acme/detector-17/event', Buffer.from('{"ref":"acme/detector-17","id":"detector-17"}'));
    const name = senderOf(first.topic)?.device ?? '';
    expect(first.topic).toBe(`v1/lab/${name}/event`);
    expect(first.payload.toString()).toBe(`{"ref":"lab/${name}","id":"${name}"}`);
    expect(mask('v1/acme/detector-17/status', Buffer.from('')).topic).toBe(`v1/lab/${name}/status`);
    expect(mask('v1/acme/detector-18/status', Buffer.from('')).topic).not.toBe(`v1/lab/${name}/status`);
    expect(createMask(Buffer.alloc(32, 2))('v1/acme/detector-17/status', Buffer.from('')).topic).not.toContain(name);
  });

  it('leave every other byte as it is', () => {
    const payload = Buffer.from([0, 255, 128, 10]);
    expect(mask('v1/acme/detector-17/telemetry/pb', payload).payload.equals(payload)).toBe(true);
  });
});

it('moves the times of a payload and marks it as simulated', () => {
  const moved = (text: string) => moveTime(Buffer.from(text), 1_000).toString();
  expect(moved('{"ts":5,"values":{"a":1}}')).toBe('{"ts":1005,"values":{"a":1},"simulated":true}');
  expect(moved('[{"ts":"2026-06-01T08:00:00+08:00"},{"a":1}]')).toBe(
    '[{"ts":"2026-06-01T00:00:01.000Z","simulated":true},{"a":1}]',
  );
  for (const other of ['{"smoke":1}', 'not JSON', '{"ts":"soon"}']) expect(moved(other)).toBe(other);
});

it('sends to this machine only, unless told that the broker is one’s own', () => {
  for (const url of ['mqtt://127.0.0.1:1883', 'mqtt://localhost', 'mqtt://[::1]:1883']) refuseForeign(url, false);
  for (const url of ['mqtt://10.0.0.7', 'mqtt://127.0.0.1.example.org', 'nonsense'])
    expect(() => refuseForeign(url, false)).toThrow(/is not this machine|is no address/);
  refuseForeign('mqtt://10.0.0.7', true);
});
