import { ADDRESS_QUIRKS } from './quirks/addresses.ts';
import type { Behaviour, Peer, PeerSettings, Quirk } from './quirks/quirk.ts';
import { STORM_QUIRKS } from './quirks/storms.ts';
import { SUBSCRIPTION_QUIRKS } from './quirks/subscriptions.ts';
import { TOPIC_QUIRKS } from './quirks/topics.ts';
import { TRANSPORT_QUIRKS } from './quirks/transport.ts';

/** Every quirk of real cameras and door controllers that a gateway must survive, by number. */
export const QUIRKS: ReadonlyMap<number, Quirk> = new Map(
  [...ADDRESS_QUIRKS, ...SUBSCRIPTION_QUIRKS, ...STORM_QUIRKS, ...TOPIC_QUIRKS, ...TRANSPORT_QUIRKS].map((quirk) => [
    quirk.number,
    quirk,
  ]),
);

/** The quirks of one device. */
export interface Quirks {
  /**
   * Switches a quirk on or off; on again starts it anew. Without `form` its forms take turns, where they can. Throws Error for
   * a number or form that does not exist.
   */
  set(number: number, on: boolean, form?: string): void;
  /** Numbers that are on, in order. */
  active(): readonly number[];
  settings(): PeerSettings;
  /** What the active quirks do, in the order of their numbers. */
  behaviours(): readonly Behaviour[];
}

interface Active {
  readonly settings: Partial<PeerSettings>;
  readonly behaviour: Behaviour;
}

/** Quirks over the settings that the device was made with. */
export function createQuirks(base: PeerSettings, peer: Peer): Quirks {
  const on = new Map<number, Active>();
  let settings = base;
  let behaviours: readonly Behaviour[] = [];

  const settle = () => {
    const inOrder = [...on].sort(([a], [b]) => a - b).map(([, active]) => active);
    settings = Object.assign({}, base, ...inOrder.map((active) => active.settings));
    behaviours = inOrder.map((active) => active.behaviour);
  };

  return {
    set(number, wanted, form) {
      const quirk = quirkOf(number, form);
      on.delete(number);
      if (wanted) {
        const forms = form === undefined ? (quirk.forms ?? ['']) : [form];
        let turns = 0;
        const next = () => {
          const turn = forms[turns % forms.length] ?? '';
          turns += 1;
          return turn;
        };
        on.set(number, {
          settings: quirk.settings?.(form) ?? {},
          behaviour: quirk.behave?.(peer, { form, next }) ?? {},
        });
      }
      settle();
    },
    active: () => [...on.keys()].sort((a, b) => a - b),
    settings: () => settings,
    behaviours: () => behaviours,
  };
}

function quirkOf(number: number, form: string | undefined): Quirk {
  const quirk = QUIRKS.get(number);
  if (!quirk) throw new Error(`there is no quirk ${number}; they are numbered 1 to ${QUIRKS.size}`);
  if (form !== undefined && !quirk.forms?.includes(form))
    throw new Error(`quirk ${number} has no form "${form}", but ${quirk.forms?.join(', ') ?? 'none'}`);
  return quirk;
}
