import type { ThresholdSpec } from '../model/rule-spec.ts';
import { held, hold, type Say } from './hold.ts';
import type { EpisodeState, Rule, RuleStep, ValueInput } from './rule.ts';

/**
 * Set level with a clear level of its own (hysteresis): at or beyond `set` is alarm, strictly on the healthy side of `clear` is
 * healthy. With `of`, alarm is what n of the last m values were; the memory then holds them as bits, the newest lowest.
 */
export const threshold: Rule<ThresholdSpec, ValueInput> = (spec, state, input) => {
  if (input.kind === 'timer') return held(spec, state, say);
  const { value } = input;
  const beyond = spec.direction === 'above' ? value >= spec.set : value <= spec.set;
  if (spec.of) return nOfM(spec, spec.of, { state, input, beyond });
  // The common case: a healthy value of a healthy device.
  if (!beyond && state.phase === 'idle') return undefined;
  return decide(spec, state, input, beyond);
};

function decide(spec: ThresholdSpec, state: EpisodeState, input: ValueInput, alarm: boolean): RuleStep | undefined {
  const { value, time, receivedAt, openAt } = input;
  const healthy = spec.direction === 'above' ? value < spec.clear : value > spec.clear;
  return hold(spec, state, { alarm, healthy, value, time, receivedAt, openAt }, say);
}

interface Seen {
  readonly state: EpisodeState;
  readonly input: ValueInput;
  readonly beyond: boolean;
}

function nOfM(
  spec: ThresholdSpec,
  { n, m }: { readonly n: number; readonly m: number },
  { state, input, beyond }: Seen,
): RuleStep | undefined {
  const before = state.memory[0] ?? 0;
  const bits = ((before << 1) | (beyond ? 1 : 0)) & (m === 32 ? -1 : (1 << m) - 1);
  if (bits === 0 && before === 0 && state.phase === 'idle') return undefined;
  const next = { ...state, memory: [bits] };
  return decide(spec, next, input, ones(bits) >= n) ?? { state: next };
}

/** How many bits of a 32-bit number are set. */
export function ones(bits: number): number {
  let count = 0;
  for (let left = bits >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) count++;
  return count;
}

const say: Say<ThresholdSpec> = ({ channel, set, clear, of }, { value, memory }) => ({
  ...{ [channel]: value, set, clear },
  ...(of && { beyond: ones(memory[0] ?? 0), n: of.n, m: of.m }),
});
