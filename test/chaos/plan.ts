import { type Random, randomStream } from '../../simulators/random.ts';

/** What can go wrong, by the part it happens to. A round has at most one fault of each part. */
const FAULTS_OF = {
  gateway: ['gateway-kill', 'gateway-kill-starting'],
  redis: ['redis-kill', 'redis-flush', 'redis-old', 'redis-hole', 'redis-cut', 'redis-slow'],
  influx: ['influx-kill', 'influx-hole'],
  receiver: ['receiver-down', 'receiver-hang', 'receiver-500', 'receiver-drop', 'receiver-hole', 'receiver-slow'],
  net: ['net-cut', 'net-hole', 'net-refuse', 'net-slow'],
} as const;

export type Part = keyof typeof FAULTS_OF;
export type Fault = (typeof FAULTS_OF)[Part][number];

export const PARTS = Object.keys(FAULTS_OF) as Part[];
const FAULTS = PARTS.flatMap((part) => FAULTS_OF[part] as readonly Fault[]);

/** One fault of a round: begins `at` ms after the round, and is over `lasts` ms later. */
export interface Strike {
  readonly fault: Fault;
  readonly at: number;
  readonly lasts: number;
  /** For `gateway-kill-starting`: ms into each further start at which it is killed again. */
  readonly again: readonly number[];
}

export interface Round {
  readonly number: number;
  readonly strikes: readonly Strike[];
  /** ms without faults behind the last one. */
  readonly calm: number;
}

/** Longest a fault lasts, ms. Redis may be away for longer than the 5 s after which the gateway works without it. */
const LONGEST: Readonly<Record<Fault, number>> = {
  'gateway-kill': 400,
  'gateway-kill-starting': 200,
  'redis-kill': 7_000,
  'redis-flush': 0,
  'redis-old': 2_000,
  'redis-hole': 7_000,
  'redis-cut': 0,
  'redis-slow': 4_000,
  'influx-kill': 3_000,
  'influx-hole': 3_000,
  'receiver-down': 4_000,
  'receiver-hang': 3_000,
  'receiver-500': 3_000,
  'receiver-drop': 3_000,
  'receiver-hole': 3_000,
  'receiver-slow': 4_000,
  'net-cut': 0,
  'net-hole': 3_000,
  'net-refuse': 3_000,
  'net-slow': 4_000,
};
/** Faults of a round begin within its first ms. */
const WITHIN = 2_000;
/** A start takes about this long, ms: kills during it are spread over it. */
const START_MS = 1_200;

export const partOf = (fault: Fault): Part => fault.slice(0, fault.indexOf('-')) as Part;

function strikeOf(random: Random, fault: Fault): Strike {
  const again =
    fault === 'gateway-kill-starting'
      ? Array.from({ length: random.whole(1, 3) }, () => random.whole(0, START_MS))
      : [];
  return { fault, at: random.whole(0, WITHIN), lasts: random.whole(0, LONGEST[fault]), again };
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: random.between(0, 1) }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

/**
 * Rounds of faults, a function of the seed alone. Every fault comes equally often (dealt from a shuffled deck); half of the
 * rounds get a second one, and half of those without one a kill of the gateway, since faults that meet are the ones nobody
 * thought of. `parts`: those there are (no InfluxDB installed, no faults of InfluxDB). `only`: a choice of faults.
 */
export function planOf(
  seed: number,
  rounds: number,
  parts: readonly Part[] = PARTS,
  only: readonly Fault[] = FAULTS,
): Round[] {
  const random = randomStream(seed, 'plan');
  const faults = FAULTS.filter((fault) => parts.includes(partOf(fault)) && only.includes(fault));
  let deck: Fault[] = [];
  const draw = (taken: readonly Strike[]): Fault | undefined => {
    if (deck.length === 0) deck = shuffled(random, faults);
    const at = deck.findIndex((fault) => taken.every((strike) => partOf(strike.fault) !== partOf(fault)));
    return at < 0 ? undefined : deck.splice(at, 1)[0];
  };
  return Array.from({ length: rounds }, (_, index) => {
    const strikes: Strike[] = [];
    for (let count = random.whole(1, 2); count > 0; count--) {
      const fault = draw(strikes);
      if (fault) strikes.push(strikeOf(random, fault));
    }
    const kill = random.whole(0, 1) === 1;
    if (kill && strikes.every((strike) => partOf(strike.fault) !== 'gateway'))
      strikes.push(strikeOf(random, 'gateway-kill'));
    return { number: index + 1, strikes, calm: random.whole(300, 1_500) };
  });
}
