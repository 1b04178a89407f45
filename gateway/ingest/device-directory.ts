import type { Clock } from '../clock.ts';
import type { Device } from '../model/device.ts';
import type { Records } from '../records/records.ts';

/** The registry: every device in memory, every change on disk before it is answered. */
export interface DeviceDirectory {
  get(deviceId: string): Device | undefined;
  /** Devices in the order of their ids, after `cursor`. */
  list(options: { cursor?: string; limit: number; vendor?: string }): readonly Device[];
  /** The ids there are, in no order. */
  ids(): Iterable<string>;
  readonly size: number;
  /** Registers or replaces a device; resolves when it is on disk. */
  put(device: Device): Promise<void>;
  /** The same for many, in one transaction. */
  putMany(devices: readonly Device[]): Promise<void>;
  /** Forgets a device and its credentials. */
  remove(deviceId: string): Promise<boolean>;
  /** The device, registered as `generic` if this is its first sight (lab mode). On disk with the next `save`. */
  firstSight(vendor: string, device: string): Device;
  /** A device said what it is: a `generic` one becomes it at once. On disk with the next `save`. */
  learnType(deviceId: string, typeId: string): void;
  /** Puts what was seen and learnt on disk; to be awaited before a cursor passes the message it came from. */
  save(): Promise<void>;
  /** Called when a device was changed or removed. */
  onChange(listener: (deviceId: string) => void): void;
}

/** A device as registered on first sight: type unknown until its status message names a profile. */
export function unknownDevice(vendor: string, device: string): Device {
  return {
    deviceId: `${vendor}/${device}`,
    vendor,
    device,
    typeId: 'generic',
    mobility: 'FIXED',
    siteClass: 'ORDINARY',
    simulated: false,
  };
}

export function openDeviceDirectory(options: { records: Records; clock: Clock }): DeviceDirectory {
  const { records, clock } = options;
  const devices = new Map<string, Device>();
  for (const row of records.read.all<{ body: string }>('SELECT body FROM device')) {
    const device = JSON.parse(row.body) as Device;
    devices.set(device.deviceId, device);
  }
  const listeners: ((deviceId: string) => void)[] = [];
  const changed = (deviceId: string) => {
    for (const listener of listeners) listener(deviceId);
  };

  /** Devices whose newest form is not on disk yet; as many as are first seen between two batches of the inbox. */
  const unsaved = new Set<string>();

  const store = (given: readonly Device[]) =>
    records.write((tx) => {
      const now = clock.now();
      for (const device of given)
        tx.run(
          `INSERT INTO device (device_id, body, registered_at, updated_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (device_id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`,
          ...[device.deviceId, JSON.stringify(device), now, now],
        );
    });

  const putMany = async (given: readonly Device[]) => {
    await store(given);
    for (const device of given) {
      devices.set(device.deviceId, device);
      unsaved.delete(device.deviceId);
      changed(device.deviceId);
    }
  };

  return {
    get: (deviceId) => devices.get(deviceId),
    list({ cursor = '', limit, vendor }) {
      const own = vendor === undefined ? '' : `${vendor}/`;
      const ids = [...devices.keys()].filter((id) => id > cursor && id.startsWith(own)).sort();
      return ids.slice(0, limit).map((id) => devices.get(id) as Device);
    },
    ids: () => devices.keys(),
    get size() {
      return devices.size;
    },
    put: (device) => putMany([device]),
    putMany,
    async remove(deviceId) {
      const removed = await records.write((tx) => tx.run('DELETE FROM device WHERE device_id = ?', deviceId));
      devices.delete(deviceId);
      unsaved.delete(deviceId);
      changed(deviceId);
      return removed > 0;
    },
    firstSight(vendor, name) {
      const deviceId = `${vendor}/${name}`;
      const known = devices.get(deviceId);
      if (known) return known;
      const device = unknownDevice(vendor, name);
      devices.set(deviceId, device);
      unsaved.add(deviceId);
      return device;
    },
    learnType(deviceId, typeId) {
      const device = devices.get(deviceId);
      if (device?.typeId !== 'generic') return;
      devices.set(deviceId, { ...device, typeId });
      unsaved.add(deviceId);
      changed(deviceId);
    },
    async save() {
      if (unsaved.size === 0) return;
      const ids = [...unsaved];
      await store(ids.flatMap((deviceId) => devices.get(deviceId) ?? []));
      for (const deviceId of ids) unsaved.delete(deviceId);
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
