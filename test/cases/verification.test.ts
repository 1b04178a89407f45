import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Category } from '../../gateway/model/catalogue.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, MINUTE, openCaseStand, sampleCategory, sensorDouble } from './stand.ts';

const { caseNo, raisedAt } = sampleCase();
const DEVICE = 'acme/smoke-17';
const START = raisedAt + 20 * MINUTE;

let stand: CaseStand;
let sensors: ReturnType<typeof sensorDouble>;
let category: Category;

/** A case on the spot, cleared already unless the test says otherwise; quiet for ten minutes is enough. */
async function open(change: Partial<ReturnType<typeof sampleCase>> = {}): Promise<void> {
  sensors = sensorDouble();
  category = sampleCategory();
  stand = openCaseStand({ at: START, sensors, category: () => category });
  await stand.start();
  const times = { responseDeadline: START + 900 * MINUTE, disposalDeadline: START + 900 * MINUTE };
  await stand.put(sampleCase({ subState: 'ARRIVED', step: 2, activeEpisodes: [], ...times, ...change }));
  sensors.heardAt.set(DEVICE, START + MINUTE);
}
beforeEach(() => open());
afterEach(() => stand.close());

/** An alarm joins the case now, as the pipeline does it. */
const alarm = () =>
  stand.change({ occurrences: stand.now().occurrences + 1, lastAt: stand.clock.now(), activeEpisodes: ['e'] });

describe('after the disposal', () => {
  test('ten quiet minutes are PASSED, to the millisecond, and wait for the closing word', async () => {
    await stand.feedback('DISPOSED');
    expect(stand.now()).toMatchObject({
      ...{ step: 3, subState: 'DISPOSED', disposedAt: START },
      verification: { state: 'WATCHING', by: 'SENSOR', at: START, due: START + 10 * MINUTE },
    });
    await stand.advance(10 * MINUTE - 1);
    expect(stand.now().subState).toBe('DISPOSED');
    await stand.advance(1);
    expect(stand.now()).toMatchObject({
      ...{ step: 4, subState: 'PASSED' },
      verification: { state: 'VERIFIED', by: 'SENSOR', at: START + 10 * MINUTE },
    });
    expect(stand.types().at(-1)).toBe('verified');
    expect(stand.reasons().at(-1)).toBe('quiet for 10 min after the disposal');
    expect(stand.cases.reliability(DEVICE)).toEqual({ confirmed: 1, falseAlarms: 0 });
    await stand.feedback('CLOSED');
    expect(stand.now()).toMatchObject({ step: 6, subState: 'CLOSED', verification: { state: 'VERIFIED' } });
    expect(stand.timers()).toEqual([]);
  });

  test('a category may close what its sensor has verified', async () => {
    category = sampleCategory({ verify: { by: 'SENSOR', quietFor: 10 * MINUTE, autoClose: true } });
    await stand.feedback('DISPOSED');
    await stand.advance(10 * MINUTE);
    expect(stand.types().slice(-2)).toEqual(['verified', 'closed']);
    expect(stand.now()).toMatchObject({ step: 6, subState: 'CLOSED', closedAt: START + 10 * MINUTE });
    expect(stand.timers()).toEqual([]);
  });

  test('a sensor that is still in alarm sends it to step 5', async () => {
    sensors.state = 'on';
    await stand.feedback('DISPOSED');
    await stand.advance(10 * MINUTE);
    expect(stand.now()).toMatchObject({
      ...{ step: 5, subState: 'URGED' },
      verification: { state: 'FAILED', by: 'SENSOR', reason: 'still in alarm after the disposal' },
    });
    expect(stand.now()).not.toHaveProperty('disposedAt');
    expect(stand.types().at(-1)).toBe('escalated');
    expect(stand.timers()).toEqual(expect.arrayContaining([`disposal-deadline:${caseNo}`, `escalation:${caseNo}`]));
    await stand.feedback('DISPOSED');
    expect(stand.now()).toMatchObject({ subState: 'DISPOSED', verification: { state: 'WATCHING' } });
  });

  test('a new alarm does not wait for the end of the quiet period', async () => {
    await stand.feedback('DISPOSED');
    await stand.advance(4 * MINUTE);
    await alarm();
    await stand.advance(0);
    expect(stand.now()).toMatchObject({ subState: 'URGED', verification: { state: 'FAILED' } });
    expect(stand.reasons().at(-1)).toBe('in alarm again after the disposal');
  });

  test('an alarm after it had PASSED throws it back as well', async () => {
    await stand.feedback('DISPOSED');
    await stand.advance(12 * MINUTE);
    expect(stand.now().subState).toBe('PASSED');
    await alarm();
    await stand.advance(0);
    expect(stand.now()).toMatchObject({ step: 5, subState: 'URGED' });
  });

  test('a sensor that fades is given the time its rule wants', async () => {
    sensors.state = { fading: START + 12 * MINUTE };
    await stand.feedback('DISPOSED');
    await stand.advance(12 * MINUTE);
    expect(stand.now().subState).toBe('DISPOSED');
    sensors.state = 'off';
    await stand.advance(1_000);
    expect(stand.now().subState).toBe('PASSED');
  });

  test('a sensor that nobody hears of proves nothing: a person has to look', async () => {
    sensors.heardAt.set(DEVICE, START - 1);
    await stand.feedback('DISPOSED');
    await stand.advance(10 * MINUTE);
    expect(stand.now()).toMatchObject({ step: 4, subState: 'CHECKING', verification: { state: 'HUMAN', by: 'HUMAN' } });
    expect(stand.reasons().at(-1)).toContain(`${DEVICE} has not been heard of since`);
    expect(stand.cases.reliability(DEVICE)).toBeUndefined();
    await stand.feedback('VERIFIED');
    expect(stand.now()).toMatchObject({ subState: 'PASSED', verification: { state: 'VERIFIED', by: 'HUMAN' } });
    expect(stand.cases.reliability(DEVICE)).toEqual({ confirmed: 1, falseAlarms: 0 });
  });

  test('all sensors of the case count, not only the first', async () => {
    await stand.change({ devices: [DEVICE, 'acme/smoke-18'] });
    await stand.feedback('DISPOSED');
    await stand.advance(10 * MINUTE);
    expect(stand.now().subState).toBe('CHECKING');
    expect(stand.reasons().at(-1)).toContain('acme/smoke-18');
  });

  test('nothing is decided while messages wait to be read', async () => {
    sensors.ready = false;
    await stand.feedback('DISPOSED');
    await stand.advance(15 * MINUTE);
    expect(stand.now().subState).toBe('DISPOSED');
    sensors.ready = true;
    await stand.advance(1_000);
    expect(stand.now().subState).toBe('PASSED');
  });
});

