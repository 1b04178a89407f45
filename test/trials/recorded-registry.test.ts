import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { logClock } from '../../gateway/trials/log-clock.ts';
import { copyRegistry, readMode, readRegistry } from '../../gateway/trials/recorded-registry.ts';
import { testDir } from '../support/test-dir.ts';

it('copies what is known of devices, also while a gateway writes, and leaves nothing beside a file that lies still', async () => {
  const file = join(testDir(), 'records.sqlite');
  const db = openDatabase(file);
  db.exec(`INSERT INTO device VALUES ('a/1', '{"deviceId":"a/1"}', 1, 2);
    INSERT INTO device_reliability VALUES ('a/1', 3, 1);
    INSERT INTO meta VALUES ('operating-mode', '{"mode":"FLOOD"}')`);
  expect(readMode(file)).toBe('FLOOD');
  const registry = readRegistry(file);
  db.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(readRegistry(file)).toEqual(registry);
  expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false]);

  const records = openRecords(openDatabase(':memory:'), logClock(0));
  await copyRegistry(registry, records);
  expect(records.read.get('SELECT * FROM device')).toMatchObject({ device_id: 'a/1', body: '{"deviceId":"a/1"}' });
  expect(records.read.get('SELECT * FROM device_reliability')).toMatchObject({ confirmed: 3, false_alarms: 1 });
  await records.close();
});

it('says where there is none, and is NORMAL where nobody switched', () => {
  const file = join(testDir(), 'records.sqlite');
  expect(() => readRegistry(file)).toThrow(/DATA_DIR_UNWRITABLE: .* does not exist/);
  openDatabase(file).close();
  expect(readMode(file)).toBe('NORMAL');
});
