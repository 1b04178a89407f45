import { type System, startStores } from '../system.ts';
import { handWritten, peer } from './hand-written.ts';

/** aedes, the InfluxDB client and BullMQ in one process, as a team would write it in a week. */
export const plainAedes: System = {
  name: 'plain aedes',
  missing: () => undefined,
  async start(start) {
    const stores = await startStores();
    return handWritten({
      ...{ stores, start, name: 'gateway' },
      reader: [peer('aedes-gateway.ts'), stores.influxUrl, stores.redisUrl],
      port: ({ port }) => Number(port),
    });
  },
};
