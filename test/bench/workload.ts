/**
 * What the devices of the benchmark send: lift controllers, 1 % of whose messages are alarms. The generators patch the two
 * marks, every message has its own time and sequence number. With GRIDWARDEN_BENCH_ALARM_EVERY=1000000 there are none, which
 * leaves the way behind the rules out of the figures.
 */
export const ALARM_EVERY = Number(process.env['GRIDWARDEN_BENCH_ALARM_EVERY'] ?? 100);

/** As Python's json.dumps writes it on a device: blanks, and a float32 with all its digits. 203 bytes. */
export const TELEMETRY =
  '{"ts": 1764720000000, "seq": 1000000000, "simulated": false, "values": {"trapped": false, "floor": 12, ' +
  '"speed": 1.7512344360351562, "vibration": 0.031250000745058060, "door_open": false, "persons": 4}}';
const alarm = (active: boolean) =>
  `{"ts": 1764720000000, "seq": 1000000000, "code": "lift_fault", "active": ${active}, "data": {"part": "door drive"}}`;
export const ALARM_ON = alarm(true);
export const ALARM_OFF = alarm(false);

/**
 * What device number `index` is registered as: inside the lianhu profile, so that its cases have a grid, and 100 m from the next
 * one, so that its alarms are incidents of their own.
 */
export const deviceAt = (index: number) =>
  ({
    typeId: 'lift',
    siteClass: 'ORDINARY',
    mobility: 'FIXED',
    position: {
      lon: 108.91 + (index % 50) * 0.0011,
      lat: 34.25 + (Math.floor(index / 50) % 50) * 0.0009,
      crs: 'wgs84',
    },
  }) as const;

/** Measurements of InfluxDB and a field that each of their points has, to count what is stored. */
export const COUNTED = [
  ['telemetry', 'floor'],
  ['event', 'active'],
] as const;
