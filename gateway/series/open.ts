import type { Clock } from '../clock.ts';
import { toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { openInflux } from './influx.ts';
import { lateInflux } from './influx-late.ts';
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

/** Machine ms the configured InfluxDB is given to answer before the gateway starts without it, and at each look behind that. */
const FIRST_LOOK_MS = 500;
const LOOK_MS = 2_000;

/**
 * InfluxDB where one is configured, else a file in the data directory. An InfluxDB that does not answer, at the start or later,
 * only holds the series reader up. Throws CONFIG_INVALID for an address that is none.
 */
export async function openSeriesSink(options: SeriesSinkOptions): Promise<SeriesSink> {
  const { influx, dataDir, clock, log, metrics } = options;
  const retries = metrics.counter('series_retries_total', 'Failed attempts to write to the series store');
  if (!influx) return openSqlite({ dataDir, clock, log, retries });
  const find = async (patience: number): Promise<SeriesSink> => {
    const server = await findInflux(influx, clock, log, patience);
    await server.prepare();
    log.info({ url: server.url, version: server.version || 'unknown', bucket: server.bucket }, 'series go to InfluxDB');
    return openInflux({ server, clock, log, retries });
  };
  try {
    return await find(FIRST_LOOK_MS);
  } catch (error) {
    const { code, detail } = toGatewayError(error);
    if (code !== 'INFLUX_UNREACHABLE') throw error;
    log.warn({ code, reason: detail }, 'InfluxDB does not answer: points wait in the inbox until it does');
    return lateInflux(() => find(LOOK_MS), { reason: detail, clock, log, retries });
  }
}
