import type { Decoded } from '../../gateway/model/decoded.ts';
import type { RuleSpec } from '../../gateway/model/device.ts';
import { device, forced, forcedRule, frames, HOUR, SECOND, smoke, smokeRule, T0, typesOf } from './rules-rig.ts';

export const silentRule: RuleSpec = {
  ...{ id: 'silent', kind: 'silent', category: 'E0490', severity: 3, offlineAfter: HOUR },
};

export const storyTypes = typesOf(
  { ...smokeRule, quiet: 30 * SECOND } as RuleSpec,
  { ...forcedRule, dwell: 5 * SECOND } as RuleSpec,
  silentRule,
);

/** A day at three devices with everything in it: spikes, fires, doors, wills, repeats, late readings. */
export function story(): Decoded[] {
  const frame = frames();
  const fleet = ['acme/d1', 'acme/d2', 'acme/d3'].map((id) => device(id));
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  return Array.from({ length: 400 }, (_, n) => {
    const at = T0 + n * 7 * SECOND;
    const options = {
      ...{ device: fleet[random(3)] ?? device(), identity: `i${random(3) === 0 ? random(40) : n}` },
      time: random(10) === 0 ? at - random(60) * SECOND : at,
    };
    if (random(20) === 0) return frame(at, [{ kind: 'status', online: random(2) === 0 }], options);
    if (random(4) === 0) return frame(at, [forced(random(2) === 0, { source: `Door${random(2)}` })], options);
    return frame(at, [smoke(random(4) === 0 ? 0.9 : random(30) / 100)], options);
  });
}
