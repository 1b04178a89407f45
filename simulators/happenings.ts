import type { Incident, ScriptedIncident } from './incidents/incident.ts';
import { type Random, randomStream } from './random.ts';
import type { ScenarioFile } from './scenario.ts';

/** Devices tried before two happenings at one device are allowed to come closer than they should. */
const TRIES = 20;

/** Names of devices by what `any` may call: the type of a sensor, the name of its fleet, `camera`, `door`. */
function pools({ fleets, cameras, doors }: ScenarioFile): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (key: string, name: string) => void (found.get(key)?.push(name) ?? found.set(key, [name]));
  const counts = new Map<string, number>();
  for (const { type, count, name = type } of fleets) {
    const from = counts.get(name) ?? 0;
    counts.set(name, from + count);
    for (let index = 1; index <= count; index += 1) {
      const device = `${name}-${String(from + index).padStart(3, '0')}`;
      add(name, device);
      if (name !== type) add(type, device);
    }
  }
  for (const { name } of cameras) add('camera', name);
  for (const { name } of doors) add('door', name);
  return found;
}

/** When each device was last picked, so that its next happening is another one and not more of the same. */
type Picked = Map<string, number[]>;

function pick(pool: readonly string[], at: number, apart: number, picked: Picked, random: Random): string {
  let device = '';
  for (let tried = 0; tried < TRIES; tried += 1) {
    device = pool[random.whole(0, pool.length - 1)] ?? '';
    if (!picked.get(device)?.some((other) => Math.abs(other - at) < apart)) break;
  }
  picked.set(device, [...(picked.get(device) ?? []), at]);
  return device;
}

/**
 * Every happening of a scenario, in the order of its file: repetitions one by one, instants and devices that are left to the
 * seed picked by it. A device that nothing is called stays as it is written, for the check of names to report.
 */
export function happenings(file: ScenarioFile): Incident[] {
  const byName = pools(file);
  const { tick } = file.clock;
  return file.incidents.flatMap((scripted: ScriptedIncident, origin) => {
    const { name, at, device, devices, repeat, expect, kind, effects, actions } = scripted;
    const random = randomStream(file.seed, `incident/${name}`);
    const picked: Picked = new Map();
    const times = repeat?.times ?? 1;
    const apart = repeat?.apart ?? 0;
    return Array.from({ length: times }, (_, index): Incident => {
      const onTick = (instant: number) => Math.floor(instant / tick) * tick;
      const [from, to] = typeof at === 'number' ? [at, at] : at.between;
      const drawn = from === to ? from : onTick(random.between(from, to));
      const when = repeat?.every === undefined ? drawn : from + index * repeat.every;
      const anyOf = (pool: string) => pick(byName.get(pool) ?? [pool], when, apart, picked, random);
      const several = (pool: string, count: number): string[] => {
        const known = byName.get(pool) ?? [pool];
        const chosen = new Set<string>();
        while (chosen.size < Math.min(count, known.length)) chosen.add(known[random.whole(0, known.length - 1)] ?? '');
        return [...chosen];
      };
      const one = typeof device === 'object' ? anyOf(device.any) : (device ?? '');
      const named =
        devices === undefined ? [one] : Array.isArray(devices) ? devices : several(devices.any, devices.count);
      const own = times === 1 ? name : `${name} ${index + 1}`;
      const asked = devices === undefined || Array.isArray(devices) ? named.length : devices.count;
      return { kind, name: own, title: name, at: when, devices: named, asked, expect, effects, actions, origin };
    });
  });
}
