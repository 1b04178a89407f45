import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/gateway.ts';
import { testDir } from '../support/test-dir.ts';

const TELEMETRY = ['decode', '--topic', 'v1/acme/s1/telemetry'];
const linesOf = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A gateway's settings: a device type `doorway` of its own, in a folder beside the file. */
function settings(): { readonly file: string; readonly types: string; readonly dataDir: string } {
  const [folder, types, dataDir] = [testDir(), testDir(), testDir()];
  const contact = readFileSync(new URL('../../adapters/device-types/contact.yaml', import.meta.url), 'utf8');
  writeFileSync(join(types, 'doorway.yaml'), contact.replace('typeId: contact', 'typeId: doorway'));
  const file = join(folder, 'gridwarden.yaml');
  writeFileSync(file, `deviceTypesDir: ${types}\ndataDir: ${dataDir}\n`);
  return { file, types, dataDir };
}

describe('gridwarden decode', () => {
  it('holds a payload against the device types of the gateway it is told of', async () => {
    const { file, types } = settings();
    const args = [...TELEMETRY, '--type', 'doorway', '{"ts":1764720000000,"values":{"open":true}}'];
    const [bare, told, environment] = await Promise.all([
      runCli(args),
      runCli([...args, '--config', file]),
      runCli(args, { GRIDWARDEN_DEVICE_TYPES_DIR: types }),
    ]);
    expect([bare.code, bare.err]).toEqual([2, expect.stringMatching(/--type doorway: use one of .*contact/)]);
    for (const run of [told, environment]) {
      expect([run.code, run.err]).toEqual([0, '']);
      expect(linesOf(run.out)).toEqual([expect.objectContaining({ channel: 'open', value: true, quality: 'GOOD' })]);
    }
  }, 60_000);

  it('says what of a message is taken and not believed, as the gateway does', async () => {
    const payload = {
      ...{ ts: 1_764_720_000_000, values: { smoke: 40 } },
      position: { lon: 0, lat: 0, crs: 'wgs84' },
    };
    const { code, out } = await runCli([...TELEMETRY, '--type', 'smoke', JSON.stringify(payload)]);
    const lines = linesOf(out);
    expect([code, lines]).toEqual([
      3,
      [
        expect.objectContaining({ channel: 'smoke', value: 40, quality: 'SUSPECT' }),
        { doubt: expect.objectContaining({ code: 'VALUE_IMPLAUSIBLE' }) },
        { position: { fault: 'NULL_ISLAND', detail: expect.stringContaining('without a fix') } },
      ],
    ]);
    expect(lines[0]).not.toHaveProperty('position');
  }, 60_000);

  it.each([
    ['a value no such device can measure', '--type smoke', { ts: 1_764_720_000_000, values: { smoke: 40 } }, 3],
    ['a clock that counts seconds', '--type smoke', { ts: 1_764_720_000, values: { smoke: 0.02 } }, 3],
    ['a place that cannot be', '', { values: { smoke: 0.02 }, position: { lon: 0, lat: 0, crs: 'wgs84' } }, 3],
    ['nothing', '--type smoke', { ts: 1_764_720_000_000, values: { smoke: 0.02 } }, 0],
    ['a value that is none, which weighs more', '--type smoke', { ts: 1_764_720_000, values: { smoke: [] } }, 1],
  ])('ends by what is wrong with it: %s', async (_what, type, payload, expected) => {
    const args = [...TELEMETRY, ...type.split(' ').filter(Boolean), JSON.stringify(payload)];
    const { code, out } = await runCli(args);
    expect([code, out]).toEqual([expected, expect.any(String)]);
  });

  it('tells a capture that is understood and not believed from one that is believed', async () => {
    const captured = (UtcTime: string) => {
      const payload = { UtcTime, Source: { VideoSource: '1' }, Data: { State: true } };
      const file = join(testDir(), 'captured.ndjson');
      writeFileSync(file, JSON.stringify({ topic: 'cam/onvif-ej/VideoSource/MotionAlarm', payload }));
      return file;
    };
    const [good, nonsense] = await Promise.all(
      ['2026-03-01T08:00:00Z', 'yesterday'].map((time) =>
        runCli(['decode', '--adapter', 'onvif-mqtt', captured(time)]),
      ),
    );
    expect([good?.code, nonsense?.code]).toEqual([0, 3]);
    expect(linesOf(nonsense?.out ?? '')[0]).toMatchObject({ observation: { quality: 'SUSPECT' } });
  });

  it('reads captures with the topic map of that gateway, and knows the type to hold them against', async () => {
    const { file, dataDir } = settings();
    writeFileSync(join(dataDir, 'onvif-map.yaml'), 'rows:\n  - { topic: Own/Siren, signal: motion, value: [On] }\n');
    const capture = join(testDir(), 'captured.ndjson');
    writeFileSync(
      capture,
      JSON.stringify({
        topic: 'cam/onvif-ej/Own/Siren',
        payload: { UtcTime: '2026-03-01T08:00:00Z', Source: { a: '1' }, Data: { On: true } },
      }),
    );
    const args = ['decode', '--adapter', 'onvif-mqtt', '--config', file];
    const [known, stranger] = await Promise.all([
      runCli([...args, capture]),
      runCli([...args, '--type', 'gate', capture]),
    ]);
    expect([known.code, linesOf(known.out)]).toMatchObject([0, [{ signal: { name: 'motion', value: true } }]]);
    expect([stranger.code, stranger.err]).toEqual([2, expect.stringMatching(/--type gate: use one of .*doorway/)]);
  }, 60_000);
});
