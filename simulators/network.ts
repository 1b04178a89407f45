import { randomStream } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { Publication, TimedFault } from './traffic.ts';

/** The way from the devices to the broker, with what goes wrong on it. */
export interface Network {
  /**
   * What arrives at an instant of what is sent then and of what was held up before. `later`: the instant at which the next
   * held-up message arrives, when one was held up just now.
   */
  carry(at: number, sent: readonly Publication[]): { readonly now: readonly Publication[]; readonly later?: number };
}

type Disturbance = Extract<TimedFault, { readonly kind: 'loss' | 'reorder' }>;

/** Loss and reordering by the seed: QoS 1 clients send again what was lost, with DUP, so nothing is gone for good. */
export function createNetwork(
  scenario: Scenario,
  faults: readonly TimedFault[],
  onTick: (at: number) => number,
): Network {
  const disturbances = faults
    .filter((fault): fault is Disturbance => fault.kind === 'loss' || fault.kind === 'reorder')
    .map((fault, index) => ({ fault, random: randomStream(scenario.seed, `network/${index}`) }));
  const held = new Map<number, Publication[]>();

  return {
    carry(at, sent) {
      const arrived = held.get(at) ?? [];
      held.delete(at);
      if (disturbances.length === 0) return { now: sent };
      let later: number | undefined;
      const now = sent.filter((publication) => {
        for (const { fault, random } of disturbances) {
          const on = at >= fault.instant && at < fault.instant + fault.lasts;
          if (!on || publication.terminal !== 'own' || random.between(0, 1) >= fault.share) continue;
          const due = onTick(at + fault.later);
          const again = fault.kind === 'loss' ? { ...publication, dup: true } : publication;
          held.set(due, [...(held.get(due) ?? []), again]);
          later = Math.min(later ?? due, due);
          return false;
        }
        return true;
      });
      return later === undefined ? { now: [...arrived, ...now] } : { now: [...arrived, ...now], later };
    },
  };
}
