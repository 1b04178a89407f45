import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StepClock, stepClock } from '../../gateway/clock.ts';
import { createDelivery, type DeliveryOptions, type DeliveryService } from '../../gateway/delivery/delivery.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords, type Records } from '../../gateway/records/records.ts';
import { type TestLog, testLog } from './case-log.ts';
import { inProcessWakeUps } from './in-process-wake-ups.ts';

export const START = Date.parse('2025-12-03T00:00:00.000Z');

export interface DeliveryBench {
  readonly clock: StepClock;
  readonly records: Records;
  readonly log: TestLog;
  readonly delivery: DeliveryService;
  /** Moves the clock and waits until what became due is done. */
  forward(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export interface DataFolder {
  readonly path: string;
  remove(): void;
}

export function dataFolder(): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'gridwarden-delivery-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A delivery over a real records store; opening the same folder again is a restart. */
export async function openBench(
  folder: string,
  options: Partial<Pick<DeliveryOptions, 'timeoutMs' | 'allowPrivate' | 'channel' | 'wakeUps' | 'filterWords'>> & {
    at?: number;
  } = {},
): Promise<DeliveryBench> {
  const { at = START, ...rest } = options;
  const clock = stepClock(at);
  const records = openRecords(openDatabase(join(folder, 'records.db')), clock);
  const log = testLog(records);
  const delivery = createDelivery({
    ...{ records, events: log, wakeUps: inProcessWakeUps(), clock, log: silentLog(), metrics: createMetrics() },
    ...{
      gatewayId: 'gw1',
      allowPrivate: ['127.0.0.0/8'],
      stopGraceMs: 200,
      lifeSafety: (record) => record.categoryCode === 'E0498',
    },
    ...rest,
  });
  await delivery.start();
  return {
    ...{ clock, records, log, delivery },
    async forward(ms) {
      clock.advance(clock.now() + ms);
      await delivery.idle();
    },
    async stop() {
      await delivery.stop();
      await records.close();
    },
  };
}
