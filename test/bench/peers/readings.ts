/**
 * What both hand-written peers do with a message: check it, make a point of it, put an alarm on a queue. Written the way the
 * libraries' documentation shows it.
 */
import { InfluxDB, Point } from '@influxdata/influxdb-client';
import { Queue } from 'bullmq';
import { z } from 'zod';

const value = z.union([z.number(), z.boolean(), z.string()]);
const head = { ts: z.number().int(), seq: z.number().int(), simulated: z.boolean().optional() };
const telemetry = z.object({ ...head, values: z.record(z.string(), value) });
const event = z.object({
  ...head,
  code: z.string(),
  active: z.boolean(),
  data: z.record(z.string(), value).optional(),
});

export interface Readings {
  take(topic: string, payload: Buffer): void;
  progress(): { received: number; stored: number; failed: number };
  close(): Promise<void>;
}

export function openReadings(influxUrl: string, redisUrl: string): Readings {
  let received = 0;
  let stored = 0;
  let failed = 0;
  const { hostname, port } = new URL(redisUrl);
  const queue = new Queue('cases', { connection: { host: hostname, port: Number(port) } });
  const writeApi = new InfluxDB({ url: influxUrl }).getWriteApi('', 'bench', 'ns', {
    batchSize: 5_000,
    // Shorter than the usual second, which would count against it when it is waited for.
    flushInterval: 200,
    // Readings are to be compared, not lost on the way.
    maxBufferLines: 10_000_000,
    writeSuccess: (lines) => {
      stored += lines.length;
    },
  });
  writeApi.path = '/write?db=bench&precision=ns';

  return {
    take(topic, payload) {
      received++;
      const [, vendor, device, kind] = topic.split('/');
      const deviceId = `${vendor}/${device}`;
      try {
        const json: unknown = JSON.parse(payload.toString());
        // Two readings within a millisecond would overwrite each other.
        const stamp = (ts: number, seq: number) => `${ts}${String(seq % 1_000_000).padStart(6, '0')}`;
        if (kind === 'event') {
          const { ts, seq, code, active } = event.parse(json);
          const point = new Point('event').tag('device', deviceId).tag('code', code).booleanField('active', active);
          writeApi.writePoint(point.timestamp(stamp(ts, seq)));
          void queue.add(
            'alarm',
            { deviceId, ts, seq, code, active },
            { jobId: `${deviceId}-${ts}-${seq}`.replaceAll('/', '-'), removeOnComplete: 1_000, removeOnFail: 1_000 },
          );
          return;
        }
        const { ts, seq, values } = telemetry.parse(json);
        const point = new Point('telemetry').tag('device', deviceId).timestamp(stamp(ts, seq));
        for (const [name, reading] of Object.entries(values))
          if (typeof reading === 'number') point.floatField(name, reading);
          else if (typeof reading === 'boolean') point.booleanField(name, reading);
          else point.stringField(name, reading);
        writeApi.writePoint(point);
      } catch {
        failed++;
      }
    },
    progress: () => ({ received, stored, failed }),
    async close() {
      await writeApi.close();
      await queue.close();
    },
  };
}
