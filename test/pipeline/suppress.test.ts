import { expect, test } from 'vitest';
import { candidate, city, device, devicePort, MINUTE, START, silent } from './city.ts';
import { rig } from './rig.ts';

const { open, restart } = rig('suppress');
const HOUR = 60 * MINUTE;

test('simulated and calibrating devices raise nothing on a production profile, and everything elsewhere', async () => {
  const all = () => [candidate({ simulated: true }), candidate({ test: true, category: 'E0105' })];
  const stand = open({ production: true });
  await stand.decide(...all());
  expect(stand.accounts().suppressed).toEqual({ SIMULATED: 1, CALIBRATION: 1 });
  const lab = await restart();
  await lab.decide(...all());
  expect(lab.all()).toHaveLength(2);
});

test('a maintenance window counts by event time, and a clear passes it', async () => {
  const maintenance = [{ from: START + MINUTE, until: START + HOUR }];
  const stand = open({ devices: devicePort(device('s1', { maintenance })) });
  await stand.decide(candidate(), candidate({ episode: 2, at: START + MINUTE }));
  await stand.decide(
    candidate({ episode: 3, at: START + HOUR - 1 }),
    candidate({ type: 'clear', at: START + HOUR - 1 }),
  );
  expect(stand.accounts()).toMatchObject({ opened: 1, cleared: 1, suppressed: { MAINTENANCE: 2 } });
  await stand.decide(candidate({ episode: 4, at: START + HOUR }));
  expect(stand.one().occurrences).toBe(2);
});

test('a silence holds for what it names, while it lasts, over a restart, until somebody ends it', async () => {
  const stand = open();
  const silence = { match: { grid: 'S1', category: 'E0105' }, from: START, until: START + HOUR, reason: 'a fair' };
  const { silenceId } = await stand.pipeline.silences.add(silence);
  await stand.decide(candidate({ category: 'E0105' }), candidate({ category: 'E0498' }));
  await stand.decide(candidate({ category: 'E0105', at: START - 1, deviceId: 'acme/s2' }));
  expect(stand.accounts()).toMatchObject({ opened: 2, suppressed: { SILENCED: 1 } });
  const later = await restart(MINUTE);
  await later.decide(candidate({ category: 'E0105', at: START + MINUTE }));
  expect(later.accounts().suppressed).toEqual({ SILENCED: 2 });
  expect(await later.pipeline.silences.end(silenceId)).toBe(true);
  await later.decide(candidate({ category: 'E0105', at: START + MINUTE }));
  expect(later.accounts().opened).toBe(3);
});

test('a silence must name something and end after it begins', async () => {
  const { silences } = open().pipeline;
  const add = (match: object, until: number) => silences.add({ match, from: START, until, reason: 'x' });
  await expect(add({}, START + 1)).rejects.toMatchObject({ code: 'REQUEST_INVALID', path: 'match' });
  await expect(add({ vendor: 'acme' }, START)).rejects.toMatchObject({ code: 'REQUEST_INVALID', path: 'until' });
  expect(await silences.end('nothing')).toBe(false);
  expect(silences.list()).toEqual([]);
});

test('devices behind a silent gateway are not silent themselves, until it is back', async () => {
  const child = device('s1', { parent: 'acme/dtu' });
  const stand = open({ devices: devicePort(child, device('dtu')) });
  await stand.decide(silent('dtu'));
  await stand.decide(silent('s1'), candidate({ category: 'E0105' }));
  expect(stand.accounts()).toMatchObject({ opened: 2, suppressed: { INHIBITED: 1 } });
  await stand.decide(silent('dtu', { type: 'clear' }));
  await stand.decide(silent('s1'));
  expect(stand.accounts().opened).toBe(3);
});

/** So many times on and off, ten seconds each. */
const cycles = (count: number, category: string, from = 0) =>
  Array.from({ length: count }, (_, i) => from + i).flatMap((i) => [
    candidate({ category, episode: i, at: START + i * 10_000 }),
    candidate({ category, episode: i, at: START + i * 10_000 + 5_000, type: 'clear' }),
  ]);

test('a source that goes on and off six times flaps: one fault case, and no more events', async () => {
  const stand = open();
  await stand.decide(...cycles(6, 'E0105'));
  const events = stand.types().length;
  await stand.decide(...cycles(10, 'E0105', 6));
  expect(stand.all().map(({ categoryCode, kind }) => [categoryCode, kind])).toEqual([
    ['E0490', 'FAULT'],
    ['E0105', 'ALARM'],
  ]);
  expect(stand.types().length).toBe(events + 1);
  expect(stand.accounts()).toMatchObject({ opened: 1, attached: 5, cleared: 6, held: 0, suppressed: { FLAPPING: 20 } });
  expect(stand.events().at(-1)?.reason).toBe('acme/s1 smoke went on and off 6 times within 10 min');
});

test('what flaps and then stays on is raised after the time of one cycle', async () => {
  const stand = open();
  await stand.decide(...cycles(6, 'E0105'));
  await stand.decide(candidate({ category: 'E0105', episode: 6, at: START + 60_000 }));
  expect(stand.accounts().held).toBe(1);
  await stand.advance(100_000);
  expect(stand.accounts()).toMatchObject({ held: 0, attached: 6 });
  expect(stand.events().at(-1)?.reason).toMatch(/in alarm again/);
});

test('occurrences, which nothing clears, do not flap; neither do cycles far apart; life safety is reported and raised', async () => {
  const stand = open();
  await stand.decide(...Array.from({ length: 20 }, (_, episode) => candidate({ category: 'E0105', episode })));
  const slow = Array.from({ length: 12 }, (_, episode) => [
    candidate({ category: 'E0301', certainty: 0.9, episode, at: START + episode * 2 * MINUTE }),
    candidate({ category: 'E0301', type: 'clear', episode, at: START + episode * 2 * MINUTE + 1 }),
  ]).flat();
  await stand.decide(...slow);
  expect(stand.all()).toHaveLength(2);
  await stand.decide(...cycles(8, 'E0403').map((one) => ({ ...one, deviceId: 'acme/s2' })));
  expect(stand.accounts()).toMatchObject({ held: 0, suppressed: {} });
  expect(stand.all().map(({ categoryCode }) => categoryCode)).toContain('E0490');
});

test('the mode lets some matters wait, others not', async () => {
  let deferred = ['E0105', 'E0403'];
  const mode = () => ({ id: 'FLOOD', routing: [], deferred });
  const stand = open({ city: { ...city, mode } });
  await stand.decide(candidate({ category: 'E0105' }), candidate({ category: 'E0403' }), candidate());
  expect(stand.accounts()).toMatchObject({ opened: 2, held: 1 });
  await stand.advance(15 * MINUTE);
  expect(stand.accounts()).toMatchObject({ opened: 2, held: 1 });
  deferred = [];
  await stand.advance(15 * MINUTE);
  expect(stand.accounts()).toMatchObject({ opened: 3, held: 0 });
});
