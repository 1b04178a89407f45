import { eventSource } from '../event-source.ts';
import type { Decoded } from '../model/decoded.ts';
import type { Device } from '../model/device.ts';
import type { GeoPosition, Happening, Measurement, Presence } from '../model/observation.ts';
import {
  HISTORY_MS,
  isJump,
  levelOf,
  MAX_LATE_MS,
  newestTimes,
  nothingUnevaluated,
  skewWith,
  type Unevaluated,
} from './admission.ts';
import type { CompiledRule } from './compiled-type.ts';
import { type DeviceState, type Slot, slotKey } from './device-state.ts';
import { contains, hashIdentity } from './duplicate-window.ts';
import { isEcho, otherReports, TOGETHER_MS } from './echo.ts';
import type { EventInput } from './event.ts';
import { createGate } from './gate.ts';
import type { Plan } from './kinds.ts';
import type { Memory } from './memory.ts';
import { createNeighbours, type Degrees } from './neighbours.ts';
import { type Inputs, type RuleStep, rest, type ValueInput } from './rule.ts';
import { silent } from './silent.ts';
import { createTeller } from './tell.ts';
import type { TypeBook } from './type-book.ts';
import { limitsOf, type RuleWhy, valuesOf, whyOf } from './why.ts';

export { MAX_LATE_MS, type Unevaluated } from './admission.ts';

/** Applies frames and the passing of time to the memory. Synchronous: the caller commits what changed. */
export interface Evaluator {
  frame(decoded: Decoded): void;
  /** Moves the log's time forward and fires what is due. */
  moveTo(watermark: number): void;
  /**
   * Whether the gateway's clock can be believed; `now` is what it says, epoch ms. While it cannot, arrivals prove no silence; once
   * it can again, every device gets one full period, as after a start.
   */
  trustClock(trusted: boolean, now: number): void;
  /** Nobody could be heard until `at`, epoch ms: every device gets one full period from then on, as after a start. */
  listensSince(at: number): void;
  /** The registry says something else of a device, which the rules may not have heard of: its limits change at once. */
  registered(device: Device): void;
  /** The types have changed: so do the rules of a device. */
  retype(state: DeviceState): void;
  /** What of the rules of a device is in force at a time and in a mode. */
  limits(device: Device, time: number, mode: string): Readonly<Record<string, Inputs>>;
  /** What every rule of a device makes of it now: nothing is changed by asking. */
  why(state: DeviceState): readonly RuleWhy[];
  readonly unevaluated: Record<Unevaluated, number>;
}

export interface EvaluatorOptions {
  /** The clock at the start of the gateway; silence before it proves nothing. */
  readonly startedAt: number;
  readonly book: TypeBook;
  /** Brings positions of different reference systems together; default: they are taken as they are. */
  toWgs84?(position: GeoPosition): Degrees;
}

/** A silence that its hours keep from being a fault is looked at again after this, ms. */
const ASK_AGAIN_MS = 3_600_000;
/** Likewise one that a wrong clock keeps from being told. */
const CLOCK_AGAIN_MS = 60_000;

