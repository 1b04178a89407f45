import { describe, expect, it } from 'vitest';
import { randomStream } from '../../simulators/random.ts';
import { decide, type Sent, sentBy } from '../support/class-rig.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (time: string) => Date.parse(`2026-06-05T${time}:00+08:00`);

/** Readings of one device, one every `every` ms for `hours`. */
function readings(
  device: string,
  from: number,
  hours: number,
  values: (minute: number) => object,
  every = MINUTE,
): Sent[] {
  return Array.from({ length: (hours * HOUR) / every }, (_, index) => {
    const time = from + index * every;
    const payload = JSON.stringify({ ts: time, seq: index, values: values((index * every) / MINUTE) });
    return { at: time, device, topic: `v1/lab/${device}/telemetry`, payload };
  });
}

const inOrder = (...all: readonly Sent[][]) => all.flat().sort((a, b) => a.at - b.at);

/** `rule @seconds #severity` of everything raised. */
async function raisedBy(sent: readonly Sent[], registered = {}): Promise<string[]> {
  const start = sent[0]?.at ?? 0;
  const candidates = await decide(sent, (sent.at(-1)?.at ?? 0) + MINUTE, registered);
  return candidates
    .filter(({ type }) => type === 'raise')
    .map(({ verdict, at: when, severity }) => `${verdict.ruleId} @${(when - start) / 1_000}s #${severity}`);
}

describe('rising water', () => {
  /** Dry for half an hour, then 1 cm a minute; a gauge tells it to half a centimetre. */
  const rising = (every: number, seed: number): Sent[] => {
    const random = randomStream(seed, 'level');
    const level = (minute: number) => Math.max(0, minute - 30) + Math.abs(random.noise(0.3));
    return readings('flood-001', at('08:00'), 1, (minute) => ({ level: level(minute) }), every);
  };

  it.each([1, 5].flatMap((minutes) => [1, 2, 3].map((seed) => [minutes, seed] as const)))(
    'is warned of ten minutes before 25 cm by a gauge that reports every %s min (seed %s)',
    async (minutes, seed) => {
      const start = at('08:00');
      const sent = rising(minutes * MINUTE, seed);
      const closed = sent.find(({ payload }) => JSON.parse(payload).values.level >= 25)?.at ?? 0;
      const candidates = (await decide(sent, start + HOUR)).filter(({ type }) => type === 'raise');
      const warning = candidates.filter(({ verdict }) => verdict.ruleId === 'flood-rising');
      expect(warning.map(({ kind }) => kind)).toEqual(['WARNING']);
      expect(closed - (warning[0]?.at ?? closed)).toBeGreaterThanOrEqual(10 * MINUTE);
    },
  );

  it('is not seen in ripples', async () => {
    const random = randomStream(4, 'ripples');
    const sent = readings('flood-001', at('00:00'), 24, () => ({ level: 5 + Math.max(-5, random.noise(2)) }));
    expect(await raisedBy(sent)).toEqual([]);
  });
});

describe('construction noise', () => {
  it.each([
    ['60 dB by day', '10:00', { laeq: 60, lmax: 66 }, []],
    ['60 dB by night, which is told after two quarters', '23:00', { laeq: 60, lmax: 66 }, ['noise-leq @1800s #2']],
    ['72 dB by day', '10:00', { laeq: 72, lmax: 78 }, ['noise-leq @1800s #3']],
    ['54 dB by night', '23:00', { laeq: 54, lmax: 66 }, []],
    ['a peak by night', '23:00', { laeq: 54, lmax: 71 }, ['noise-peak-night @0s #2']],
  ])('%s', async (_, time, values, expected) => {
    expect(await raisedBy(readings('noise-001', at(time), 0.75, () => values))).toEqual(expected);
  });
});