describe('after a failed check', () => {
  beforeEach(async () => {
    await stand.change({ activeEpisodes: ['e'] });
    sensors.state = 'on';
    await stand.feedback('DISPOSED');
    await stand.advance(10 * MINUTE);
    expect(stand.now().subState).toBe('URGED');
  });

  test('the quiet period begins anew when the sensor falls silent, and the ladder rests', async () => {
    await stand.advance(5 * MINUTE);
    sensors.state = 'off';
    await stand.change({ activeEpisodes: [], clearedAt: stand.clock.now() });
    await stand.advance(0);
    const from = stand.clock.now();
    expect(stand.now()).toMatchObject({
      ...{ step: 4, subState: 'CHECKING', disposedAt: from },
      verification: { state: 'WATCHING', by: 'SENSOR', at: from, due: from + 10 * MINUTE },
    });
    expect(stand.dueAt('escalation')).toBeUndefined();
    sensors.heardAt.set(DEVICE, from + 1);
    await stand.advance(10 * MINUTE);
    expect(stand.now().subState).toBe('PASSED');
  });

  test('the ladder climbs while the sensor goes on', async () => {
    await stand.advance(10 * MINUTE);
    expect(stand.now()).toMatchObject({ subState: 'OVERDUE', escalation: 1 });
  });
});

describe('people', () => {
  test('are not overruled: their word ends the watch', async () => {
    sensors.state = 'on';
    await stand.feedback('DISPOSED');
    await stand.feedback('CLOSED');
    await stand.advance(30 * MINUTE);
    expect(stand.now()).toMatchObject({ step: 6, subState: 'CLOSED' });
    expect(stand.now()).not.toHaveProperty('verification');
  });

  test('may send it back before the sensor says anything', async () => {
    await stand.feedback('DISPOSED');
    await stand.feedback('RETURNED');
    await stand.advance(9 * MINUTE);
    expect(stand.now()).toMatchObject({ subState: 'URGED' });
    expect(stand.dueAt('verification')).toBeUndefined();
  });

  test('check what the catalogue leaves to them', async () => {
    category = sampleCategory({ verify: { by: 'HUMAN', quietFor: 0 } });
    await stand.feedback('DISPOSED');
    await stand.advance(30 * MINUTE);
    expect(stand.now()).toMatchObject({ step: 3, subState: 'DISPOSED' });
    expect(stand.now()).not.toHaveProperty('verification');
  });
});

test('a disposal heard of late is watched from when it was done; an alarm known by then is what was disposed of', async () => {
  await stand.feedback('DISPOSED', { at: START - 4 * MINUTE });
  expect(stand.dueAt('verification')).toBe(START + 6 * MINUTE);
  await stand.close();
  await open({ lastAt: START - MINUTE });
  await stand.feedback('DISPOSED', { at: START - 4 * MINUTE });
  expect(stand.now().verification).toMatchObject({ state: 'WATCHING', at: START - MINUTE });
  await stand.advance(9 * MINUTE);
  expect(stand.now().subState).toBe('PASSED');
});

test('a restart in the quiet period moves nothing', async () => {
  await stand.feedback('DISPOSED');
  await stand.advance(6 * MINUTE);
  const { folder } = stand;
  const again = openCaseStand({ folder, at: stand.clock.now(), sensors, category: () => category });
  await again.start();
  await again.advance(4 * MINUTE - 1);
  expect(again.now().subState).toBe('DISPOSED');
  await again.advance(1);
  expect(again.now().subState).toBe('PASSED');
  expect(again.types().filter((type) => type === 'verified')).toHaveLength(1);
  await again.close();
});
