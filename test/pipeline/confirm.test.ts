import { expect, test } from 'vitest';
import { candidate, deviceAt, devicePort, MINUTE, START } from './city.ts';
import { rig } from './rig.ts';

const { open, restart } = rig('confirm');
const devices = devicePort(deviceAt('s1', 0), deviceAt('s2', 150), deviceAt('far', 250), deviceAt('drone', 20));
const noise = (name: string, change: Parameters<typeof candidate>[0] = {}) =>
  candidate({ deviceId: `acme/${name}`, category: 'E0301', certainty: 0.5, ...change });

test('an unsure alarm waits for a second source; together they are one case with both', async () => {
  const stand = open({ devices });
  await stand.decide(noise('s1'));
  expect(stand.all()).toEqual([]);
  expect(stand.accounts()).toMatchObject({ opened: 0, held: 1 });
  expect(stand.pipeline.held.list({ limit: 10 })).toMatchObject([
    { reason: 'AWAIT_CONFIRM', deviceId: 'acme/s1', certainty: 0.5, category: 'E0301' },
  ]);
  await stand.decide(noise('s2', { at: START + 10 * MINUTE }));
  expect(stand.one()).toMatchObject({ certainty: 0.75, devices: ['acme/s1', 'acme/s2'], evidence: { length: 2 } });
  expect(stand.accounts()).toMatchObject({ opened: 1, attached: 1, held: 0, decided: 2 });
  expect(stand.events().at(-1)?.reason).toMatch(/^confirmed by smoke-density on acme\/s2 .*certainty 0.75$/);
});

test('without a second source it expires, also while the gateway is down', async () => {
  const stand = open({ devices });
  await stand.decide(noise('s1'), noise('far'), noise('s1', { episode: 2 }));
  const later = await restart(10 * MINUTE, { devices });
  await later.pipeline.idle();
  expect(later.all()).toEqual([]);
  expect(later.accounts()).toMatchObject({ held: 0, suppressed: { EXPIRED: 3 }, decided: 3 });
  expect(later.pipeline.nextDue()).toBeUndefined();
});

test('one that ends while it waits raises nothing', async () => {
  const stand = open({ devices });
  await stand.decide(noise('s1'), noise('s1', { type: 'clear' }));
  await stand.decide(noise('s2'));
  expect(stand.accounts()).toMatchObject({ opened: 0, held: 1, suppressed: { ENDED: 2 } });
});

test('sure enough by itself it does not wait, and what comes later makes it surer instead of a second case', async () => {
  const stand = open({ devices });
  await stand.decide(noise('s1', { certainty: 0.8 }));
  await stand.decide(noise('s2', { at: START + MINUTE }), noise('s2', { at: START + 2 * MINUTE, episode: 2 }));
  expect(stand.one()).toMatchObject({ certainty: 0.9, devices: ['acme/s1', 'acme/s2'], occurrences: 3 });
  await stand.decide(noise('s1', { type: 'clear' }), noise('s2', { type: 'clear' }));
  expect(stand.one().clearedAt).toBeUndefined();
  await stand.decide(noise('s2', { type: 'clear', episode: 2 }));
  expect(stand.one().clearedAt).toBe(START);
});

test('life safety raises first; a drone that sees it makes it surer and no second case', async () => {
  const stand = open({ devices });
  await stand.decide(candidate({ category: 'E0403', certainty: 0.6 }));
  expect(stand.one().certainty).toBe(0.6);
  await stand.decide(candidate({ deviceId: 'acme/drone', category: 'E0105', certainty: 0.8, at: START + 9 * MINUTE }));
  expect(stand.one()).toMatchObject({ devices: ['acme/s1', 'acme/drone'], evidence: { length: 2 } });
  expect(stand.one().certainty).toBeCloseTo(0.92);
  expect(stand.types()).toEqual(['raised', 'updated']);
});

test('two fires near each other are two cases', async () => {
  const stand = open({ devices });
  await stand.decide(candidate(), candidate({ deviceId: 'acme/s2' }));
  expect(stand.all()).toHaveLength(2);
});

test('a device that was often wrong is believed less', async () => {
  const stand = open({ devices });
  const judge = (deviceId: string, confirmed: number, wrong: number) =>
    stand.records.write((tx) =>
      tx.run('INSERT OR REPLACE INTO device_reliability VALUES (?, ?, ?)', deviceId, confirmed, wrong),
    );
  await judge('acme/s1', 0, 8);
  await stand.decide(noise('s1', { certainty: 0.8 }));
  expect(stand.pipeline.held.list({ limit: 1 })[0]?.certainty).toBe(0.4);
  await judge('acme/s2', 0, 1_000);
  await stand.decide(candidate({ deviceId: 'acme/s2', certainty: 1 }));
  expect(stand.one().certainty, 'but never less than a fifth').toBe(0.2);
  await judge('acme/far', 40, 0);
  await stand.decide(candidate({ deviceId: 'acme/far', certainty: 0.9 }));
  expect(stand.all()[0]?.certainty).toBe(0.9);
});
