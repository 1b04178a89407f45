import type { DeviceType } from '../model/device.ts';
import type { Expressions } from '../model/expressions.ts';
import type { CompositeSpec } from '../model/rule-spec.ts';
import { type CompiledType, compileType, NO_TYPE } from './compiled-type.ts';
import type { Site } from './limits.ts';

/** Compiled types kept; beyond, the one made first is made anew when it is asked for again. */
const MAX_KEPT = 10_000;

/** A combination in another device's rules that listens to a rule. */
export interface Listener {
  readonly typeId: string;
  readonly ruleId: string;
  /** m */
  readonly distance: number;
}

/** All device types, for every class of sites and every device with limits of its own. */
export interface TypeBook {
  /** The type a device of `typeId` has at its site; `generic` stands for one that there is none of. */
  of(typeId: string, site: Site): CompiledType;
  /** Types whose devices others look at: as reference stations, or for combinations with devices nearby. */
  readonly watched: ReadonlySet<string>;
  /** Combinations with devices nearby that wait for a rule of a type. */
  listeners(typeId: string, ruleId: string): readonly Listener[];
}

/** Compiles every type once, so that an expression that cannot be compiled is found at the start. */
export function createTypeBook(types: ReadonlyMap<string, DeviceType>, expressions?: Expressions): TypeBook {
  const references = new Map<string, Set<string>>();
  const listening = new Map<string, Listener[]>();
  for (const { typeId, rules } of types.values())
    for (const rule of rules) {
      const reference = rule.kind === 'relative' ? rule.against : rule.kind === 'mean' ? rule.background : undefined;
      if (reference) add(references, reference.type, reference.channel);
      if (rule.kind === 'composite' && rule.b.type !== undefined) listen(listening, rule, typeId);
    }
  const kept = new Map<string, CompiledType>();
  const of = (typeId: string, site: Site): CompiledType => {
    const type = types.get(typeId) ?? types.get('generic');
    if (!type) return NO_TYPE;
    const key = JSON.stringify([type.typeId, site.siteClass, site.overrides ?? 0]);
    let compiled = kept.get(key);
    if (!compiled) {
      compiled = compileType(type, { site, expressions, references: references.get(type.typeId) });
      if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value as string);
      kept.set(key, compiled);
    }
    return compiled;
  };
  for (const typeId of types.keys()) of(typeId, { siteClass: 'ORDINARY' });
  const combining = [...listening.values()].flat().map(({ typeId }) => typeId);
  return {
    of,
    watched: new Set([...references.keys(), ...combining]),
    listeners: (typeId, ruleId) => listening.get(`${typeId}|${ruleId}`) ?? NONE,
  };
}

const NONE: readonly Listener[] = [];

function add(references: Map<string, Set<string>>, type: string, channel: string): void {
  const channels = references.get(type);
  if (channels) channels.add(channel);
  else references.set(type, new Set([channel]));
}

function listen(listening: Map<string, Listener[]>, { id, b }: CompositeSpec, typeId: string): void {
  const key = `${b.type}|${b.rule}`;
  const listeners = listening.get(key) ?? [];
  listeners.push({ typeId, ruleId: id, distance: b.distance ?? 0 });
  listening.set(key, listeners);
}
