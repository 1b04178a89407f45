import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realClock } from '../../gateway/clock.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import type { TrialGround } from '../../gateway/trials/trials.ts';
import { testDir } from '../support/test-dir.ts';

export const START = Date.parse('2026-06-01T08:00:00+08:00');
export const MINUTE = 60_000;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A smoke detector, where in the city and what it measured at which minute. */
export interface Detector {
  readonly name: string;
  readonly lon?: number;
  readonly degrees: readonly (readonly [minute: number, degrees: number])[];
}

/** A data directory as a gateway leaves it: registered detectors and an inbox of what they said, a commit a message. */
export async function recordedData(detectors: readonly Detector[]): Promise<TrialGround> {
  const dataDir = testDir();
  mkdirSync(join(dataDir, 'keys'));
  writeFileSync(join(dataDir, 'pepper'), 'ab'.repeat(32));
  const db = openDatabase(join(dataDir, 'records.sqlite'));
  for (const { name, lon = 108.93 } of detectors) {
    const device = {
      ...{ deviceId: `acme/${name}`, vendor: 'acme', device: name, typeId: 'smoke', mobility: 'FIXED' },
      ...{ siteClass: 'ORDINARY', simulated: false, position: { lon, lat: 34.2645, crs: 'wgs84' } },
    };
    db.prepare('INSERT INTO device (device_id, body, registered_at, updated_at) VALUES (?, ?, 0, 0)').run(
      ...[device.deviceId, JSON.stringify(device)],
    );
  }
  db.close();
  const inbox = openInbox({
    ...{ path: join(dataDir, 'inbox'), seal: openSeal(join(dataDir, 'keys', 'inbox')), quota: 2 ** 30 },
    ...{ clock: realClock(), log: silentLog(), metrics: createMetrics(), other: 'feedback' },
  });
  const said = detectors
    .flatMap(({ name, degrees }) => degrees.map(([minute, value]) => ({ name, at: START + minute * MINUTE, value })))
    .sort((a, b) => a.at - b.at);
  for (const { name, at, value } of said)
    await inbox.append({
      ...{ receivedAt: at, transport: 'mqtt', vendor: 'acme', device: name, topic: `v1/acme/${name}/telemetry` },
      ...{ payload: Buffer.from(JSON.stringify({ ts: at, values: { temperature: value } })), qos: 1 },
      ...{ retain: false, dup: false },
    });
  await inbox.close();
  return {
    ...{ dataDir, typeFolders: [here('../../adapters/device-types')], profilesDir: here('../../deploy/profiles') },
    ...{ profile: 'lianhu', mode: 'NORMAL', firstSight: false, production: true },
  };
}
