import { describe, expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { openOnvifConnections } from '../../gateway/ingest/onvif-connections.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';

const PEPPER = Buffer.alloc(32, 7);
/** Records with one registered device. */
function records() {
  const database = openDatabase(':memory:');
  database.exec("INSERT INTO device (device_id, body, registered_at, updated_at) VALUES ('acme/cam1', '{}', 0, 0)");
  return openRecords(database, realClock());
}
const CONNECTION = {
  ...{ deviceId: 'acme/cam1', address: 'https://192.0.2.7/onvif/device_service', username: 'gateway' },
  ...{ password: 'correct horse', pin: 'AA:BB' },
};

describe('connections of ONVIF devices', () => {
  it('are kept whole, and their passwords are not to be read in the store', async () => {
    const store = records();
    const connections = openOnvifConnections({ records: store, pepper: PEPPER });
    await connections.put(CONNECTION);
    await connections.put({ ...CONNECTION, password: 'another horse' });
    expect(connections.list()).toEqual([{ ...CONNECTION, password: 'another horse' }]);
    const rows = store.read.all<{ sealed: Uint8Array }>('SELECT sealed FROM onvif_connection');
    expect(Buffer.concat(rows.map(({ sealed }) => sealed)).toString('latin1')).not.toContain('horse');
  });

  it('keep a subscription until it ends or the device goes', async () => {
    const connections = openOnvifConnections({ records: records(), pepper: PEPPER });
    await connections.put(CONNECTION);
    const subscription = { path: '/sub?Idx=5', address: 'http://x/sub?Idx=5', referenceParameters: '<a/>' };
    await connections.keepSubscription('acme/cam1', subscription);
    expect(connections.subscription('acme/cam1')).toEqual(subscription);
    await connections.keepSubscription('acme/cam1', { ...subscription, path: '/sub?Idx=6' });
    expect(connections.subscription('acme/cam1')?.path).toBe('/sub?Idx=6');
    await connections.keepSubscription('acme/cam1', undefined);
    expect(connections.subscription('acme/cam1')).toBeUndefined();
    await connections.keepSubscription('acme/cam1', subscription);
    await connections.remove('acme/cam1');
    await connections.keepSubscription('acme/cam1', subscription);
    expect([connections.list(), connections.subscription('acme/cam1')]).toEqual([[], undefined]);
  });
});
