import { expect, test } from 'vitest';
import type { CaseCandidate } from '../../gateway/model/candidate.ts';
import { HOLDS, type Hold, REASONS, type Reason } from '../../gateway/pipeline/stage.ts';
import { candidate, city, device, devicePort, MINUTE, START, type Stand, type StandOptions, silent } from './city.ts';
import { rig } from './rig.ts';

const { open } = rig('reasons');

/** A life that ends with one candidate of that reason, and nothing else suppressed or held. */
interface Story {
  readonly options?: Partial<StandOptions>;
  /** What is decided, one after the other. */
  readonly tell: (stand: Stand) => Promise<unknown> | undefined;
}

const says =
  (...candidates: readonly CaseCandidate[]): Story['tell'] =>
  (stand) =>
    stand.decide(...candidates);
const noise = (change: Partial<CaseCandidate> = {}) => candidate({ category: 'E0301', certainty: 0.5, ...change });
const vendor = Array.from({ length: 40 }, (_, i) => `d${i}`);
const fleet = { devices: devicePort(...vendor.map((name) => device(name))) };
const onAndOff = (episode: number) => [
  candidate({ category: 'E0105', episode, at: START + episode * 10_000 }),
  candidate({ category: 'E0105', episode, at: START + episode * 10_000 + 5_000, type: 'clear' }),
];

/** One for each member of the closed set: a new reason without a story does not compile, and does not pass. */
const SUPPRESSED: Readonly<Record<Reason, Story>> = {
  CATEGORY_UNKNOWN: { tell: says(candidate({ category: 'E9999' })) },
  DEVICE_UNKNOWN: { tell: says(candidate({ deviceId: 'acme/gone' })) },
  SIMULATED: { options: { production: true }, tell: says(candidate({ simulated: true })) },
  CALIBRATION: { options: { production: true }, tell: says(candidate({ test: true })) },
  MAINTENANCE: {
    options: { devices: devicePort(device('s1', { maintenance: [{ from: START, until: START + MINUTE }] })) },
    tell: says(candidate()),
  },
  SILENCED: {
    async tell({ pipeline, decide }) {
      await pipeline.silences.add({ match: { vendor: 'acme' }, from: START, until: START + MINUTE, reason: 'works' });
      await decide(candidate());
    },
  },
  INHIBITED: {
    options: { devices: devicePort(device('s1', { parent: 'acme/dtu' }), device('dtu')) },
    tell: says(silent('dtu'), silent('s1')),
  },
  FLAPPING: {
    // The seventh goes on, waits, and is off again.
    async tell({ decide }) {
      for (let episode = 0; episode < 6; episode++) await decide(...onAndOff(episode));
      const [on, off] = onAndOff(6);
      if (on) await decide(on);
      if (off) await decide({ ...off, candidateId: 'the end of what waited' });
    },
  },
  EXPIRED: {
    async tell({ decide, advance }) {
      await decide(noise());
      await advance(10 * MINUTE);
    },
  },
  ENDED: { tell: says(noise(), noise({ type: 'clear' })) },
  NO_OPEN_CASE: { tell: says(candidate({ type: 'clear' })) },
  EPISODE_NOT_ACTIVE: { tell: says(candidate({ episode: 2 }), candidate({ type: 'clear', episode: 1 })) },
};

const HELD: Readonly<Record<Hold, Story>> = {
  AWAIT_CONFIRM: { tell: says(noise()) },
  AWAIT_UPSTREAM: { options: fleet, tell: says(...vendor.slice(0, 4).map((name) => silent(name))) },
  FLAPPING: {
    async tell({ decide }) {
      for (let episode = 0; episode < 6; episode++) await decide(...onAndOff(episode));
      await decide(candidate({ category: 'E0105', episode: 6, at: START + 60_000 }));
    },
  },
  DEFERRED: {
    options: { city: { ...city, mode: () => ({ id: 'FLOOD', routing: [], deferred: ['E0105'] }) } },
    tell: says(candidate({ category: 'E0105' })),
  },
  STAGE_FAILED: {
    options: {
      city: {
        ...city,
        locate: () => {
          throw new Error('no grid');
        },
      },
    },
    tell: says(candidate()),
  },
};

test('every reason of the closed sets has a story that ends with it', () => {
  expect(Object.keys(SUPPRESSED).sort()).toEqual([...REASONS].sort());
  expect(Object.keys(HELD).sort()).toEqual([...HOLDS].sort());
});

const rows = (stand: Stand, outcome: string) =>
  stand.records.read
    .all<{ reason: string }>('SELECT DISTINCT reason FROM candidate WHERE outcome = ?', outcome)
    .map(({ reason }) => reason);

test.each(Object.entries(SUPPRESSED))('suppressed: %s', async (reason, { options = {}, tell }) => {
  const stand = open(options);
  await tell(stand);
  expect(rows(stand, 'suppressed')).toEqual([reason]);
  const { suppressed, held } = stand.cases.candidateAccounts();
  expect([Object.keys(suppressed), held], 'counted under that name').toEqual([[reason], {}]);
  expect(await stand.metrics.registry.metrics()).toContain(`{outcome="suppressed",reason="${reason}"}`);
});

test.each(Object.entries(HELD))('held: %s', async (reason, { options = {}, tell }) => {
  const stand = open(options);
  await tell(stand);
  expect(rows(stand, 'held')).toEqual([reason]);
  expect(stand.pipeline.held.list({ limit: 50 }).map((one) => one.reason)).toContain(reason);
  const { suppressed, held } = stand.cases.candidateAccounts();
  expect([suppressed, Object.keys(held)], 'counted under that name').toEqual([{}, [reason]]);
});
