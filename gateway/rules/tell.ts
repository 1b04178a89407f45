import type { CompositeSpec, RuleSpec } from '../model/rule-spec.ts';
import type { CompiledRule } from './compiled-type.ts';
import { type ClearedInput, composite, type RaisedInput } from './composite.ts';
import type { DeviceState, Slot } from './device-state.ts';
import { flapping } from './flapping.ts';
import type { Memory } from './memory.ts';
import type { Neighbours } from './neighbours.ts';
import type { EpisodeState, Verdict } from './rule.ts';
import type { TypeBook } from './type-book.ts';

export interface TellerParts {
  readonly memory: Memory;
  readonly book: TypeBook;
  readonly neighbours: Neighbours;
  /** Whether a combination may begin an episode at an event time. */
  open(rule: CompiledRule, time: number): boolean;
}

/**
 * Takes what a rule said of a slot, whose state is already the one after it (`before`: the one before), and passes it on: to the
 * pipeline, unless the device flaps; and to the combinations that wait for it.
 */
export type Tell = (slot: Slot, before: EpisodeState, verdict: Verdict, spec: RuleSpec) => void;

export function createTeller({ memory, book, neighbours, open }: TellerParts): Tell {
  const { head } = memory;

  const tell: Tell = (slot, before, verdict, spec) => {
    if (verdict.type === 'clear') {
      if (!before.muted) memory.emit(slot, verdict, spec);
    } else if (flaps(slot, spec)) mute(slot);
    else memory.emit(slot, verdict, spec);
    if (spec.kind === 'flapping' && verdict.type === 'clear') unmute(slot.device);
    combine(slot, verdict);
  };

  /** Counts an alarm of a device; whether it is muted. A rule that names no severity may be about life: it is not. */
  const flaps = ({ device, simulated }: Slot, spec: RuleSpec): boolean => {
    const rule = device.type.flapping;
    if (!rule || rule.off || spec.kind === 'silent' || spec.kind === 'flapping') return false;
    const slot = memory.slotOf(device, rule, rule.spec.kind);
    const before = slot.state;
    const { state, verdict } = flapping(rule.spec, before, { kind: 'alarm', now: head.watermark });
    memory.setState(slot, state);
    if (verdict) {
      slot.simulated = simulated;
      memory.emit(slot, verdict);
    }
    return state.phase === 'active' && spec.severity !== undefined && spec.severity > rule.spec.spare;
  };

  const mute = (slot: Slot) => {
    const { phase } = slot.state;
    if (phase === 'active' || phase === 'clearing') memory.setState(slot, { ...slot.state, muted: true });
  };

  /** The device no longer flaps: what is in alarm still is meant. */
  const unmute = ({ slots }: DeviceState) => {
    for (const slot of slots.values()) {
      const { state } = slot;
      if (!state.muted || state.phase !== 'active') continue;
      memory.setState(slot, { ...state, muted: false });
      const inputs = { value: state.value, mutedWhileFlapping: true };
      memory.emit(slot, { type: 'raise', at: head.watermark, since: state.since, inputs });
    }
  };

  const combine = ({ device, ruleId, simulated }: Slot, { type, at }: Verdict) => {
    const { no: deviceNo, deviceId } = device;
    const raised = (side: 'a' | 'b'): RaisedInput => ({ kind: 'raised', side, at, deviceNo, deviceId });
    for (const rule of device.type.composites) {
      const { a, b } = rule.spec;
      if (a === ruleId) feed(device, rule, type === 'raise' ? raised('a') : { kind: 'cleared', at }, simulated);
      else if (b.type === undefined && b.rule === ruleId && type === 'raise')
        feed(device, rule, raised('b'), simulated);
    }
    if (type === 'clear') return;
    for (const { typeId, ruleId: waiting, distance } of book.listeners(device.typeId, ruleId))
      for (const near of neighbours.near(device, typeId, distance)) {
        const rule = near.type.composites.find(({ spec }) => spec.id === waiting);
        if (rule) feed(near, rule, raised('b'), simulated);
      }
  };

  const feed = (
    device: DeviceState,
    rule: CompiledRule<CompositeSpec>,
    input: RaisedInput | ClearedInput,
    simulated: boolean,
  ) => {
    if (input.kind === 'raised' && !open(rule, input.at)) return;
    const slot = memory.slotOf(device, rule, rule.spec.kind);
    const step = composite(rule.spec, slot.state, input);
    if (!step) return;
    memory.setState(slot, step.state);
    if (!step.verdict) return;
    slot.simulated = simulated || device.simulated;
    memory.emit(slot, step.verdict);
  };

  return tell;
}
