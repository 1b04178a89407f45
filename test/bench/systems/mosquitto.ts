import { childNamed } from '../cpu.ts';
import { type System, startStores } from '../system.ts';
import { brokerMissing, startBroker } from './broker.ts';
import { handWritten, peer } from './hand-written.ts';

/** mosquitto and a hand-written consumer behind it. */
export const mosquitto: System = {
  name: 'mosquitto + consumer',
  missing: brokerMissing,
  async start(start) {
    const stores = await startStores();
    const broker = await startBroker();
    return handWritten({
      ...{ stores, start, name: 'consumer' },
      reader: [peer('mqtt-consumer.ts'), `mqtt://127.0.0.1:${broker.port}`, stores.influxUrl, stores.redisUrl],
      port: () => broker.port,
      processes: { mosquitto: childNamed('mosquitto') },
      stop: broker.stop,
    });
  },
};
