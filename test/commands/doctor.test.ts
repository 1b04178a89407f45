import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { openDeviceDirectory, unknownDevice } from '../../gateway/ingest/device-directory.ts';
import type { Device } from '../../gateway/model/device.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { runCli } from '../support/gateway.ts';
import { testDir } from '../support/test-dir.ts';

const device = (name: string, typeId: string, overrides?: Device['overrides']): Device => ({
  ...{ ...unknownDevice('acme', name), typeId },
  ...(overrides ? { overrides } : {}),
});

/** What `doctor` says of the overrides in a data directory, and how it ends. */
async function overridesIn(dataDir: string) {
  const env = { GRIDWARDEN_DATA_DIR: dataDir, GRIDWARDEN_MQTT_PORT: '0', GRIDWARDEN_HTTP_PORT: '0' };
  const { code, out } = await runCli(['doctor', '--json'], env);
  const findings = JSON.parse(out) as { check: string; state: string; detail: string }[];
  const { state, detail } = findings.find(({ check }) => check === 'overrides') ?? {};
  return { code, state, detail };
}

it('doctor tells overrides that have no effect, beside a gateway that has the store open', async () => {
  const dataDir = testDir();
  expect(await overridesIn(dataDir)).toEqual({ code: 0, state: 'ok', detail: 'no devices yet' });
  const clock = stepClock(0);
  const records = openRecords(openDatabase(join(dataDir, 'records.sqlite')), clock);
  try {
    const directory = openDeviceDirectory({ records, clock });
    await directory.putMany([device('s1', 'smoke', { 'smoke-density': { set: 0.2 } }), device('s2', 'smoke')]);
    expect(await overridesIn(dataDir)).toMatchObject({
      code: 0,
      state: 'ok',
      detail: expect.stringMatching(/^of 2 registered/),
    });

    const lost = { 'smoke-densty': { set: 0.2 } };
    await directory.put(device('a0', 'gate', lost));
    await directory.putMany(Array.from({ length: 22 }, (_, i) => device(`x${i}`, 'smoke', lost)));
    const { code, state, detail = '' } = await overridesIn(dataDir);
    expect([code, state]).toEqual([0, 'warn']);
    expect(detail).toMatch(
      /^23 of 25 registered have some of no effect: acme\/a0: there is no type "gate"; acme\/x0: /,
    );
    expect(detail).toMatch(/acme\/x0: a smoke has no rule "smoke-densty"; it has .*smoke-density.*; and 18 more$/);
  } finally {
    await records.close();
  }
}, 60_000);
