import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { type Progress, replayTrial } from '../../gateway/trials/replay.ts';
import { jobOf, type TrialGround, type TrialRequest } from '../../gateway/trials/trials.ts';
import { testDir } from '../support/test-dir.ts';
import { MINUTE, recordedData, START } from './recorded-data.ts';

const stretch = { from: START, to: START + 60 * MINUTE, warmUp: 10 * MINUTE };
const told: Progress[] = [];
const tried = (
  ground: TrialGround,
  request: Partial<TrialRequest>,
  more: { maxMessages?: number; now?: number } = {},
) =>
  replayTrial(
    { ...jobOf(ground, { ...stretch, ...request }, join(testDir(), 'types')), ...more },
    { clock: realClock(), log: silentLog(), onProgress: (progress) => told.push(progress) },
  );

/** A fire before the stretch, one that goes on into it, and one in it. */
const fires = [
  {
    name: 'before',
    degrees: [
      [-8, 60],
      [-7, 20],
      [30, 20],
    ],
  },
  {
    name: 'across',
    degrees: [
      [-5, 60],
      [5, 61],
      [6, 20],
    ],
  },
  {
    name: 'within',
    degrees: [
      [1, 60],
      [2, 20],
      [50, 20],
    ],
  },
] as const;

it('counts cases of the stretch only, and knows what went before from the warm-up', async () => {
  const ground = await recordedData(fires);
  const off = { rules: { smoke: { heat: { enabled: false } } } };
  const { differences, baseline, messages } = await tried(ground, off);
  expect([baseline.cases, messages]).toEqual([1, 9]);
  expect(differences).toMatchObject([
    { change: 'lost', device: 'acme/within', baseline: { until: START + 12 * MINUTE } },
  ]);
  expect(differences[0]?.explanation).toMatch(/trial: heat off/);
  expect(told.at(-1)).toMatchObject({ messages: 9, of: 9 });
  const cold = await tried(ground, { ...off, warmUp: 0 });
  expect(cold.differences.map(({ device }) => device)).toEqual(['acme/within', 'acme/across']);
});

it('tries other limits of the pipeline, and says what became of an alarm there', async () => {
  const again = [
    [1, 60],
    [2, 20],
    [20, 60],
    [21, 20],
    [50, 20],
  ] as const;
  const ground = await recordedData([{ name: 'again', degrees: again }]);
  const same = await tried(ground, {});
  expect([same.same, same.differences]).toEqual([1, []]);
  const { counts, differences } = await tried(ground, { pipeline: { reopen: '1min' } });
  expect(counts).toMatchObject({ gained: 1, lost: 0 });
  expect(differences[0]?.explanation).toMatch(/baseline: heat reopened/);
});

it('tries another city', async () => {
  const ground = await recordedData(fires);
  const { counts, differences } = await tried(ground, { profile: 'jiading' });
  expect(counts).toMatchObject({ gained: 0, lost: 0, moved: 1 });
  expect(Object.keys(differences[0]?.changed ?? {})).toContain('orgCode');
});

it('lets nobody fall silent in a time that has not come', async () => {
  const ground = await recordedData([{ name: 'quiet', degrees: [[1, 20]] }]);
  const days = { to: START + 7 * 86_400_000, rules: { smoke: { silent: { enabled: false } } } };
  expect((await tried(ground, days, { now: days.to })).counts).toMatchObject({ lost: 1 });
  expect((await tried(ground, days, { now: START + 60 * MINUTE })).counts).toMatchObject({ lost: 0 });
  expect((await tried(ground, days)).to).toBe(START + MINUTE);
});

it('refuses a stretch that is empty or too long, and a mode the city has not', async () => {
  const ground = await recordedData(fires);
  await expect(tried(ground, { from: 0, to: 1 })).rejects.toThrow(/REQUEST_INVALID: the inbox holds no messages/);
  await expect(tried(ground, {}, { maxMessages: 5 })).rejects.toThrow(/hold 9 messages, a trial takes 5/);
  await expect(tried(ground, { mode: 'PARTY' })).rejects.toThrow(/"PARTY" is no mode of lianhu; it has .*FLOOD/);
});
