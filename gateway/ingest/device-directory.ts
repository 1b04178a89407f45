import type { Clock } from '../clock.ts';
import type { Device } from '../model/device.ts';
import type { Records } from '../records/records.ts';

/** The registry: every device in memory, every change on disk before it is answered. */
export interface DeviceDirectory {
  get(deviceId: string): Device | undefined;
  /** Devices in the order of their ids, after `cursor`. */
  list(options: { cursor?: string; limit: number }): readonly Device[];
  readonly size: number;
  /** Registers or replaces a device; resolves when it is on disk. */
  put(device: Device): Promise<void>;
  /** Forgets a device and its credentials. */
  remove(deviceId: string): Promise<boolean>;
  /** The device, registered as `generic` if this is its first sight (lab mode). */
  firstSight(vendor: string, device: string): Device;
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

  const store = (device: Device) =>
    records.write((tx) => {
      const now = clock.now();
      tx.run(
        `INSERT INTO device (device_id, body, registered_at, updated_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (device_id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`,
        ...[device.deviceId, JSON.stringify(device), now, now],
      );
    });

  return {
    get: (deviceId) => devices.get(deviceId),
    list({ cursor, limit }) {
      const ids = [...devices.keys()].filter((id) => cursor === undefined || id > cursor).sort();
      return ids.slice(0, limit).map((id) => devices.get(id) as Device);
    },
    get size() {
      return devices.size;
    },
    async put(device) {
      await store(device);
      devices.set(device.deviceId, device);
      changed(device.deviceId);
    },
    async remove(deviceId) {
      const removed = await records.write((tx) => tx.run('DELETE FROM device WHERE device_id = ?', deviceId));
      devices.delete(deviceId);
      changed(deviceId);
      return removed > 0;
    },
    firstSight(vendor, name) {
      const deviceId = `${vendor}/${name}`;
      const known = devices.get(deviceId);
      if (known) return known;
      const device = unknownDevice(vendor, name);
      devices.set(deviceId, device);
      // Nothing depends on this row: after a crash the next message registers the device again.
      store(device).catch(() => devices.delete(deviceId));
      return device;
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
