import { eventSource } from '../event-source.ts';
import type { Decoded } from '../model/decoded.ts';
import type { Happening, Measurement, Presence } from '../model/observation.ts';
import type { CompiledRule } from './compiled-type.ts';
import { type DeviceState, type Slot, slotKey } from './device-state.ts';
import { contains, hashIdentity } from './duplicate-window.ts';
import { type EventInput, event } from './event.ts';
import type { Memory } from './memory.ts';
import type { RuleStep, TimerInput } from './rule.ts';
import { silent } from './silent.ts';
import { threshold } from './threshold.ts';

/** Readings that come later than this are stored and never evaluated, ms. */
export const MAX_LATE_MS = 24 * 3_600_000;

/** Why an observation was stored without being evaluated. */
export type Unevaluated = 'late' | 'older' | 'quality' | 'range';

/** Applies frames and the passing of time to the memory. Synchronous: the caller commits what changed. */
export interface Evaluator {
  frame(decoded: Decoded): void;
  /** Moves the log's time forward and fires what is due. */
  moveTo(watermark: number): void;
  readonly unevaluated: Record<Unevaluated, number>;
}

const TIMER: TimerInput = { kind: 'timer' };

/** `startedAt`: the clock at the start of the gateway; silence before it proves nothing. */
export function createEvaluator(memory: Memory, startedAt: number): Evaluator {
  const { head, timers } = memory;
  const unevaluated: Record<Unevaluated, number> = { late: 0, older: 0, quality: 0, range: 0 };
  const hashes = new Uint32Array(2);
  /** One input for all values: a rule reads it and keeps nothing of it. */
  const valueInput = { kind: 'value' as const, value: 0, time: 0, receivedAt: 0 };
  let graceFrom = 0;

  const apply = (slot: Slot, step: RuleStep | undefined) => {
    if (!step) return;
    const { state, verdict } = step;
    memory.setState(slot, state, verdict !== undefined || slot.rule.spec.kind !== 'silent');
    if (verdict) memory.emit(slot, verdict);
    if (step.forget) memory.forgetKnown(slot.device, slot.source);
  };

  const askSilence = (slot: Slot) => {
    const { spec } = slot.rule;
    if (spec.kind !== 'silent') return;
    const { seenAt, offlineAt, simulated } = slot.device;
    slot.simulated = simulated;
    apply(slot, silent(spec, slot.state, { kind: 'silence', now: head.watermark, seenAt, offlineAt, graceFrom }));
  };

  const fire = (slot: Slot) => {
    const { spec } = slot.rule;
    const before = slot.state;
    if (spec.kind === 'silent') askSilence(slot);
    else apply(slot, spec.kind === 'threshold' ? threshold(spec, before, TIMER) : event(spec, before, TIMER));
    // A timer that changes nothing is spent, or it would be first in the queue for ever.
    if (slot.state === before) memory.setState(slot, { ...before, fireAt: 0 });
  };

  const moveTo = (watermark: number) => {
    if (graceFrom === 0) {
      // Every known device gets one full period after a start, also when the log read first is old.
      graceFrom = Math.max(startedAt, watermark, 1);
      for (const { silence } of memory.devices.values()) if (silence) askSilence(silence);
    }
    if (watermark > head.watermark) head.watermark = watermark;
    for (let slot = timers.first(); slot && slot.fireAt <= head.watermark; slot = timers.first()) fire(slot);
  };

  const seen = (state: DeviceState, at: number) => {
    if (at > state.seenAt) state.seenAt = at;
    state.offlineAt = 0;
    memory.markDirty(state);
    const { silence } = state;
    if (!silence) return;
    if (silence.state.phase === 'active') {
      const { spec } = silence.rule;
      if (spec.kind === 'silent') apply(silence, silent(spec, silence.state, { kind: 'seen', now: at }));
    }
    if (silence.fireAt === 0) askSilence(silence);
  };

  const value = (state: DeviceState, observation: Measurement) => {
    const channel = state.channels.get(observation.channel);
    if (!channel) return;
    const { value: raw, quality, time, receivedAt } = observation;
    // SUSPECT is an unset clock (`time` is then the arrival) or a value out of range, which is judged here: smoke at a
    // detector that lost its clock is smoke all the same.
    if (quality === 'BAD' || quality === 'CALIBRATION') return void unevaluated.quality++;
    let level: number;
    if (typeof raw === 'number' && channel.kind === 'number') {
      if (!(raw >= channel.min && raw <= channel.max)) return void unevaluated.range++;
      level = raw;
    } else if (typeof raw === 'boolean' && channel.kind === 'boolean') level = raw ? 1 : 0;
    else return void unevaluated.range++;
    if (receivedAt - time > MAX_LATE_MS) return void unevaluated.late++;
    // A clock that runs ahead and is then put right must not make the channel deaf meanwhile.
    const order = Math.min(time, receivedAt);
    if (order < channel.time) return void unevaluated.older++;
    channel.time = order;
    channel.value = level === raw ? level : (raw as boolean);
    valueInput.value = level;
    valueInput.time = time;
    valueInput.receivedAt = receivedAt;
    for (const slot of channel.slots) {
      const { spec } = slot.rule;
      if (spec.kind !== 'threshold') continue;
      const step = threshold(spec, slot.state, valueInput);
      if (!step) continue;
      slot.simulated = observation.simulated || state.simulated;
      apply(slot, step);
    }
  };

  const happened = (state: DeviceState, observation: Happening) => {
    const code = state.type.events.get(observation.code);
    if (!code) return;
    const { quality, time, receivedAt, active, baseline } = observation;
    // SUSPECT here means an unset clock, and `time` is then the arrival: the contact itself can still be believed.
    if (quality === 'BAD' || quality === 'CALIBRATION') return void unevaluated.quality++;
    if (receivedAt - time > MAX_LATE_MS) return void unevaluated.late++;
    const source = eventSource(observation.code, observation.source, observation.key);
    const known = state.states.get(source);
    const order = Math.min(time, receivedAt);
    const { stateful } = code;
    // An occurrence is a thing of its own, so inside the window it counts in whatever order it comes.
    if (known && order < known.time - (stateful ? 0 : code.window)) return void unevaluated.older++;
    if (!stateful && (baseline || !active)) return;
    const changed = !stateful || (known ? known.active !== active : active && !baseline);
    memory.setKnown(state, source, stateful && active, Math.max(order, known?.time ?? 0));
    const input: EventInput = {
      kind: 'event',
      active,
      stateful,
      changed,
      data: observation.data,
      time,
      receivedAt,
    };
    for (const rule of code.rules) {
      const slot = slotFor(state, rule, source, active && changed);
      if (!slot || rule.spec.kind !== 'event') continue;
      const step = event(rule.spec, slot.state, input);
      if (!step) continue;
      slot.simulated = observation.simulated || state.simulated;
      apply(slot, step);
    }
  };

  /** A slot is made only for what could raise: a camera may name any number of sources that never do. */
  const slotFor = (state: DeviceState, rule: CompiledRule, source: string, make: boolean): Slot | undefined =>
    make ? memory.slotOf(state, rule, source) : state.slots.get(slotKey(rule.spec.id, source));

  const presence = (state: DeviceState, { online, receivedAt }: Presence) => {
    if (online || state.offlineAt !== 0) return;
    state.offlineAt = receivedAt;
    memory.markDirty(state);
    if (state.silence) askSilence(state.silence);
  };

  return {
    unevaluated,
    moveTo,
    frame(decoded) {
      const { message, observations, rejection } = decoded;
      moveTo(message.receivedAt);
      head.commit = message.position.commit;
      head.frame = message.position.frame;
      head.received++;
      if (rejection) {
        head.deadLettered++;
        // What it said is not understood, but it is alive.
        const state = memory.devices.get(decoded.device.deviceId);
        if (state && rejection.code !== 'DEVICE_UNKNOWN') seen(state, message.receivedAt);
        return;
      }
      const state = memory.deviceOf(decoded.device);
      hashIdentity(decoded.identity, hashes);
      const low = hashes[0] as number;
      const high = hashes[1] as number;
      if ((message.dup || !decoded.identityNeedsDup) && contains(state.window, low, high)) {
        head.duplicate++;
        return;
      }
      memory.journal.add(state, low, high);
      head.decoded++;
      const first = observations[0];
      // A last will is the broker's word, not the device's.
      if (!(first?.kind === 'status' && !first.online)) seen(state, message.receivedAt);
      for (const observation of observations) {
        if (observation.position && decoded.device.mobility === 'MOBILE') state.position = observation.position;
        if (observation.kind === 'value') value(state, observation);
        else if (observation.kind === 'event') happened(state, observation);
        else presence(state, observation);
      }
    },
  };
}