describe('dust', () => {
  const site = readings('dust-001', at('09:00'), 2, () => ({ tsp: 900 }));
  const station = (pm10: number) => readings('air-station-001', at('08:55'), 2, () => ({ pm10 }), 5 * MINUTE);

  it('of the site alone is a case', async () => {
    expect(await raisedBy(inOrder(station(80), site))).toEqual(['dust-hour @3900s #3']);
  });
  it('that lies over the whole city is not', async () => {
    expect(await raisedBy(inOrder(station(700), site))).toEqual([]);
  });
  it('is judged by itself where there is no station', async () => {
    expect(await raisedBy(site)).toEqual(['dust-hour @3600s #3']);
  });
  it('above 1 mg/m³ may last six quarters of an hour a day', async () => {
    // Under the same sky, so that the hourly limit stays out of it.
    const dusty = (hours: number) =>
      inOrder(
        station(1_000),
        readings('dust-001', at('09:00'), 3, (minute) => ({ tsp: minute < hours * 60 ? 1_200 : 90 })),
      );
    expect(await raisedBy(dusty(1.5))).toEqual([]);
    expect(await raisedBy(dusty(1.75))).toEqual(['dust-daily @6600s #3']);
  });
});

describe('residual current', () => {
  it.each([
    ['ORDINARY', 2],
    ['MAJOR_HAZARD', 1],
  ])('at a site of class %s is of severity %s', async (siteClass, severity) => {
    const sent = readings('electrical-001', at('09:00'), 0.1, () => ({ residual: 350 }), MINUTE / 2);
    expect(await raisedBy(sent, { siteClass })).toEqual([`residual-current @30s #${severity}`]);
  });
});

describe('a manhole cover', () => {
  const tilted = (time: string, tilt: number) => readings('manhole-001', at(time), 0.2, () => ({ tilt }));
  it('is judged against how it was fitted', async () => {
    expect(await raisedBy(tilted('10:00', 12))).toEqual(['tilt @2s #2']);
    expect(await raisedBy(tilted('10:00', 12), { overrides: { tilt: { baseline: 8 } } })).toEqual([]);
  });
  it('that is open is worse at night, in a crowd, and turned over', async () => {
    expect(await raisedBy(tilted('22:00', 30))).toEqual(['tilt @2s #1']);
    expect(await raisedBy(tilted('10:00', 30), { siteClass: 'CROWDED' })).toEqual(['tilt @2s #1']);
    expect(await raisedBy(tilted('10:00', 120))).toEqual(['overturned @0s #1', 'tilt @2s #2']);
  });
});

describe('a sealed block', () => {
  const open = (time: string) => readings('contact-001', at(time), 0.1, (minute) => ({ open: minute === 3 }));
  it('raises at once when its door opens, by day and by night', async () => {
    const siteClass = 'CONTROLLED_BLOCK';
    expect(await raisedBy(open('10:00'), { siteClass })).toEqual(['sealed-block-open @180s #2']);
    expect(await raisedBy(open('23:00'), { siteClass })).toEqual(['open-in-closed-hours @180s #2']);
    expect(await raisedBy(open('10:00'))).toEqual([]);
  });
});

describe('many people at the door of one home', () => {
  const week = Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: 12 }, (_, person) => {
      const time = at('09:00') + day * 24 * HOUR + person * 30 * MINUTE;
      const payload = JSON.stringify({ ts: time, code: 'access_granted', data: { subject: `p${person}` } });
      return { at: time, device: 'door-001', topic: 'v1/lab/door-001/event', payload };
    }),
  ).flat();
  it('are a clue after a week, where the rule is turned on', async () => {
    const clues = (
      await decide(week, (week.at(-1)?.at ?? 0) + MINUTE, { overrides: { 'many-people': { enabled: true } } })
    ).filter(({ category }) => category === 'E0488');
    expect(clues.map(({ type, category }) => `${type} ${category}`)).toEqual(['raise E0488']);
    expect(JSON.stringify(clues)).not.toMatch(/p1[01]?"/);
    expect(await raisedBy(week)).toEqual([]);
  });
});

describe('simulated sensors', () => {
  it('send the same in every run', () => {
    const fleet = { start: '2026-06-05T08:00:00+08:00', duration: '2h', fleets: [{ type: 'dust', count: 2 }] };
    expect(sentBy(fleet)).toEqual(sentBy(fleet));
  });
});
