import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TempDir, tempDir } from '../support/temp-dir.ts';
import {
  arraySource,
  candidate,
  city,
  device,
  devicePort,
  MINUTE,
  openStand,
  START,
  type Stand,
  type StandOptions,
} from './city.ts';

let dir: TempDir;
let stand: Stand;

const open = (options: Partial<StandOptions> = {}) => {
  stand = openStand({ file: `${dir.path}/records.sqlite`, ...options });
  return stand;
};

/** Closes and opens again on the same records, `ms` later. */
const restart = async (ms = 0, options: Partial<StandOptions> = {}) => {
  const at = stand.clock.now() + ms;
  await stand.close();
  return open({ start: at, ...options });
};

beforeEach(() => {
  dir = tempDir('pipeline');
});

afterEach(async () => {
  await stand.close();
  dir.remove();
});

/** Takes a case from RAISED to CLOSED. */
const closeCase = async (caseNo: string) => {
  for (const type of ['ACCEPTED', 'DISPOSED', 'CLOSED'] as const) await stand.feedback(type, caseNo);
};

test('a raise becomes a case with its grid, its department, its deadlines and its evidence', async () => {
  open();
  await stand.decide(candidate({ candidateId: 'first' }));
  expect(stand.one()).toMatchObject({
    caseNo: '2512S0000001',
    candidateId: 'first',
    categoryCode: 'E0498',
    catalogueVersion: 'test-1',
    kind: 'ALARM',
    severity: 2,
    step: 1,
    subState: 'RAISED',
    location: { lon: 121.2, lat: 31, crs: 'wgs84' },
    gridCode: 'G001',
    grids: [{ system: 'duty', version: '1', code: 'G001', path: ['D', 'S1', 'G001'] }],
    responsibleDept: 'fire',
    responderRole: 'duty officer',
    orgCode: 'S1',
    responseDeadline: START + 3 * MINUTE,
    disposalDeadline: START + 60 * MINUTE,
    firstAt: START - 1_000,
    raisedAt: START,
    occurrences: 1,
    devices: ['acme/s1'],
    restricted: false,
  });
  expect(stand.one().evidence).toEqual([
    {
      kind: 'SERIES',
      uri: '/v1/series?device=acme%2Fs1&channel=smoke&from=2025-12-03T01%3A49%3A59.000Z&to=2025-12-03T02%3A10%3A00.000Z',
      capturedAt: START,
    },
  ]);
  expect(stand.events()).toEqual([
    { type: 'raised', caseNo: '2512S0000001', reason: 'smoke-density on acme/s1 (smoke 0.12, set 0.1)' },
  ]);
  expect(stand.source.size).toBe(0);
});

test('the same candidates delivered again, also after a restart, change nothing', async () => {
  const source = arraySource();
  open({ source });
  source.forgetful = true;
  const all = [candidate(), candidate({ episode: 2 }), candidate({ type: 'clear', episode: 1 })];
  source.put(...all);
  await stand.wakeUps.idle();
  const before = [stand.all(), stand.events(), stand.cases.candidateAccounts()];
  expect(stand.one().occurrences).toBe(2);
  expect(source.size, 'as if the process had died before it could forget them').toBe(3);

  await restart(0, { source });
  source.forgetful = false;
  stand.pipeline.audit();
  await stand.pipeline.idle();
  await stand.decide(...all);
  expect([stand.all(), stand.events(), stand.cases.candidateAccounts()]).toEqual(before);
  expect(source.size).toBe(0);
});

test('a device removed in the middle of its alarm: the case still hears of the end', async () => {
  open();
  await stand.decide(candidate());
  await restart(MINUTE, { devices: devicePort() });
  await stand.decide(candidate({ type: 'clear' }));
  expect(stand.events().map(({ type }) => type)).toEqual(['raised', 'cleared']);
});

test('many devices at once: one case each, numbers without gaps', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `d${i}`);
  open({ devices: devicePort(...names.map((name) => device(name))) });
  // Four seconds between two devices: fifteen a minute are no storm.
  const raises = names.flatMap((name, i) =>
    [1, 2, 3].map((episode) => candidate({ deviceId: `acme/${name}`, episode, at: START + i * 4_000 })),
  );
  await stand.decide(...raises);
  const numbers = stand
    .all()
    .map(({ caseNo }) => caseNo)
    .sort();
  expect(numbers).toEqual(names.map((_, i) => `2512S${String(i + 1).padStart(7, '0')}`));
  expect(stand.all().every(({ occurrences }) => occurrences === 3)).toBe(true);
  expect(stand.cases.candidateAccounts()).toMatchObject({ opened: 40, attached: 80, decided: 120 });
});

