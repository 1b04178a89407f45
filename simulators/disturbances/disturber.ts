import type { LabDevice } from '../fleet.ts';
import { randomStream } from '../random.ts';
import type { Publication, TimedFault } from '../traffic.ts';
import type { Deed, Disturbance, Struck, Tools } from './disturbance.ts';
import { DISTURBANCES, type DisturbanceSpec } from './disturbances.ts';

/** Disturbances that may be on at a time; one more is refused. */
const MAX_ON = 100;
/** Messages of a device that are remembered; older ones are forgotten. */
const REMEMBERED = 4;

/** One that is on, or waits for its instant. */
export interface Disturbed {
  readonly id: string;
  readonly spec: DisturbanceSpec;
  /** Epoch ms of the city. */
  readonly begins: number;
  readonly ends: number;
}

/** What arrives at an instant, and what else happens at it. */
export interface Carried extends Required<Deed> {
  readonly publications: readonly Publication[];
  /** Instants at which something that was held up just now arrives. */
  readonly later: readonly number[];
}

/** Everything between what devices say and what arrives. */
export interface Disturber {
  carry(at: number, sent: readonly Publication[]): Carried;
  /** Switches one on from `begins` on. Throws RangeError, in words for people, for a target there is not and when too many are on. */
  add(spec: DisturbanceSpec, begins: number): Disturbed;
  /** Ends one at the next instant; whether there was one. */
  remove(id: string): boolean;
  list(): readonly Disturbed[];
}

interface Entry extends Disturbed {
  /** Its place in the order in which disturbances act. */
  readonly order: number;
  /** Names its stream of chance. */
  readonly stream: string;
  readonly once: boolean;
  running?: Disturbance;
  removed: boolean;
}

/** The devices that a target names. */
function struckBy(target: DisturbanceSpec['target'], fleet: readonly LabDevice[]): ReadonlyMap<string, Struck> {
  const wanted = typeof target === 'string' ? [target] : target;
  const fits = (wish: string) => (device: LabDevice) =>
    wish === 'all' || wish === device.name || wish === device.type || wish === device.name.replace(/-\d+$/, '');
  const found = wanted.flatMap((wish) => {
    const devices = fleet.filter(fits(wish));
    if (devices.length > 0) return devices;
    const types = [...new Set(fleet.map(({ type }) => type))].join(', ');
    throw new RangeError(`no device, fleet or type is called ${wish}; name a device, all, or one of ${types}`);
  });
  return new Map(found.map(({ name, type, kind }) => [name, { name, type, kind }]));
}

/** Faults of a script that are disturbances: what they say of a device is a target here. */
function specOf({ instant: _instant, at: _at, ...fault }: TimedFault): DisturbanceSpec | undefined {
  // A script strikes one device or instant with these, and makes it report for that; its speaker sees to it.
  if (fault.kind === 'unknown-device' || fault.kind === 'gateway-kill' || !('lasts' in fault || 'target' in fault))
    return undefined;
  const { device, ...rest } = { device: 'all', ...fault };
  return { share: 1, target: device, ...rest } as DisturbanceSpec;
}

/**
 * The disturbances of a run, those of the script and those switched on meanwhile. Every one has a random stream of its own, so
 * that the same ones at the same instants give the same traffic.
 */
export function createDisturber(options: {
  readonly seed: number;
  readonly fleet: readonly LabDevice[];
  readonly script: readonly TimedFault[];
  /** The first instant of the scenario's tick at or behind a time. */
  readonly onTick: (at: number) => number;
}): Disturber {
  const { seed, fleet, onTick } = options;
  const entries: Entry[] = [];
  const held = new Map<number, Publication[]>();
  const recent = new Map<string, readonly Publication[]>();
  /** Ever added: of each kind, and of all, which decides what each draws. */
  const added = new Map<string, number>();
  let count = 0;
  const later = new Set<number>();

  let present = 0;
  const hold = (publication: Publication, due: number) => {
    const instant = onTick(due);
    held.set(instant, [...(held.get(instant) ?? []), { saidAt: present, ...publication }]);
    later.add(instant);
  };
  const start = (entry: Entry): Disturbance => {
    const { spec, begins, stream } = entry;
    const kind = DISTURBANCES[entry.order];
    if (!kind) throw new Error(`no disturbance ${spec.kind}`);
    const tools: Tools = {
      ...{ begins, hold },
      random: randomStream(seed, `disturbance/${stream}`),
      struck: struckBy(spec.target, fleet),
      last: (device) => recent.get(device) ?? [],
    };
    return kind.start(spec as never, tools);
  };
  const add = (spec: DisturbanceSpec, begins: number): Entry => {
    const order = DISTURBANCES.findIndex(({ kind }) => kind === spec.kind);
    struckBy(spec.target, fleet);
    if (entries.length >= MAX_ON) throw new RangeError(`${MAX_ON} disturbances are on; end one first`);
    const ends = begins + (spec.lasts ?? Number.POSITIVE_INFINITY);
    count += 1;
    const once = DISTURBANCES[order]?.once ?? false;
    const number = (added.get(spec.kind) ?? 0) + 1;
    added.set(spec.kind, number);
    const names = { id: `${spec.kind}-${number}`, stream: `${spec.kind}-${count}` };
    const entry: Entry = { ...names, spec, begins, ends, order, once, removed: false };
    entries.push(entry);
    entries.sort((a, b) => a.order - b.order);
    return entry;
  };
  for (const fault of options.script) {
    const spec = specOf(fault);
    if (spec) add(spec, fault.instant);
  }

  const drop = (entry: Entry) => void entries.splice(entries.indexOf(entry), 1);
  const remember = (sent: readonly Publication[]) => {
    for (const each of sent)
      if (each.terminal === 'own' && each.meaning)
        recent.set(each.device, [...(recent.get(each.device) ?? []).slice(1 - REMEMBERED), each]);
  };

  return {
    carry(at, sent) {
      later.clear();
      present = at;
      const arrived = held.get(at) ?? [];
      held.delete(at);
      const deeds = { kills: [], strands: [], quirks: [] } as { [K in keyof Required<Deed>]: unknown[] };
      const done = (deed: (Deed & { readonly publications?: readonly Publication[] }) | undefined) => {
        for (const key of ['kills', 'strands', 'quirks'] as const) deeds[key].push(...(deed?.[key] ?? []));
        return deed?.publications ?? [];
      };
      let now: readonly Publication[] = sent;
      const behind: Publication[] = [];
      for (const entry of [...entries]) {
        if (at < entry.begins && !entry.removed) continue;
        if (entry.removed || at >= entry.ends) {
          // What was kept arrives before what is said now.
          now = [...done(entry.running?.end?.(at)), ...now];
          drop(entry);
          continue;
        }
        if (!entry.running) {
          entry.running = start(entry);
          behind.push(...done(entry.running.strike?.(at)));
        }
        now = entry.running.bend?.(at, now) ?? now;
        if (entry.once) drop(entry);
      }
      remember(sent);
      return {
        ...(deeds as unknown as Required<Deed>),
        publications: [...arrived, ...now, ...behind],
        later: [...later],
      };
    },
    add,
    remove(id) {
      const entry = entries.find((each) => each.id === id);
      if (entry) entry.removed = true;
      return entry !== undefined;
    },
    list: () => entries.map(({ id, spec, begins, ends }) => ({ id, spec, begins, ends })),
  };
}
