import type { Clock } from '../clock.ts';
import type { Decoded } from '../model/decoded.ts';
import type { Device } from '../model/device.ts';

/**
 * Tells each device what is asked of it: how often to report in the operating mode of the moment, and by which limits its
 * alarms are judged. Retained on `v1/{vendor}/{device}/down/config`, so that a device hears it whenever it connects.
 */
export interface DeviceConfig {
  /** Messages were read: a device heard for the first time is told. */
  saw(batch: readonly Decoded[]): void;
  /** The mode, the city or the device types are other ones: whoever was told something else by now is told again. */
  refresh(): void;
  /** The registry says something else of a device, or no longer knows it: then nothing of it stays retained. */
  changed(deviceId: string): void;
  stop(): void;
}

/** Machine ms between two rounds, and devices told in one: 2,000 a second, so that no round holds up the event loop. */
const TICK_MS = 250;
const PER_TICK = 500;
/** City ms after which limits are looked at again that depend on the hour. */
const ROUND_MS = 60_000;
/** Devices whose newest word is remembered; at the bound the one told first is told again when it is heard again. */
const MAX_DEVICES = 100_000;
/** Different documents kept; at the bound they are made anew, which costs only time. */
const MAX_DOCUMENTS = 10_000;

export function createDeviceConfig(options: {
  publish(topic: string, payload: string, options: { retain: true; qos: 1 }): Promise<void>;
  device(deviceId: string): Device | undefined;
  /** What a device is told now: the same for all devices of a type at one class of sites without limits of their own. */
  documentOf(device: Device): object;
  /** Registered devices, and when each was heard last: told again after a start, since the broker forgets. */
  registered(): Iterable<string>;
  lastSeen(deviceId: string): number | undefined;
  clock: Pick<Clock, 'now' | 'every'>;
  maxDevices?: number;
}): DeviceConfig {
  const { publish, device: deviceOf, clock, maxDevices = MAX_DEVICES } = options;
  const told = new Map<string, string>();
  const waiting = new Set<string>();
  /** By what decides a document: a device it is for, and the text. */
  const documents = new Map<string, { readonly of: Device; readonly text: string }>();
  let round = Math.floor(clock.now() / ROUND_MS);
  let restoring: Iterator<string> | undefined;

  const send = (deviceId: string, payload: string) => {
    publish(`v1/${deviceId}/down/config`, payload, { retain: true, qos: 1 }).catch(() => undefined);
  };
  const textFor = (device: Device): string => {
    const key = JSON.stringify([device.typeId, device.siteClass, device.overrides ?? 0]);
    let document = documents.get(key);
    if (!document) {
      if (documents.size >= MAX_DOCUMENTS) documents.clear();
      document = { of: device, text: JSON.stringify(options.documentOf(device)) };
      documents.set(key, document);
    }
    return document.text;
  };

  const refresh = () => {
    documents.clear();
    for (const deviceId of told.keys()) waiting.add(deviceId);
  };
  /** Limits of the night begin at some hour: a document that says something else by now is told to all it is for. */
  const lookAgain = () => {
    const now = Math.floor(clock.now() / ROUND_MS);
    if (now === round) return;
    round = now;
    for (const { of, text } of documents.values())
      if (JSON.stringify(options.documentOf(of)) !== text) return refresh();
  };
  /** Looks at the next registered devices after a start; those that were heard before are told. */
  const restore = () => {
    restoring ??= options.registered()[Symbol.iterator]();
    for (let looked = 0; looked < PER_TICK; looked++) {
      const next = restoring.next();
      if (next.done) return;
      if (options.lastSeen(next.value) !== undefined && !told.has(next.value)) waiting.add(next.value);
    }
  };

  const tick = () => {
    restore();
    lookAgain();
    let left = PER_TICK;
    for (const deviceId of waiting) {
      waiting.delete(deviceId);
      const device = deviceOf(deviceId);
      if (!device) continue;
      const text = textFor(device);
      if (told.get(deviceId) === text) continue;
      if (told.size >= maxDevices && !told.has(deviceId)) told.delete(told.keys().next().value as string);
      told.set(deviceId, text);
      send(deviceId, text);
      if (--left === 0) return;
    }
  };
  const cancel = clock.every(TICK_MS, tick);

  return {
    saw(batch) {
      for (const { message, device, rejection } of batch)
        if (message.transport === 'mqtt' && !rejection && !told.has(device.deviceId)) waiting.add(device.deviceId);
    },
    refresh,
    changed(deviceId) {
      if (deviceOf(deviceId)) {
        if (told.has(deviceId)) waiting.add(deviceId);
        return;
      }
      waiting.delete(deviceId);
      // MQTT-3.3.1-10: an empty payload takes the retained message away.
      if (told.delete(deviceId)) send(deviceId, '');
    },
    stop: cancel,
  };
}
