import { fileURLToPath } from 'node:url';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { adapterFor, identityOf } from '../../adapters/registry.ts';
import { celExpressions } from '../../gateway/expressions.ts';
import { createDecoder } from '../../gateway/ingest/decoder.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { CaseCandidate } from '../../gateway/model/candidate.ts';
import type { Device } from '../../gateway/model/device.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { LabDevice } from '../../simulators/fleet.ts';
import { scenarioSchema } from '../../simulators/scenario.ts';
import { SENSORS } from '../../simulators/sensors/sensors.ts';
import { traffic } from '../../simulators/traffic.ts';
import { feed, openEngine, waiting } from './rules-rig.ts';
import { testDir } from './test-dir.ts';

export const expressions = celExpressions();
export const bundledTypes = loadDeviceTypes(fileURLToPath(new URL('../../adapters/device-types', import.meta.url)), {
  expressions,
});

/** Messages handed to the rules at once; each is one inbox commit. */
const BATCH = 1_000;

/** One message as a device sends it. */
export interface Sent {
  readonly at: number;
  readonly device: string;
  readonly topic: string;
  readonly payload: string;
}

/** What the simulated sensors of some fleets publish, as a scenario file would say it. */
export function sentBy(scenario: {
  readonly start: string;
  readonly duration: string;
  readonly tick?: string;
  readonly fleets: readonly { readonly type: string; readonly count: number; readonly every?: string }[];
  readonly incidents?: readonly Readonly<Record<string, unknown>>[];
}): Sent[] {
  const { start, duration, tick = '1s', fleets, incidents = [] } = scenario;
  const parsed = scenarioSchema.parse({
    ...{ title: 'one class', seed: 20_260_601, city: { profile: 'lianhu' }, fleets },
    ...{ clock: { start, duration, tick }, incidents: incidents.map((each) => ({ expect: 'none', ...each })) },
  });
  const devices = parsed.fleets.flatMap((surroundings): LabDevice[] => {
    const { type, count, every } = surroundings;
    const profile = SENSORS.find((sensor) => sensor.type === type);
    if (!profile) throw new Error(`no simulated ${type}`);
    return Array.from({ length: count }, (_, index) => {
      const name = `${type}-00${index + 1}`;
      const plain = { kind: 'sensor', type, site: 'ORDINARY', position: { lon: 108.93, lat: 34.26 } } as const;
      return {
        ...{ ...plain, name, deviceId: `lab/${name}`, grid: '', parts: [] },
        sensor: { profile, every: every ?? profile.every, surroundings },
      };
    });
  });
  return [...traffic(parsed, devices)].flatMap(({ at, publications }) =>
    publications.map(({ device, topic, payload }) => ({ at, device, topic, payload })),
  );
}

/** An event by the native contract. */
export function eventOf(at: number, device: string, code: string, active = true, data: object = {}): Sent {
  return { at, device, topic: `v1/lab/${device}/event`, payload: JSON.stringify({ ts: at, code, active, data }) };
}

/**
 * Gives messages to the adapters and the rules as the gateway does, with the bundled device types, and lets time go on to
 * `until`. A device called `smoke-001` is of type smoke; `registered` says what else is known of all of them.
 */
export async function decide(
  sent: readonly Sent[],
  until: number,
  registered: Partial<Device> = {},
): Promise<CaseCandidate[]> {
  const metrics = createMetrics();
  const decoder = createDecoder(
    {
      ...{ adapterFor, identityOf, learnType: () => {}, typeOf: (typeId) => bundledTypes.get(typeId) },
      deviceOf: (deviceId, { vendor, device }) => ({
        ...{ deviceId, vendor, device, typeId: device.replace(/-\d+$/, '') },
        ...{ mobility: 'FIXED', siteClass: 'ORDINARY', simulated: true },
        position: { lon: 108.93, lat: 34.26, crs: 'wgs84' },
        ...registered,
      }),
    },
    metrics,
  );
  const engine = await openEngine(`${testDir()}/rules`, {
    ...{ deviceTypes: bundledTypes, metrics, expressions },
    startedAt: sent[0]?.at ?? until,
  });
  try {
    const decoded = sent.flatMap(({ at, device, topic, payload }, index) => {
      const message: RawMessage = {
        ...{ position: { commit: index + 1, frame: 0 }, receivedAt: at, transport: 'mqtt', vendor: 'lab', device },
        ...{ topic, payload: Buffer.from(payload), qos: 1, retain: false, dup: false },
      };
      return decoder.decode([message]);
    });
    const refused = decoded.find(({ rejection }) => rejection);
    if (refused) throw new Error(`${refused.message.topic}: ${refused.rejection?.detail}`);
    await feed(engine, decoded, BATCH);
    await engine.advance(until);
    return waiting(engine);
  } finally {
    await engine.close();
  }
}