test('two rules of one device share a case, which clears with the last of them', async () => {
  open();
  await stand.decide(candidate(), candidate({ rule: 'smoke-alarm', source: 'smoke_alarm' }));
  expect(stand.one()).toMatchObject({ occurrences: 2, activeEpisodes: { length: 2 } });
  expect(stand.one().evidence.map(({ kind }) => kind)).toEqual(['SERIES', 'EVENT']);
  await stand.decide(candidate({ type: 'clear' }));
  expect(stand.types()).toEqual(['raised']);
  expect(stand.one().clearedAt).toBeUndefined();
  await stand.decide(candidate({ type: 'clear', rule: 'smoke-alarm', source: 'smoke_alarm', at: START + MINUTE }));
  expect(stand.one()).toMatchObject({ clearedAt: START + MINUTE, subState: 'RAISED' });
  expect(stand.events().at(-1)).toMatchObject({
    type: 'cleared',
    reason: /no longer in alarm: smoke-alarm on acme\/s1/,
  });
});

test('other device, other part or other category: another case; the same asset: one case', async () => {
  open();
  await stand.decide(
    candidate(),
    candidate({ deviceId: 'acme/s2' }),
    candidate({ part: 'Door1' }),
    candidate({ category: 'E0406' }),
    candidate({ assetCode: '3101170101000001' }),
    candidate({ assetCode: '3101170101000001', deviceId: 'acme/s2' }),
  );
  expect(stand.all()).toHaveLength(5);
  const shared = stand.all().find(({ devices }) => devices.length === 2);
  expect(shared).toMatchObject({ devices: ['acme/s1', 'acme/s2'], occurrences: 2, activeEpisodes: { length: 2 } });
});

test('an alarm after the clear takes the clear back and says so', async () => {
  open();
  await stand.decide(candidate(), candidate({ type: 'clear' }), candidate({ episode: 2 }));
  expect(stand.one().clearedAt).toBeUndefined();
  expect(stand.one().occurrences).toBe(2);
  expect(stand.types()).toEqual(['raised', 'cleared', 'updated']);
});

test('a mere repeat makes no event, a severity that rises does, one that falls does not', async () => {
  open();
  await stand.decide(candidate({ severity: 3 }), candidate({ episode: 2, severity: 3 }));
  expect(stand.types()).toEqual(['raised']);
  await stand.decide(candidate({ episode: 3, severity: 1 }), candidate({ episode: 4, severity: 4 }));
  expect(stand.one()).toMatchObject({ severity: 1, occurrences: 4 });
  expect(stand.events().at(-1)).toMatchObject({ type: 'updated', reason: /severity raised from 3 to 1/ });
  expect(stand.types()).toEqual(['raised', 'updated']);
});

test('a clear without a case, or of an episode the case does not hold, is suppressed with its reason', async () => {
  open();
  await stand.decide(candidate({ type: 'clear' }));
  expect(stand.all()).toEqual([]);
  await stand.decide(candidate({ episode: 2 }), candidate({ type: 'clear', episode: 1 }));
  expect(stand.one().clearedAt).toBeUndefined();
  expect(stand.cases.candidateAccounts().suppressed).toEqual({ NO_OPEN_CASE: 1, EPISODE_NOT_ACTIVE: 1 });
  expect(await stand.metrics.registry.metrics()).toContain(
    'gridwarden_case_candidates_total{outcome="suppressed",reason="NO_OPEN_CASE"} 1',
  );
});

test('unknown categories and devices are suppressed; simulated ones only on a production profile', async () => {
  const devices = devicePort(device('s1'), device('lab', { simulated: true }));
  open({ devices });
  const dubious = () => [candidate({ category: 'E9999' }), candidate({ deviceId: 'acme/gone' })];
  await stand.decide(...dubious(), candidate({ simulated: true }));
  expect(stand.one().simulated).toBe(true);
  await restart(0, { production: true, devices });
  await stand.decide(candidate({ simulated: true }), candidate({ deviceId: 'acme/lab' }));
  expect(stand.all()).toHaveLength(1);
  expect(stand.cases.candidateAccounts()).toMatchObject({
    opened: 1,
    suppressed: { CATEGORY_UNKNOWN: 1, DEVICE_UNKNOWN: 1, SIMULATED: 2 },
  });
});

test('within 30 minutes after its closing a case comes back, with new deadlines; later a new one names it', async () => {
  open();
  await stand.decide(candidate());
  const { caseNo } = stand.one();
  await closeCase(caseNo);
  stand.clock.advance(START + 30 * MINUTE);
  await stand.decide(candidate({ episode: 2, at: START + 30 * MINUTE }));
  expect(stand.one()).toMatchObject({
    caseNo,
    step: 1,
    subState: 'RAISED',
    occurrences: 2,
    raisedAt: START,
    responseDeadline: START + 33 * MINUTE,
    activeEpisodes: ['acme/s1|smoke-density|smoke|2'],
  });
  expect(stand.one().closedAt).toBeUndefined();
  expect(stand.types()).toEqual(['raised', 'updated', 'updated', 'closed', 'reopened']);

  await closeCase(caseNo);
  stand.clock.advance(START + 60 * MINUTE + 1);
  await stand.decide(candidate({ episode: 3, at: START + 60 * MINUTE + 1 }));
  expect(stand.all().map((one) => [one.caseNo, one.previousCaseNo])).toEqual([
    ['2512S0000002', caseNo],
    [caseNo, undefined],
  ]);
});

