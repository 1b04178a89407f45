import { isDeepStrictEqual } from 'node:util';
import type { DeviceType } from '../model/device.ts';
import type { Expressions } from '../model/expressions.ts';
import type { CompositeSpec } from '../model/rule-spec.ts';
import { type CompiledType, compileType, NO_TYPE } from './compiled-type.ts';
import { ORDINARY, type Site } from './limits.ts';

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
  /**
   * Takes other device types. A type that says the same as before keeps its compiled form, so that its devices need not be
   * touched. Throws what `expressions` throws; then the old ones stay.
   */
  replace(types: ReadonlyMap<string, DeviceType>): void;
}

type Types = ReadonlyMap<string, DeviceType>;

/** What rules of other types want of a type. */
interface Wishes {
  /** Channels they compare with, by type. */
  readonly references: ReadonlyMap<string, ReadonlySet<string>>;
  /** Combinations that listen, by `type|rule`. */
  readonly listening: ReadonlyMap<string, readonly Listener[]>;
  readonly watched: ReadonlySet<string>;
}

/** Compiles every type once, so that an expression that cannot be compiled is found at the start. */
export function createTypeBook(given: Types, expressions?: Expressions): TypeBook {
  let types: Types = new Map();
  let wishes: Wishes = { references: new Map(), listening: new Map(), watched: new Set() };
  let kept = new Map<string, CompiledType>();
  const watched = new Set<string>();

  const compile = (type: DeviceType, site: Site, { references }: Wishes) =>
    compileType(type, { site, expressions, references: references.get(type.typeId) });

  const replace = (next: Types) => {
    const wanted = wishesOf(next);
    const changed = [...next.values()].filter(
      (type) =>
        !(
          isDeepStrictEqual(types.get(type.typeId), type) &&
          isDeepStrictEqual(wishes.references.get(type.typeId), wanted.references.get(type.typeId))
        ),
    );
    const compiled = changed.map((type) => [keyOf(type, ORDINARY), compile(type, ORDINARY, wanted)] as const);
    const stale = new Set(changed.map(({ typeId }) => typeId));
    kept = new Map([...[...kept].filter(([, { typeId }]) => next.has(typeId) && !stale.has(typeId)), ...compiled]);
    types = next;
    wishes = wanted;
    watched.clear();
    for (const typeId of wanted.watched) watched.add(typeId);
  };
  replace(given);

  return {
    of(typeId, site) {
      const type = types.get(typeId) ?? types.get('generic');
      if (!type) return NO_TYPE;
      const key = keyOf(type, site);
      let compiled = kept.get(key);
      if (!compiled) {
        compiled = compile(type, site, wishes);
        if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value as string);
        kept.set(key, compiled);
      }
      return compiled;
    },
    watched,
    listeners: (typeId, ruleId) => wishes.listening.get(`${typeId}|${ruleId}`) ?? NONE,
    replace,
  };
}

const NONE: readonly Listener[] = [];

const keyOf = ({ typeId }: DeviceType, { siteClass, overrides }: Site): string =>
  JSON.stringify([typeId, siteClass, overrides ?? 0]);

function wishesOf(types: Types): Wishes {
  const references = new Map<string, Set<string>>();
  const listening = new Map<string, Listener[]>();
  for (const { typeId, rules } of types.values())
    for (const rule of rules) {
      const reference = rule.kind === 'relative' ? rule.against : rule.kind === 'mean' ? rule.background : undefined;
      if (reference) add(references, reference.type, reference.channel);
      if (rule.kind === 'composite' && rule.b.type !== undefined) listen(listening, rule, typeId);
    }
  const combining = [...listening.values()].flat().map(({ typeId }) => typeId);
  return { references, listening, watched: new Set([...references.keys(), ...combining]) };
}

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