export function createEvaluator(memory: Memory, options: EvaluatorOptions): Evaluator {
  const { head, timers } = memory;
  const { startedAt, book } = options;
  const unevaluated = nothingUnevaluated();
  const hashes = new Uint32Array(2);
  /** One input for all values: a rule reads it and keeps nothing of it. */
  const valueInput: { -readonly [Key in keyof ValueInput]: ValueInput[Key] } = {
    ...{ kind: 'value', value: 0, previous: Number.NaN, time: 0, receivedAt: 0, openAt: 0 },
    ...{ reference: undefined, values: undefined },
  };
  let graceFrom = 0;
  let listening = startedAt;
  let trusted = true;
  const neighbours = createNeighbours({
    watched: book.watched,
    toWgs84: options.toWgs84 ?? ((position) => position),
    known: (state) => memory.devices.get(state.deviceId) === state,
  });
  for (const state of memory.devices.values()) neighbours.update(state);

  const { planOf, opens } = createGate(head);
  const tell = createTeller({
    ...{ memory, book, neighbours },
    open: (rule, time) => opens(rule, planOf(rule, time), time) === time,
  });

  const apply = (slot: Slot, step: RuleStep | undefined, { spec }: Plan) => {
    if (!step) return;
    const before = slot.state;
    memory.setState(slot, step.state, step.verdict !== undefined || spec.kind !== 'silent');
    if (step.verdict) tell(slot, before, step.verdict, spec);
    if (step.forget) memory.forgetKnown(slot.device, slot.source);
  };

  const askSilence = (slot: Slot) => {
    const now = head.watermark;
    if (!trusted) {
      const due = now + CLOCK_AGAIN_MS;
      return memory.setState(slot, { ...slot.state, due, fireAt: due }, false);
    }
    const plan = planOf(slot.rule, now);
    if (plan.spec.kind !== 'silent') return;
    const { seenAt, offlineAt, simulated } = slot.device;
    slot.simulated = simulated;
    const step = silent(plan.spec, slot.state, { kind: 'silence', now, seenAt, offlineAt, graceFrom });
    const open = step?.verdict ? opens(slot.rule, plan, now) : now;
    if (open === now) return apply(slot, step, plan);
    const due = open === Number.POSITIVE_INFINITY ? now + ASK_AGAIN_MS : open;
    memory.setState(slot, { ...slot.state, due, fireAt: due }, false);
  };

  const fire = (slot: Slot) => {
    const { rule } = slot;
    const before = slot.state;
    const plan = planOf(rule, before.due);
    if (plan.spec.kind === 'silent') askSilence(slot);
    else if (before.phase === 'pending' && rule.gated && opens(rule, plan, before.since) !== before.since)
      // The mode changed while it waited; an event that is on keeps that as its value.
      memory.setState(slot, { ...rest(before), value: before.value });
    else apply(slot, plan.onTimer?.(before), plan);
    // A timer that changes nothing is spent, or it would be first in the queue for ever.
    if (slot.state === before) memory.setState(slot, { ...before, fireAt: 0 });
  };

  /** From here on every known device has one full period. */
  const startGrace = (from: number) => {
    graceFrom = Math.max(from, 1);
    for (const { silence } of memory.devices.values()) if (silence) askSilence(silence);
  };

  const moveTo = (watermark: number) => {
    // After a start, also when the log read first is old.
    if (graceFrom === 0) startGrace(Math.max(listening, watermark));
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
      const { plan } = silence.rule;
      if (plan.spec.kind === 'silent')
        apply(silence, silent(plan.spec, silence.state, { kind: 'seen', now: at }), plan);
    }
    if (silence.fireAt === 0) askSilence(silence);
  };

  const value = (state: DeviceState, observation: Measurement, newest: ReadonlyMap<string, number> | undefined) => {
    const channel = state.channels.get(observation.channel);
    if (!channel) return;
    const { value: raw, quality, time, receivedAt } = observation;
    // SUSPECT is an unset clock (`time` is then the arrival) or a value out of range, which is judged here: smoke at a
    // detector that lost its clock is smoke all the same.
    if (quality === 'BAD' || quality === 'CALIBRATION') return void unevaluated.quality++;
    const level = levelOf(channel, raw);
    if (level === undefined) return void unevaluated.range++;
    if (receivedAt - time > MAX_LATE_MS) return void unevaluated.late++;
    if (newest && time < (newest.get(observation.channel) ?? 0) - HISTORY_MS) return void unevaluated.backfill++;
    // A clock that runs ahead and is then put right must not make the channel deaf meanwhile.
    const order = Math.min(time, receivedAt);
    if (order < channel.time) return void unevaluated.older++;
    const previous = channel.time < 0 ? Number.NaN : Number(channel.value);
    const jump = isJump(channel, level, order);
    channel.time = order;
    channel.value = typeof raw === 'boolean' ? raw : level;
    if (jump) return void unevaluated.jump++;
    valueInput.value = level;
    valueInput.previous = previous;
    valueInput.time = time;
    valueInput.receivedAt = receivedAt;
    for (const slot of channel.slots) {
      const { rule } = slot;
      const plan = planOf(rule, time);
      if (!plan.onValue) continue;
      valueInput.openAt = rule.gated ? opens(rule, plan, time) : time;
      valueInput.reference = plan.reference && neighbours.reference(state, plan.reference, order);
      valueInput.values = plan.reads && valuesOf(state, plan.reads);
      const step = plan.onValue(slot.state, valueInput);
      if (!step) continue;
      slot.simulated = observation.simulated || state.simulated;
      apply(slot, step, plan);
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
    const { data, via } = observation;
    const report = stateful && changed && via !== undefined ? { code: observation.code, source, via } : undefined;
    const echo = report && active && isEcho(state.states, report, order);
    memory.setKnown(state, source, stateful && active, Math.max(order, known?.time ?? 0), via);
    if (echo) return void unevaluated.echo++;
    const input: EventInput = { kind: 'event', active, stateful, changed, data, time, receivedAt, openAt: time };
    for (const rule of code.rules) judge(state, rule, source, input, observation.simulated);
    if (!report || active) return;
    // It is over by this report. What the others, which were not listened to, still tell must last from now on by itself.
    for (const other of otherReports(state.states, report))
      for (const rule of code.rules) {
        const { spec } = planOf(rule, time);
        // A rule without a dwell has raised already, and would again for the moment between two reports of one end.
        if (spec.kind !== 'event' || spec.dwell < TOGETHER_MS) continue;
        judge(state, rule, other.source, { ...input, active: true, data: {} }, observation.simulated);
      }
  };

  /** Holds what happened at one source against one rule. */
  const judge = (state: DeviceState, rule: CompiledRule, source: string, input: EventInput, simulated: boolean) => {
    const { time } = input;
    const slot = slotFor(state, rule, source, input.active && input.changed);
    const plan = planOf(rule, time);
    if (!slot || !plan.onEvent) return;
    const step = plan.onEvent(slot.state, rule.gated ? { ...input, openAt: opens(rule, plan, time) } : input);
    if (!step) return;
    slot.simulated = simulated || state.simulated;
    apply(slot, step, plan);
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

  /** Its silence may be due sooner than the timer that runs; and others may look at it now. */
  const rebound = (state: DeviceState) => {
    neighbours.update(state);
    if (state.silence && graceFrom > 0) askSilence(state.silence);
  };

  return {
    unevaluated,
    moveTo,
    trustClock(believed, now) {
      const again = believed && !trusted;
      trusted = believed;
      if (again) startGrace(now);
    },
    listensSince(at) {
      listening = Math.max(listening, at);
      // No silence is due sooner for it, so a timer that runs may run out: it is asked again then.
      if (graceFrom > 0) graceFrom = Math.max(graceFrom, listening);
    },
    registered(device) {
      const state = memory.devices.get(device.deviceId);
      if (!state || state.device === device) return;
      memory.deviceOf(device);
      rebound(state);
    },
    retype(state) {
      if (memory.retype(state)) rebound(state);
    },
    limits({ typeId, ...site }, time, mode) {
      const { planOf } = createGate({ mode });
      const rules = [...book.of(typeId, site).byId];
      return Object.fromEntries(rules.map(([id, rule]) => [id, limitsOf(planOf(rule, time).spec)]));
    },
    why: (state) => whyOf(state, { now: head.watermark, planOf, opens, reference: neighbours.reference }),
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
      neighbours.update(state);
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
      const last = observations[observations.length - 1];
      // What was sent again or kept by the broker was late on purpose.
      if (last?.deviceTime !== undefined && !message.dup && !message.retain)
        state.skew = skewWith(state.skew, message.receivedAt - last.deviceTime);
      if (decoded.position) state.doubt = decoded.position.fault === undefined ? undefined : decoded.position;
      const newest = last === undefined || observations.length === 1 ? undefined : newestTimes(observations);
      for (const observation of observations) {
        if (observation.position && decoded.device.mobility === 'MOBILE') state.position = observation.position;
        if (observation.kind === 'value') value(state, observation, newest);
        else if (observation.kind === 'event') happened(state, observation);
        else presence(state, observation);
      }
    },
  };
}