test('an archived case stays closed for good', async () => {
  open();
  await stand.decide(candidate());
  const { caseNo } = stand.one();
  await closeCase(caseNo);
  await stand.feedback('ARCHIVED', caseNo);
  await stand.decide(candidate({ episode: 2 }));
  expect(stand.all().map((one) => one.previousCaseNo)).toEqual([caseNo, undefined]);
});

test('deadlines that nobody met escalate, each once, also when they pass while the gateway is down', async () => {
  open();
  await stand.decide(candidate());
  expect(stand.pipeline.nextDue()).toBe(START + 3 * MINUTE);
  await stand.advance(3 * MINUTE - 1);
  expect(stand.types()).toEqual(['raised']);
  await stand.advance(1);
  expect(stand.events().at(-1)).toMatchObject({ type: 'escalated', reason: /^response deadline passed/ });
  expect(stand.one()).toMatchObject({ step: 5, subState: 'OVERDUE' });

  await restart(120 * MINUTE);
  await stand.pipeline.idle();
  const passed = (what: string) => stand.events().filter(({ reason }) => reason?.startsWith(`${what} deadline passed`));
  expect([passed('response').length, passed('disposal').length]).toEqual([1, 1]);
  const told = stand.types();
  await restart();
  await stand.pipeline.idle();
  expect(stand.types()).toEqual(told);
});

test('an answer in time stops the escalation, a closed case has no timers', async () => {
  open();
  await stand.decide(candidate(), candidate({ deviceId: 'acme/s2' }));
  const [second, first] = stand.all();
  await stand.feedback('ACCEPTED', first?.caseNo ?? '');
  await stand.feedback('FALSE_ALARM', second?.caseNo ?? '');
  await stand.advance(3 * MINUTE);
  expect(stand.types()).not.toContain('escalated');
  await stand.feedback('DISPOSED', first?.caseNo ?? '');
  await stand.advance(60 * MINUTE);
  expect(stand.types()).not.toContain('escalated');
  expect(stand.pipeline.nextDue()).toBeUndefined();
});

test('case numbers follow the month in Shanghai', async () => {
  open({ start: Date.parse('2025-12-31T15:59:59.000Z') });
  await stand.decide(candidate(), candidate({ deviceId: 'acme/s2' }));
  await stand.advance(1_000);
  await stand.decide(candidate({ category: 'E0406' }));
  expect(stand.all().map(({ caseNo }) => caseNo)).toEqual(['2601S0000001', '2512S0000002', '2512S0000001']);
});

test('a stage that throws stops its key, not the others, and the auditor tries again', async () => {
  let broken = true;
  const fragile = {
    ...city,
    deadlines: (...args: Parameters<typeof city.deadlines>) => {
      if (broken && args[0].code === 'E0406') throw new Error('no calendar');
      return city.deadlines(...args);
    },
  };
  open({ city: fragile });
  stand.source.put(candidate({ category: 'E0406' }), candidate({ category: 'E0406', episode: 2 }), candidate());
  await stand.wakeUps.idle();
  expect(stand.one().categoryCode).toBe('E0498');
  expect(stand.source.size).toBe(2);
  expect(stand.cases.candidateAccounts().decided).toBe(1);
  broken = false;
  await stand.pipeline.idle();
  expect(stand.all().map((one) => [one.categoryCode, one.occurrences])).toEqual([
    ['E0406', 2],
    ['E0498', 1],
  ]);
});

test.each([{}, { assetCode: '0101010123456789' }])(
  'two people at one device are two cases, one person is one (%j)',
  async (watched) => {
    open();
    const hit = (episode: number, who: { readonly subject?: string } = {}) =>
      candidate({ episode, ...watched, ...who });
    await stand.decide(hit(1, { subject: 'p-1' }));
    await stand.decide(hit(2, { subject: 'p-2' }));
    await stand.decide(hit(3, { subject: 'p-1' }));
    await stand.decide(hit(4));
    expect(stand.all().map(({ occurrences }) => occurrences)).toEqual([1, 1, 2]);
  },
);

test('restricted categories make restricted cases, which lists hide', async () => {
  open();
  await stand.decide(candidate({ category: 'E2199' }));
  expect(stand.one().restricted).toBe(true);
  expect(stand.cases.list({}).items).toEqual([]);
});

test('what waits of a restricted category is listed and driven again only where it is asked for', async () => {
  let broken = true;
  open({
    city: {
      ...city,
      locate(...args) {
        if (broken) throw new Error('no grid');
        return city.locate(...args);
      },
    },
  });
  await stand.decide(candidate({ candidateId: 'secret', category: 'E2199' }));
  await stand.decide(candidate({ candidateId: 'plain' }));
  const { held } = stand.pipeline;
  expect(held.list({ limit: 10 }).map(({ candidateId }) => candidateId)).toEqual(['plain']);
  expect(held.list({ limit: 10, restricted: true })).toHaveLength(2);
  broken = false;
  expect(await held.redrive(['secret', 'plain'])).toMatchObject([{ candidateId: 'plain', outcome: 'opened' }]);
  expect(await held.redrive(['secret'], { restricted: true })).toMatchObject([{ outcome: 'opened' }]);
});
