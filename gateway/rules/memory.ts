import { partOf } from '../event-source.ts';
import type { CaseCandidate } from '../model/candidate.ts';
import type { ChannelSpec, Device } from '../model/device.ts';
import type { RuleSpec } from '../model/rule-spec.ts';
import { candidateIdOf } from './candidate-id.ts';
import { createChangeSet } from './change-set.ts';
import { type CompiledRule, type CompiledType, NO_TYPE, PRESENCE, ruleFor, withdrawnRule } from './compiled-type.ts';
import { type ChannelState, type DeviceState, newDeviceState, type Slot, slotKey } from './device-state.ts';
import { createJournal, type Journal } from './journal.ts';
import type { Site } from './limits.ts';
import { channelsOf, episodeOf, type Head, siteOf, storedOf } from './records.ts';
import { type EpisodeState, IDLE, type Verdict } from './rule.ts';
import type { Changes, RuleStore } from './rule-store.ts';
import { createStateTable, type KnownState } from './state-table.ts';
import { createTimers, type Timers } from './timers.ts';
import type { TypeBook } from './type-book.ts';

/** Prior probability that an alarm is true, where the rule names none. */
const DEFAULT_CERTAINTY = 0.9;

/**
 * The rules' working memory: what the store holds, in a form to decide on, and what changed since the last commit. Devices
 * are those the registry knows and has heard from; `forget` takes one out.
 */
export interface Memory {
  readonly head: Head;
  readonly devices: ReadonlyMap<string, DeviceState>;
  readonly timers: Timers<Slot>;
  readonly journal: Journal;
  /** The state of a registered device, brought up to date with the registry. */
  deviceOf(device: Device): DeviceState;
  /** Gives a known device the rules its type has now; false where nothing is different. */
  retype(state: DeviceState): boolean;
  slotOf(state: DeviceState, rule: CompiledRule, source: string): Slot;
  markDirty(state: DeviceState): void;
  /** Gives a slot its next state and moves its timer. `keep` false: not worth writing by itself. */
  setState(slot: Slot, next: EpisodeState, keep?: boolean): void;
  setKnown(state: DeviceState, source: string, active: boolean, time: number, via?: string): void;
  forgetKnown(state: DeviceState, source: string): void;
  /**
   * Puts a verdict among the candidates of the next commit; the state of the slot is the one after the verdict. `spec`: the
   * rule as it was when it decided, where that differs with time or mode.
   */
  emit(slot: Slot, verdict: Verdict, spec?: RuleSpec): void;
  forget(deviceId: string): void;
  changed(): boolean;
  /** Everything since the last call, for one commit. */
  take(): { changes: Changes; candidates: readonly CaseCandidate[] };
}

