import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { randomStream } from './random.ts';
import { momentOf, type Values } from './sensors/sensor.ts';
import { SENSORS } from './sensors/sensors.ts';

const BUNDLED = join(import.meta.dirname, '..', 'adapters', 'device-types');

const typeFile = z.object({
  channels: z.record(z.string(), z.unknown()).default({}),
  events: z.record(z.string(), z.unknown()).default({}),
});

/** What a type of device can say. */
export interface Vocabulary {
  /** A report of a healthy one. */
  readonly normal: Values;
  readonly channels: readonly string[];
  readonly events: readonly string[];
}

function published(type: string): z.output<typeof typeFile> {
  const own = join(process.env['GRIDWARDEN_DEVICE_TYPES_DIR'] ?? BUNDLED, `${type}.yaml`);
  const file = existsSync(own) ? own : join(BUNDLED, `${type}.yaml`);
  const content: unknown = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
  return typeFile.safeParse(content).data ?? { channels: {}, events: {} };
}

/** Channels and event codes of a simulated sensor: what its simulator says, and what its published device type names. */
export function vocabularyOf(type: string): Vocabulary {
  const sensor = SENSORS.find((each) => each.type === type);
  const normal = sensor?.start(randomStream(0, type))(momentOf(0, 0)) ?? {};
  const { channels, events } = published(type);
  return {
    normal,
    channels: [...new Set([...Object.keys(normal), ...Object.keys(channels)])],
    events: Object.keys(events),
  };
}
