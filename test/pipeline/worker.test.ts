import { expect, test } from 'vitest';
import { arraySource, candidate, city, device, devicePort, MINUTE, START } from './city.ts';
import { rig } from './rig.ts';

const { open, restart } = rig('worker');

/** A city that fails on flooding while it is broken. */
function fragileCity() {
  const state = { broken: true };
  const deadlines: typeof city.deadlines = (category, ...rest) => {
    if (state.broken && category.code === 'E0406') throw new Error('no calendar');
    return city.deadlines(category, ...rest);
  };
  return { state, city: { ...city, deadlines } };
}

test('a candidate that a stage fails on five times is held, and those behind it get their turn', async () => {
  const fragile = fragileCity();
  const stand = open({ city: fragile.city });
  const poison = candidate({ category: 'E0406', candidateId: 'poison' });
  stand.source.put(poison, candidate({ category: 'E0406', type: 'clear' }));
  await stand.wakeUps.idle();
  expect(stand.accounts().decided).toBe(0);
  for (let attempt = 2; attempt <= 5; attempt++) {
    stand.pipeline.audit();
    await stand.wakeUps.idle();
  }
  expect(stand.source.size).toBe(0);
  expect(stand.accounts()).toMatchObject({ held: 1, suppressed: { NO_OPEN_CASE: 1 }, decided: 2 });
  expect(stand.cases.candidateAccounts().held).toEqual({ STAGE_FAILED: 1 });
  expect(stand.pipeline.held.list({ limit: 10 })).toMatchObject([
    { candidateId: 'poison', reason: 'STAGE_FAILED', detail: 'no calendar', rule: 'smoke-density' },
  ]);
  expect(stand.pipeline.held.list({ limit: 10, reason: 'FLAPPING' })).toEqual([]);
});

test('attempts are counted over restarts', async () => {
  const source = arraySource();
  const { city: fragile } = fragileCity();
  let stand = open({ city: fragile, source });
  source.put(candidate({ category: 'E0406' }));
  await stand.wakeUps.idle();
  for (let start = 0; start < 3; start++) {
    stand = await restart(0, { city: fragile, source });
    await stand.wakeUps.idle();
    expect(stand.accounts().held).toBe(0);
  }
  stand = await restart(0, { city: fragile, source });
  await stand.wakeUps.idle();
  expect(stand.accounts().held).toBe(1);
});

test('after a fix it is driven again: until then it stays held, then it is a case', async () => {
  const fragile = fragileCity();
  const stand = open({ city: fragile.city });
  await stand.decide(candidate({ category: 'E0406', candidateId: 'poison' }));
  expect(stand.accounts().held).toBe(1);
  expect(await stand.pipeline.held.redrive(['poison', 'unknown'])).toEqual([
    { candidateId: 'poison', outcome: 'held', reason: 'STAGE_FAILED' },
  ]);
  expect(stand.all()).toEqual([]);
  fragile.state.broken = false;
  expect(await stand.pipeline.held.redrive(['poison'])).toMatchObject([{ candidateId: 'poison', outcome: 'opened' }]);
  expect(stand.one().candidateId).toBe('poison');
  expect(stand.accounts()).toMatchObject({ opened: 1, held: 0, decided: 1 });
  expect(await stand.pipeline.held.redrive(['poison'])).toEqual([]);
});

test('a store that is full counts against nobody', async () => {
  let full = true;
  const deadlines: typeof city.deadlines = (...args) => {
    if (full) throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    return city.deadlines(...args);
  };
  const stand = open({ city: { ...city, deadlines } });
  stand.source.put(candidate());
  for (let attempt = 0; attempt < 20; attempt++) {
    stand.pipeline.audit();
    await stand.wakeUps.idle();
  }
  expect(stand.source.size).toBe(1);
  full = false;
  await stand.pipeline.idle();
  expect(stand.one()).toBeDefined();
});

test('a timer whose candidate fails leaves it held as failed, and fires no more', async () => {
  let broken = false;
  const isChannel = () => {
    if (broken) throw new Error('no device type');
    return true;
  };
  const mode = () => ({ id: 'FLOOD', routing: [], deferred: broken ? [] : ['E0504'] });
  const stand = open({ city: { ...city, mode }, devices: { ...devicePort(device('s1')), isChannel } });
  await stand.decide(candidate({ category: 'E0504' }));
  broken = true;
  await stand.advance(15 * MINUTE);
  expect(stand.pipeline.held.list({ limit: 1 })).toMatchObject([{ reason: 'STAGE_FAILED', detail: 'no device type' }]);
  expect(stand.accounts()).toMatchObject({ held: 1, decided: 1 });
  expect(stand.pipeline.nextDue()).toBeUndefined();
  expect(stand.clock.now()).toBe(START + 15 * MINUTE);
});

test('a stage that only looks for company does not keep a fire from anybody', async () => {
  const lonely: typeof city.category = (code) => {
    const row = city.category(code);
    const get = () => {
      throw new Error('no neighbours');
    };
    return row && Object.defineProperty({ ...row }, 'merge', { get });
  };
  const stand = open({ city: { ...city, category: lonely } });
  await stand.decide(candidate({ category: 'E0403', candidateId: 'gas' }));
  expect(stand.accounts()).toMatchObject({ opened: 1, held: 0 });
});
