import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Records } from '../records/records.ts';

/** How an ONVIF device is reached. The password must be given back to the device, so it is encrypted, not hashed. */
export interface OnvifConnection {
  readonly deviceId: string;
  /** URL of the device service. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** PEM of the authority of its certificate, or the SHA-256 fingerprint of the certificate itself. */
  readonly ca?: string;
  readonly pin?: string;
  /** It is to publish its events to the gateway's own MQTT broker (Profile M). */
  readonly eventBroker?: boolean;
}

/** Where a device's subscription is reached; only the transport looks inside. */
export type KeptSubscription = Readonly<Record<'path' | 'address' | 'referenceParameters', string>>;

export interface OnvifConnections {
  list(): readonly OnvifConnection[];
  put(connection: OnvifConnection): Promise<void>;
  /** Forgets the connection and the subscription. */
  remove(deviceId: string): Promise<void>;
  subscription(deviceId: string): KeptSubscription | undefined;
  /** Keeps the subscription of a device over a restart; undefined forgets it. */
  keepSubscription(deviceId: string, subscription: KeptSubscription | undefined): Promise<void>;
}

/** Connections in records, encrypted (AES-256-GCM) under a key made from the data directory's pepper. */
export function openOnvifConnections(options: { records: Records; pepper: Buffer }): OnvifConnections {
  const { records } = options;
  const key = Buffer.from(hkdfSync('sha256', options.pepper, '', 'onvif-connections', 32));

  return {
    list: () =>
      records.read
        .all<{ sealed: Uint8Array }>('SELECT sealed FROM onvif_connection ORDER BY device_id')
        .map(({ sealed }) => {
          const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
          decipher.setAuthTag(sealed.subarray(12, 28));
          const plain = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
          return JSON.parse(plain.toString('utf8')) as OnvifConnection;
        }),
    async put(connection) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(JSON.stringify(connection), 'utf8'), cipher.final()]);
      await records.write((tx) =>
        tx.run(
          `INSERT INTO onvif_connection (device_id, sealed) VALUES (?, ?)
           ON CONFLICT (device_id) DO UPDATE SET sealed = excluded.sealed`,
          ...[connection.deviceId, Buffer.concat([nonce, cipher.getAuthTag(), body])],
        ),
      );
    },
    async remove(deviceId) {
      await records.write((tx) => tx.run('DELETE FROM onvif_connection WHERE device_id = ?', deviceId));
    },
    subscription(deviceId) {
      const row = records.read.get<{ body: string }>(
        'SELECT body FROM onvif_subscription WHERE device_id = ?',
        deviceId,
      );
      return row && (JSON.parse(row.body) as KeptSubscription);
    },
    async keepSubscription(deviceId, subscription) {
      await records.write((tx) =>
        subscription
          ? tx.run(
              // Not for a device that was removed while its subscription was being made.
              `INSERT INTO onvif_subscription (device_id, body) SELECT device_id, ? FROM onvif_connection WHERE device_id = ?
               ON CONFLICT (device_id) DO UPDATE SET body = excluded.body`,
              ...[JSON.stringify(subscription), deviceId],
            )
          : tx.run('DELETE FROM onvif_subscription WHERE device_id = ?', deviceId),
      );
    },
  };
}
