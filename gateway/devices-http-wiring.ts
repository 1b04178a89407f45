import { readOverrides } from '../adapters/device-limits.ts';
import { misfitsOf } from './devices-wiring.ts';
import type { HttpOptions } from './http/server.ts';
import type { Parts } from './http-wiring.ts';
import type { Device } from './model/device.ts';

/** What may be asked and told of devices by HTTP: registry, secrets and connections move together. */
export function devicesOf(
  parts: Pick<Parts, 'directory' | 'credentials' | 'connections' | 'onvif' | 'rules' | 'deviceTypes' | 'city' | 'mqtt'>,
): HttpOptions['devices'] {
  const { directory, credentials, connections, onvif, rules, deviceTypes } = parts;
  const view = (device: Device) => {
    const lastSeen = rules.device(device.deviceId)?.lastSeen;
    const misfits = misfitsOf(device, deviceTypes);
    return {
      ...device,
      ...(lastSeen === undefined ? {} : { lastSeen }),
      ...(misfits.length === 0 ? {} : { misfits }),
    };
  };
  return {
    list: (page) => directory.list(page).map(view),
    get(deviceId) {
      const device = directory.get(deviceId);
      return device && view(device);
    },
    async put(device, access) {
      await directory.put(device);
      const isNew = access.password !== undefined && (await credentials.setPassword(device.deviceId, access.password));
      if (isNew) await parts.mqtt.disconnect(device.deviceId);
      if (access.onvif === undefined) return;
      const connection = { deviceId: device.deviceId, ...access.onvif };
      await connections.put(connection);
      await onvif.connect(connection);
    },
    putMany: directory.putMany,
    async issueToken(deviceId, options) {
      const issued = await credentials.issueToken(deviceId, options);
      if (options.overlap === 0) await parts.mqtt.disconnect(deviceId);
      return issued;
    },
    async remove(deviceId) {
      // Its rights first: while it can still speak, it would be remembered again.
      const removed = await directory.remove(deviceId);
      await parts.mqtt.disconnect(deviceId);
      await onvif.remove(deviceId);
      await rules.forget(deviceId);
      return removed;
    },
    typeIds: () => [...deviceTypes.keys()],
    positionFault: parts.city.positionFault,
    readOverrides(typeId, given) {
      const type = deviceTypes.get(typeId);
      return type ? readOverrides(type, given) : { misfits: [{ path: [], message: `there is no type "${typeId}"` }] };
    },
  };
}
