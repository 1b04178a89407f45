import type { Device } from './model/device.ts';
import type { Arrival } from './model/message.ts';

/** The gateway as a device of its own: what is wrong with it goes the way of everything that is wrong in the city. */
export interface OwnDevice {
  /** Whether the rules hold the event to be on. */
  isOn(code: string): boolean;
  /** Reports that the event goes on or off; resolves once that is on disk. Repeating it changes nothing. */
  report(code: string, active: boolean, data: Readonly<Record<string, string>>): Promise<void>;
}

/** No vendor's device: `{vendor}` of what the gateway says of itself. */
const VENDOR = 'gridwarden';

export function createOwnDevice(options: {
  /** `{device}`: the part of the gateway. */
  readonly name: string;
  readonly directory: { get(deviceId: string): Device | undefined; put(device: Device): Promise<void> };
  readonly rules: {
    device(deviceId: string): { readonly states: readonly { source: string; active: boolean }[] } | undefined;
  };
  append(arrival: Arrival): Promise<unknown>;
  readonly clock: { now(): number };
}): OwnDevice {
  const { name, directory, rules, append, clock } = options;
  const deviceId = `${VENDOR}/${name}`;
  const device: Device = {
    ...{ deviceId, vendor: VENDOR, device: name, typeId: 'gateway', name: 'gridwarden' },
    ...{ mobility: 'FIXED', siteClass: 'ORDINARY', simulated: false },
  };
  return {
    isOn: (code) =>
      rules.device(deviceId)?.states.some(({ source, active }) => active && source.split('|')[0] === code) ?? false,
    async report(code, active, data) {
      if (directory.get(deviceId)?.typeId !== device.typeId) await directory.put(device);
      const now = clock.now();
      await append({
        ...{ receivedAt: now, transport: 'http', vendor: VENDOR, device: name, topic: `v1/${deviceId}/event` },
        payload: Buffer.from(JSON.stringify({ ts: now, code, active, data })),
        ...{ qos: 1, retain: false, dup: false },
      });
    },
  };
}
