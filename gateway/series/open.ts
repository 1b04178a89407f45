import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { openInflux } from './influx.ts';
import { findInflux, type InfluxSettings } from './influx-server.ts';
import type { SeriesSink } from './sink.ts';
import { openSqlite } from './sqlite.ts';

export interface SeriesSinkOptions {
  readonly influx?: InfluxSettings;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/**
 * InfluxDB where one is configured, else a file in the data directory. Throws INFLUX_UNREACHABLE when the configured
 * InfluxDB does not answer within 5 s; once started, an outage only holds the series reader up.
 */
export async function openSeriesSink(options: SeriesSinkOptions): Promise<SeriesSink> {
  const { influx, dataDir, clock, log, metrics } = options;
  const retries = metrics.counter('series_retries_total', 'Failed attempts to write to the series store');
  if (!influx) return openSqlite({ dataDir, clock, log, retries });
  const server = await findInflux(influx, clock, log);
  await server.prepare();
  log.info({ url: server.url, version: server.version || 'unknown', bucket: server.bucket }, 'series go to InfluxDB');
  return openInflux({ server, clock, log, retries });
}
