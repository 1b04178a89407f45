import type { Clock } from '../../gateway/clock.ts';
import { randomStream } from '../../simulators/random.ts';
import { connectDevice, type Device, type Temper } from './device.ts';
import { type Ledger, MAX_READINGS, type Reading, valueOfReading } from './ledger.ts';

export interface LoadOptions {
  readonly seed: number;
  /** Port the devices connect to. */
  readonly port: number;
  readonly clock: Clock;
  readonly ledger: Ledger;
  /** Devices that send readings all the time. */
  readonly devices: number;
  /** Messages with readings per second, all devices together. */
  readonly rate: number;
  /** Alarms per second, each by a device of its own. */
  readonly alarms: number;
}

/** A city's traffic until it is told to stop. */
export interface Load {
  /** Begins no further message; what is out is still sent until it is acknowledged. */
  pause(): void;
  /** Devices that wait for acknowledgements, with how many. */
  unacknowledged(): readonly string[];
  end(): Promise<void>;
}

const TICK_MS = 20;
/** A device with so many messages unacknowledged sends no new ones: real ones have a small window too. */
const WINDOW = 30;
const TELEMETRY = 'v1/me/telemetry';
const STATUS = JSON.stringify({ online: true, profile: 'smoke' });
/** A room on fire, far above the smoke detector's heat limit of 57. */
const HEAT = 90;

/**
 * Readings in all the shapes the contract allows: with and without `seq`, several in one millisecond, late ones, small
 * backfills. Alarms come from devices that nobody has seen before, half as an event, half as a reading over the limit.
 */
export function startLoad(options: LoadOptions): Load {
  const { seed, port, clock, ledger, rate } = options;
  const random = randomStream(seed, 'load');
  const temper = (index: number): Temper => (index % 2 === 0 ? 'patient' : 'forgetful');
  const connectAs = (name: string, index: number) => connectDevice({ name, port, temper: temper(index), clock });
  const status = (device: Device) =>
    device.publish({ topic: 'v1/me/status', payload: STATUS, retain: true, acknowledged: () => undefined });

  const fleet = Array.from({ length: options.devices }, (_, index) => {
    const device = connectAs(`r${index}`, index);
    status(device);
    return { device, n: 0, seq: random.whole(0, 1_000_000), ts: 0 };
  });
  const alarming = new Set<Device>();
  let alarms = 0;

  const sendReadings = (member: (typeof fleet)[number]) => {
    const { device } = member;
    if (device.unacknowledged >= WINDOW || member.n >= MAX_READINGS) return;
    const readings: Reading[] = [];
    const items = Array.from({ length: random.whole(1, 20) === 1 ? 3 : 1 }, () => {
      readings.push({ device: device.name, n: ++member.n });
      if (random.whole(1, 10) > 1) member.ts = clock.now() - random.whole(0, 3_000);
      member.seq += random.whole(1, 3);
      const body = { ts: member.ts, values: { temperature: valueOfReading(member.n) } };
      return random.whole(1, 20) === 1 ? body : { ...body, seq: member.seq };
    });
    const payload = JSON.stringify(items.length === 1 ? items[0] : items);
    device.publish({ topic: TELEMETRY, payload, acknowledged: ledger.sendReadings(readings) });
  };

  const sendAlarm = () => {
    const number = alarms++;
    const device = connectAs(`a${number}`, number >> 1);
    alarming.add(device);
    status(device);
    const booked = ledger.sendAlarm(device.name);
    const acknowledged = () => {
      booked();
      alarming.delete(device);
      void device.end();
    };
    const at = { ts: clock.now(), seq: number };
    const event = { topic: 'v1/me/event', payload: JSON.stringify({ ...at, code: 'smoke_alarm', active: true }) };
    const heat = { topic: TELEMETRY, payload: JSON.stringify({ ...at, values: { temperature: HEAT } }) };
    device.publish({ ...(number % 2 === 0 ? event : heat), acknowledged });
  };

  const started = clock.monotonic();
  let sent = 0;
  const stop = clock.every(TICK_MS, () => {
    const seconds = (clock.monotonic() - started) / 1_000;
    // What a late tick missed is made up for, but never more than a tenth of a second of it.
    sent = Math.max(sent, Math.floor((seconds - 0.1) * rate));
    for (; sent < seconds * rate; sent++) {
      const member = fleet[sent % fleet.length];
      if (member) sendReadings(member);
    }
    while (alarms < seconds * options.alarms) sendAlarm();
  });
  return {
    pause: stop,
    unacknowledged: () =>
      [...fleet.map(({ device }) => device), ...alarming]
        .filter((device) => device.unacknowledged > 0)
        .map((device) => `${device.name} (${device.temper}): ${device.unacknowledged}`),
    async end() {
      stop();
      await Promise.all([...fleet.map(({ device }) => device.end()), ...[...alarming].map((device) => device.end())]);
    },
  };
}