/** Reads the store. Episodes of rules that no longer exist end with a clear, so that no case stays open for ever. */
export function loadMemory(store: RuleStore, types: TypeBook): Memory {
  const head = store.head();
  const devices = new Map<string, DeviceState>();
  const timers = createTimers<Slot>();
  const journal = createJournal();
  const changes = createChangeSet();

  const addSlot = (device: DeviceState, rule: CompiledRule, source: string, state: EpisodeState): Slot => {
    const key = slotKey(rule.spec.id, source);
    const slot: Slot = {
      device,
      deviceNo: device.no,
      key,
      ruleId: rule.spec.id,
      source,
      rule,
      state,
      fireAt: state.fireAt,
      heapIndex: -1,
      category: rule.spec.category,
      ruleVersion: rule.version,
      simulated: false,
    };
    device.slots.set(key, slot);
    timers.update(slot);
    return slot;
  };
  const slotOf: Memory['slotOf'] = (state, rule, source) =>
    state.slots.get(slotKey(rule.spec.id, source)) ?? addSlot(state, rule, source, IDLE);

  const setState: Memory['setState'] = (slot, next, keep = true) => {
    slot.state = next;
    slot.fireAt = next.fireAt;
    timers.update(slot);
    if (keep) changes.slot(slot);
  };

  const emit: Memory['emit'] = (slot, verdict, spec = slot.rule.spec) => {
    const { device, source, ruleId } = slot;
    const { episode } = slot.state;
    if (verdict.type === 'raise') {
      slot.category = spec.category;
      slot.ruleVersion = slot.rule.version;
    }
    const { at, type } = verdict;
    changes.candidate({
      candidateId: candidateIdOf({ deviceId: device.deviceId, source, ruleId, episode, type, at }),
      type,
      deviceId: device.deviceId,
      source,
      part: partOf(source),
      ...(device.assetCode === undefined ? {} : { assetCode: device.assetCode }),
      category: slot.category,
      ...(verdict.subject === undefined ? {} : { subject: verdict.subject }),
      ...(spec.raises === undefined ? {} : { kind: spec.raises }),
      ...(spec.severity === undefined ? {} : { severity: spec.severity }),
      certainty: spec.certainty ?? DEFAULT_CERTAINTY,
      at,
      since: verdict.since,
      ...(device.position === undefined ? {} : { position: device.position }),
      verdict: { ruleId, ruleVersion: slot.ruleVersion, episode, inputs: { ...verdict.inputs, ...doubtOf(device) } },
      simulated: slot.simulated,
      commit: head.commit,
      frame: head.frame,
    });
    if (type === 'raise') head.candidates++;
    else head.clears++;
  };

  /** Ends a slot whose rule or source is gone. */
  const retire = (slot: Slot, why: string) => {
    const { phase, since } = slot.state;
    if ((phase === 'active' || phase === 'clearing') && !slot.state.muted)
      emit(slot, { type: 'clear', at: head.watermark, since, inputs: { [why]: true } });
    slot.fireAt = 0;
    timers.update(slot);
    slot.device.slots.delete(slot.key);
    if (slot.device.silence === slot) slot.device.silence = undefined;
    changes.slot(slot);
  };

  /** Gives a device the channels and slots of its type; what the type no longer has is retired. */
  const bind = (state: DeviceState, type: CompiledType) => {
    state.type = type;
    const before = new Map(state.channels);
    state.channels.clear();
    for (const [name, spec] of type.channels) state.channels.set(name, channelState(spec, before.get(name)));
    for (const slot of [...state.slots.values()]) {
      const rule = ruleFor(type, slot.ruleId, slot.source);
      if (!rule) {
        retire(slot, 'withdrawn');
        continue;
      }
      slot.rule = rule;
    }
    addFixed(state);
  };
  /** The slots that a device of its type always has; those of a channel in the order of the rules, also after a restart. */
  const addFixed = (state: DeviceState) => {
    for (const rule of state.type.fixed) {
      const slot = slotOf(state, rule, rule.source ?? '');
      for (const name of rule.channels) state.channels.get(name)?.slots.push(slot);
    }
    state.silence = state.type.silent && slotOf(state, state.type.silent, PRESENCE);
  };

  const rebind = (state: DeviceState, device: Device) => {
    state.device = device;
    const { typeId, siteClass, overrides } = device;
    const type = types.of(typeId, device);
    if (typeId !== state.typeId || type !== state.type) {
      state.typeId = typeId;
      state.site = { siteClass, ...(overrides && { overrides }) };
      bind(state, type);
    }
    state.assetCode = device.assetCode;
    state.simulated = device.simulated;
    state.position = device.mobility === 'MOBILE' ? (state.position ?? device.position) : device.position;
    changes.device(state);
  };

  const load = () => {
    const byNo = new Map<number, DeviceState>();
    const known = new Map<number, [string, KnownState][]>();
    for (const { key, value } of store.states()) {
      const list = known.get(key[0]);
      if (list) list.push([key[1], value]);
      else known.set(key[0], [[key[1], value]]);
    }
    for (const { key: no, value } of store.devices()) {
      const [deviceId, typeId, assetCode, simulated, position, seenAt, offlineAt, , , storedIn] = value;
      const site: Site = siteOf(value);
      const state = newDeviceState(no, deviceId, types.of(typeId, site), createStateTable(known.get(no)));
      Object.assign(state, {
        typeId,
        site,
        assetCode: assetCode ?? undefined,
        simulated,
        position: position ?? undefined,
      });
      Object.assign(state, { seenAt, offlineAt, storedIn });
      for (const [name, spec] of state.type.channels) state.channels.set(name, channelState(spec, undefined));
      for (const [name, time, last] of channelsOf(value)) {
        const channel = state.channels.get(name);
        if (channel) Object.assign(channel, { time, value: last });
      }
      state.stored = storedOf(state);
      devices.set(deviceId, state);
      byNo.set(no, state);
    }
    for (const { key, value } of store.slots()) {
      const device = byNo.get(key[0]);
      if (!device) continue;
      const [ruleId, source, category, ruleVersion, simulated] = value;
      const rule = ruleFor(device.type, ruleId, source);
      // A rule that is gone: its slot lives just long enough to be retired.
      const slot = addSlot(device, rule ?? withdrawnRule(ruleId, category, ruleVersion), source, episodeOf(value));
      Object.assign(slot, { category, ruleVersion, simulated });
      if (!rule) retire(slot, 'withdrawn');
    }
    for (const state of devices.values()) addFixed(state);
    journal.load(byNo, store, head.journal);
  };
  load();

  return {
    head,
    devices,
    timers,
    journal,
    deviceOf(device) {
      let state = devices.get(device.deviceId);
      if (!state) {
        state = newDeviceState(++head.devices, device.deviceId, NO_TYPE);
        devices.set(device.deviceId, state);
      }
      if (state.device !== device) rebind(state, device);
      return state;
    },
    retype(state) {
      const type = types.of(state.typeId, state.site);
      if (type === state.type) return false;
      bind(state, type);
      changes.device(state);
      return true;
    },
    slotOf,
    markDirty: changes.device,
    setState,
    setKnown(state, source, active, time, via) {
      const dropped = state.states.set(source, active, time, via);
      changes.known(state, source);
      if (dropped === undefined) return;
      changes.known(state, dropped);
      for (const slot of [...state.slots.values()]) if (slot.source === dropped) retire(slot, 'forgotten');
    },
    forgetKnown(state, source) {
      state.states.delete(source);
      changes.known(state, source);
    },
    emit,
    forget(deviceId) {
      const state = devices.get(deviceId);
      if (!state) return;
      for (const slot of [...state.slots.values()]) retire(slot, 'unregistered');
      for (const [source] of [...state.states.entries()]) {
        state.states.delete(source);
        changes.known(state, source);
      }
      journal.drop(state);
      devices.delete(deviceId);
      changes.forgotten(state);
    },
    changed: () => changes.any() || journal.pending(),
    take: () => changes.take(head, journal),
  };
}

/** What makes the place of a case doubtful; said with the verdict, so that whoever gets the case knows. */
function doubtOf({ doubt }: DeviceState): Verdict['inputs'] {
  if (doubt?.fault === undefined) return {};
  return { positionFault: doubt.fault, ...(doubt.detail === undefined ? {} : { positionDetail: doubt.detail }) };
}

function channelState(spec: ChannelSpec, before: ChannelState | undefined): ChannelState {
  return {
    time: before?.time ?? -1,
    value: before?.value ?? 0,
    kind: spec.kind,
    min: spec.min ?? Number.NEGATIVE_INFINITY,
    max: spec.max ?? Number.POSITIVE_INFINITY,
    maxRate: (spec.maxRate ?? Number.POSITIVE_INFINITY) / 1_000,
    words: spec.values ?? [],
    slots: [],
  };
}
