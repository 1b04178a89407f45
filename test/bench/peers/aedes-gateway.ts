/**
 * A plain gateway: aedes, a subscribe handler, the InfluxDB client's Point, BullMQ. It acknowledges on receipt, as aedes
 * does; what it holds in memory is lost with it. `aedes-gateway.ts <influx url> <redis url>`
 */
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { serveProgress } from './child.ts';
import { openReadings } from './readings.ts';

const [influxUrl = '', redisUrl = ''] = process.argv.slice(2);
const readings = openReadings(influxUrl, redisUrl);
const broker = await Aedes.createBroker();
broker.subscribe(
  'v1/+/+/+',
  (packet, done) => {
    readings.take(packet.topic, packet.payload as Buffer);
    done();
  },
  () => undefined,
);
const server = createServer({ noDelay: true }, broker.handle);
server.listen(0, '127.0.0.1', 4_096, () => {
  const address = server.address();
  serveProgress({ port: typeof address === 'object' && address ? address.port : 0 }, readings.progress);
});
process.on('SIGTERM', () => process.exit());
