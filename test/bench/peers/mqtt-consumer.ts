/**
 * The consumer a team writes behind a broker it did not write: mqtt.js, QoS 1, the InfluxDB client's Point, BullMQ.
 * `mqtt-consumer.ts <mqtt url> <influx url> <redis url>`
 */
import { connectAsync } from 'mqtt';
import { serveProgress } from './child.ts';
import { openReadings } from './readings.ts';

const [mqttUrl = '', influxUrl = '', redisUrl = ''] = process.argv.slice(2);
const readings = openReadings(influxUrl, redisUrl);
const client = await connectAsync(mqttUrl, { clientId: 'consumer', clean: false });
client.on('message', (topic, payload) => readings.take(topic, payload));
await client.subscribeAsync('v1/+/+/+', { qos: 1 });
serveProgress({ subscribed: true }, readings.progress);
process.on('SIGTERM', () => process.exit());
