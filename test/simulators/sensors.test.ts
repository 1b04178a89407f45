import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { randomStream } from '../../simulators/random.ts';
import { momentOf } from '../../simulators/sensors/sensor.ts';
import { SENSORS } from '../../simulators/sensors/sensors.ts';

interface PublishedType {
  readonly typeId: string;
  readonly channels: Record<string, { kind: string; min?: number; max?: number; values?: string[] }>;
  readonly offlineAfter?: string;
  readonly rules: readonly {
    kind: string;
    channel?: string;
    direction?: string;
    set?: number;
    offlineAfter?: string;
    when?: object;
  }[];
}

const FOLDER = 'adapters/device-types';
/** The published device types are what both sides are held to. */
const published = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as PublishedType);

const START = Date.parse('2026-06-01T00:00:00+08:00');

test('there is one simulated sensor for every published type that measures something', () => {
  const measuring = published.filter(({ channels }) => Object.keys(channels).length > 0).map(({ typeId }) => typeId);
  expect(SENSORS.map(({ type }) => type).sort()).toEqual(measuring.sort());
});

/** What is wrong with a value of a healthy device, if anything. */
function complaint(definition: PublishedType, channel: string, value: unknown): string | undefined {
  const spec = definition.channels[channel];
  if (!spec) return `${channel} is no channel`;
  const kind = spec.values?.includes(String(value)) ? 'enum' : typeof value;
  if (kind !== spec.kind) return `${channel} ${value} is no ${spec.kind}`;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
  if (typeof value === 'number' && (value < min || value > max)) return `${channel} ${value} is out of range`;
  const alarming = definition.rules.some(
    ({ kind, channel: watched, direction, set = 0, when }) =>
      kind === 'threshold' &&
      // What holds at certain hours only is judged by the rules themselves.
      when === undefined &&
      watched === channel &&
      (direction === 'above' ? Number(value) >= set : Number(value) <= set),
  );
  return alarming ? `${channel} ${value} is alarming` : undefined;
}

test.each(SENSORS)(
  '$type: a day of a healthy device stays within its channels and below every alarm',
  ({ type, start }) => {
    const definition = published.find(({ typeId }) => typeId === type);
    if (!definition) throw new Error(`no published type ${type}`);
    const complaints = ['a', 'b', 'c'].flatMap((device) => {
      const report = start(randomStream(3, `${type}-${device}`));
      return Array.from({ length: 144 }, (_, index) => START + index * 600_000).flatMap((at) =>
        Object.entries(report(momentOf(at, START))).flatMap(
          ([name, value]) => complaint(definition, name, value) ?? [],
        ),
      );
    });
    expect(complaints).toEqual([]);
  },
);

test('every type reports often enough not to count as silent', () => {
  const minutes = { min: 1, h: 60, d: 1440 } as Record<string, number>;
  for (const { type, every } of SENSORS) {
    const definition = published.find(({ typeId }) => typeId === type);
    const rule = definition?.rules.find(({ kind }) => kind === 'silent');
    const after = rule?.offlineAfter ?? definition?.offlineAfter ?? '';
    const [, number = '', unit = ''] = /^(\d+)(min|h|d)$/.exec(after) ?? [];
    expect(every / 60_000, type).toBeLessThan((Number(number) * (minutes[unit] ?? 0)) / 2);
  }
});
