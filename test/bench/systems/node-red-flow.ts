/** Runs inside Node-RED: a message as the fields and tags of a point, and an alarm on the second output. */
const SINGLE = `
const [, vendor, device, kind] = msg.topic.split('/');
const { ts, seq, values, code, active } = msg.payload;
const time = ts + String(seq % 1000000).padStart(6, '0');
const tags = { device: vendor + '/' + device };
if (kind === 'event')
  return [{ measurement: 'event', payload: [{ active, time }, { ...tags, code }] }, { payload: { ...tags, ts, code, active } }];
return [{ measurement: 'telemetry', payload: [{ ...values, time }, tags] }, null];
`;

/** The same as one point of a batch. */
const POINT = `
const [, vendor, device, kind] = msg.topic.split('/');
const { ts, seq, values, code, active } = msg.payload;
const timestamp = ts + String(seq % 1000000).padStart(6, '0');
const tags = { device: vendor + '/' + device };
if (kind === 'event')
  return [{ payload: { measurement: 'event', fields: { active }, tags: { ...tags, code }, timestamp } }, { payload: { ...tags, ts, code, active } }];
return [{ payload: { measurement: 'telemetry', fields: values, tags, timestamp } }, null];
`;

/** Readings joined into one write, and ms after which fewer are written. */
const BATCH = 1_000;
const BATCH_MS = 200;

/** What has no place on a tab is taken for a configuration node. */
const ON_FLOW = { z: 'flow', x: 100, y: 100 };

/** The flow of a Node-RED user: MQTT in, a function, InfluxDB out; alarms to the webhook, if there is one. */
export function nodeRedFlow(of: {
  readonly port: number;
  readonly influxUrl: string;
  readonly batched: boolean;
  readonly webhook: string | undefined;
}): object {
  const influx = new URL(of.influxUrl);
  const out = { influxdb: 'database', precision: 'n', name: '', wires: [] };
  const join = {
    ...{
      id: 'join',
      type: 'join',
      ...ON_FLOW,
      mode: 'custom',
      build: 'array',
      property: 'payload',
      propertyType: 'msg',
    },
    ...{ key: 'topic', joiner: '\\n', joinerType: 'str', accumulate: false, reduceRight: false, useparts: false },
    ...{ count: String(BATCH), timeout: String(BATCH_MS / 1_000), wires: [['store']] },
  };
  return [
    { id: 'flow', type: 'tab', label: 'city' },
    {
      ...{ id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(of.port), clientid: 'node-red' },
      ...{ autoConnect: true, usetls: false, protocolVersion: '4', keepalive: '60', cleansession: true },
    },
    {
      ...{ id: 'database', type: 'influxdb', influxdbVersion: '1.x', hostname: influx.hostname, port: influx.port },
      ...{ protocol: 'http', database: 'bench', usetls: false },
    },
    {
      ...{ id: 'in', type: 'mqtt in', ...ON_FLOW, topic: 'v1/+/+/+', qos: '1', datatype: 'json', broker: 'broker' },
      ...{ nl: false, rap: true, rh: 0, inputs: 0, wires: [['point']] },
    },
    {
      ...{ id: 'point', type: 'function', ...ON_FLOW, func: of.batched ? POINT : SINGLE, outputs: 2, timeout: 0 },
      ...{ noerr: 0, initialize: '', finalize: '', libs: [] },
      wires: [[of.batched ? 'join' : 'store'], of.webhook ? ['alarm'] : []],
    },
    ...(of.batched ? [join] : []),
    { id: 'store', type: of.batched ? 'influxdb batch' : 'influxdb out', ...ON_FLOW, ...out },
    ...(of.webhook
      ? [
          {
            ...{ id: 'alarm', type: 'http request', ...ON_FLOW, method: 'POST', ret: 'txt', url: of.webhook },
            ...{ paytoqs: 'ignore', tls: '', persist: true, proxy: '', authType: '', senderr: false, headers: [] },
            wires: [[]],
          },
        ]
      : []),
  ];
}
