import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { openSeriesSink } from '../../gateway/series/open.ts';
import { tempDir } from '../support/temp-dir.ts';

const parts = () => ({ clock: realClock(), log: silentLog(), metrics: createMetrics() });

it('keeps series in the data directory, which it makes, when no InfluxDB is configured', async () => {
  const dir = tempDir('open');
  const dataDir = join(dir.path, 'data');
  const sink = await openSeriesSink({ dataDir, ...parts() });
  expect(sink.kind).toBe('sqlite');
  expect(existsSync(join(dataDir, 'series.sqlite'))).toBe(true);
  await sink.close();
  dir.remove();
});

it('does not fall back when the configured InfluxDB is none', async () => {
  const dir = tempDir('open');
  const sink = openSeriesSink({ influx: { url: 'not a url' }, dataDir: dir.path, ...parts() });
  await expect(sink).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  expect(existsSync(join(dir.path, 'series.sqlite'))).toBe(false);
  dir.remove();
});
