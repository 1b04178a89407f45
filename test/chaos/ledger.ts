/** One reading of a device: `n` counts the device's readings and is told by its value, so a stored value names its reading. */
export interface Reading {
  readonly device: string;
  readonly n: number;
}

/** What the devices sent and what of it the gateway acknowledged: the only thing the gateway owes anybody. */
export interface Ledger {
  /** A message with these readings goes out; returns what to call at its PUBACK. */
  sendReadings(readings: readonly Reading[]): () => void;
  /** A device, made for one alarm, raises it. */
  sendAlarm(device: string): () => void;
  /** Device → n → acknowledged. */
  readonly readings: ReadonlyMap<string, ReadonlyMap<number, boolean>>;
  /** Device → acknowledged. */
  readonly alarms: ReadonlyMap<string, boolean>;
  /** Messages, readings and alarms with a PUBACK. */
  readonly acknowledged: { readonly messages: number; readonly readings: number; readonly alarms: number };
  /** Messages that still wait for one. */
  readonly open: number;
}

export function createLedger(): Ledger {
  const readings = new Map<string, Map<number, boolean>>();
  const alarms = new Map<string, boolean>();
  const acknowledged = { messages: 0, readings: 0, alarms: 0 };
  let open = 0;
  const once = (acknowledge: () => void) => {
    let done = false;
    open++;
    return () => {
      if (done) return;
      done = true;
      open--;
      acknowledged.messages++;
      acknowledge();
    };
  };
  const book = ({ device, n }: Reading, state: boolean) => {
    const known = readings.get(device) ?? new Map<number, boolean>();
    readings.set(device, known.set(n, state));
  };
  return {
    sendReadings(sent) {
      for (const reading of sent) book(reading, false);
      return once(() => {
        for (const reading of sent) book(reading, true);
        acknowledged.readings += sent.length;
      });
    },
    sendAlarm(device) {
      alarms.set(device, false);
      return once(() => {
        alarms.set(device, true);
        acknowledged.alarms++;
      });
    },
    readings,
    alarms,
    acknowledged,
    get open() {
      return open;
    },
  };
}

/** Base and step of the values: far below the alarm of the channel they are sent on, exact at four decimals. */
const BASE = 20;
const STEP = 10_000;
/** Readings of one device at most, so that values stay harmless. */
export const MAX_READINGS = 200_000;

export const valueOfReading = (n: number): number => Number((BASE + n / STEP).toFixed(4));
export const readingOfValue = (value: number): number => Math.round((value - BASE) * STEP);
