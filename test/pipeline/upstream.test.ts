import { expect, test } from 'vitest';
import { device, devicePort, MINUTE, START, silent } from './city.ts';
import { rig } from './rig.ts';

const { open, restart } = rig('upstream');
const names = (count: number) => Array.from({ length: count }, (_, i) => `d${i}`);
const fleet = (count: number) => devicePort(...names(count).map((name) => device(name)));
const drop = (count: number, change: Parameters<typeof silent>[1] = {}, from = 0) =>
  names(count)
    .slice(from)
    .map((name) => silent(name, change));

test('half a fleet that falls silent together is one fault, and the first few are its parts', async () => {
  const stand = open({ devices: fleet(600) });
  await stand.decide(...drop(300));
  const [upstream, ...first] = stand.all();
  expect(first).toHaveLength(3);
  expect(upstream).toMatchObject({
    kind: 'FAULT',
    verdict: { ruleId: 'upstream', inputs: { vendor: 'acme', silent: 181, size: 600 } },
    parts: { length: 3 },
    orgCode: 'DISTRICT',
    responsibleDept: 'keeper',
  });
  expect(first.every(({ incidentNo }) => incidentNo === upstream?.caseNo)).toBe(true);
  expect(stand.accounts()).toMatchObject({ opened: 3, attached: 297, held: 0 });
});

test('it clears when the last device is back', async () => {
  const stand = open({ devices: fleet(20) });
  await stand.decide(...drop(20));
  const upstream = () => stand.all().find(({ verdict }) => verdict.ruleId === 'upstream');
  await stand.decide(...drop(19, { type: 'clear' }));
  expect(upstream()?.clearedAt).toBeUndefined();
  await stand.decide(...drop(20, { type: 'clear', at: START + MINUTE }, 19));
  expect(upstream()?.clearedAt).toBe(START + MINUTE);
});

test('fewer than the share: each is a fault of its own, the later ones when the window is over', async () => {
  const stand = open({ devices: fleet(40) });
  await stand.decide(...drop(10));
  expect(stand.accounts()).toMatchObject({ opened: 3, held: 7 });
  const later = await restart(2 * MINUTE, { devices: fleet(40) });
  await later.pipeline.idle();
  expect(later.accounts()).toMatchObject({ opened: 10, held: 0 });
  expect(later.all().every(({ verdict }) => verdict.ruleId === 'silent')).toBe(true);
});

test('a device that is back before it is decided raises nothing', async () => {
  const stand = open({ devices: fleet(40) });
  await stand.decide(...drop(5));
  await stand.decide(silent('d4', { type: 'clear' }));
  await stand.advance(2 * MINUTE);
  expect(stand.accounts()).toMatchObject({ opened: 4, held: 0, suppressed: { ENDED: 2 } });
});

test('spread over an hour, or of a vendor with few devices, silence is nobody upstream', async () => {
  const stand = open({ devices: fleet(4) });
  await stand.decide(...drop(4));
  expect(stand.accounts()).toMatchObject({ opened: 4, held: 0 });
  const wide = await restart(0, { devices: fleet(40) });
  for (const [i, one] of drop(24, {}, 4).entries()) await wide.decide({ ...one, at: START + (i + 3) * 3 * MINUTE });
  expect(wide.accounts()).toMatchObject({ opened: 24, held: 0 });
});
