import type { CompositeSpec } from '../model/rule-spec.ts';
import { type EpisodeState, type Inputs, type RuleStep, rest } from './rule.ts';

/** One of the two rules raised, here or (for `b`) at a device nearby. */
export interface RaisedInput {
  readonly kind: 'raised';
  readonly side: 'a' | 'b';
  /** Event time of the verdict. */
  readonly at: number;
  /** The device's number in the store, and its name for the explanation. */
  readonly deviceNo: number;
  readonly deviceId: string;
}

/** Rule `a` of this device cleared. */
export interface ClearedInput {
  readonly kind: 'cleared';
  readonly at: number;
}

/**
 * Two rules that raised within `window` of each other, in either order; ends when `a` does. The memory holds when each raised
 * last, 0 for never, and the number of the device that `b` was raised at.
 */
export function composite(
  spec: CompositeSpec,
  state: EpisodeState,
  input: RaisedInput | ClearedInput,
): RuleStep | undefined {
  if (input.kind === 'cleared') return cleared(state, input.at);
  const [aAt = 0, bAt = 0, bNo = 0] = state.memory;
  const { side, at, deviceNo } = input;
  const memory = side === 'a' ? [at, bAt, bNo] : [aAt, at, deviceNo];
  const [a = 0, b = 0] = memory;
  const remembered: EpisodeState = { ...state, memory };
  if (state.phase === 'active' || a === 0 || b === 0 || Math.abs(a - b) > spec.window) return { state: remembered };
  const since = Math.min(a, b);
  const inputs: Inputs = {
    ...{ a: spec.a, b: spec.b.rule, apart: Math.abs(a - b), window: spec.window },
    ...(spec.b.distance !== undefined && { distance: spec.b.distance }),
    ...(side === 'b' && spec.b.type !== undefined && { nearby: input.deviceId }),
  };
  return {
    state: { ...remembered, phase: 'active', episode: state.episode + 1, since },
    verdict: { type: 'raise', at: Math.max(a, b), since, inputs },
  };
}

function cleared(state: EpisodeState, at: number): RuleStep | undefined {
  const [aAt = 0, ...others] = state.memory;
  if (state.phase !== 'active') return aAt === 0 ? undefined : { state: { ...state, memory: [0, ...others] } };
  return {
    state: { ...rest(state), memory: [0, ...others] },
    verdict: { type: 'clear', at, since: state.since, inputs: { aCleared: true } },
  };
}
