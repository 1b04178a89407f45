import { connect, type MqttClient } from 'mqtt';
import type { Clock } from '../../gateway/clock.ts';

/**
 * How a device takes a lost connection: `patient` ones keep their session and send what was not acknowledged again, marked
 * DUP (MQTT 3.1.1 §4.4); `forgetful` ones start anew and send the same payload as if for the first time.
 */
export type Temper = 'patient' | 'forgetful';

export interface Publication {
  readonly topic: string;
  readonly payload: string;
  readonly retain?: boolean;
  acknowledged(): void;
}

/** A device on a real MQTT connection that never gives up: what it publishes at QoS 1 is sent until it is acknowledged. */
export interface Device {
  readonly name: string;
  readonly temper: Temper;
  publish(publication: Publication): void;
  readonly unacknowledged: number;
  end(): Promise<void>;
}

const RECONNECT_MS = 200;
/** A connection that is accepted but never answered is given up after this, ms. */
const CONNECT_MS = 3_000;

export function connectDevice(options: { name: string; port: number; temper: Temper; clock: Clock }): Device {
  const { name, port, temper, clock } = options;
  const open = new Set<Publication>();
  let ended = false;
  /** Absent between two connections of a forgetful device. */
  let client: MqttClient | undefined;

  const send = (over: MqttClient, publication: Publication) => {
    const { topic, payload, retain = false } = publication;
    over.publish(topic, payload, { qos: 1, retain }, (error) => {
      if (!error) {
        if (open.delete(publication)) publication.acknowledged();
        return;
      }
      // The library gives up what was published while it sent older messages again and lost the connection once more.
      if (over === client)
        void clock.wait(RECONNECT_MS).then(() => !ended && over === client && send(over, publication));
    });
  };

  const start = () => {
    const made = connect(`mqtt://127.0.0.1:${port}`, {
      ...{ username: `lab/${name}`, password: 'lab', clientId: `lab/${name}`, keepalive: 10 },
      reconnectPeriod: temper === 'patient' ? RECONNECT_MS : 0,
      connectTimeout: CONNECT_MS,
    });
    client = made;
    made.on('error', () => undefined); // the close that follows is what is acted on
    if (temper === 'patient') return;
    for (const publication of open) send(made, publication);
    made.once('close', () => {
      client = undefined;
      made.end(true);
      void clock.wait(RECONNECT_MS).then(() => {
        if (!ended) start();
      });
    });
  };
  start();

  return {
    name,
    temper,
    publish(publication) {
      open.add(publication);
      if (client) send(client, publication);
    },
    get unacknowledged() {
      return open.size;
    },
    async end() {
      ended = true;
      await client?.endAsync(true).catch(() => undefined);
    },
  };
}
