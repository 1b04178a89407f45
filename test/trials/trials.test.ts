import { expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { createTrials } from '../../gateway/trials/trials.ts';
import { eventually } from '../support/server-process.ts';
import { MINUTE, recordedData, START } from './recorded-data.ts';

const stretch = { from: START, to: START + 60 * MINUTE };

async function openTrials() {
  const ground = await recordedData([
    {
      name: 'a',
      degrees: [
        [1, 60],
        [2, 20],
      ],
    },
  ]);
  const trials = createTrials({ ground: () => ({ ...ground, now: START + 60 * MINUTE }), clock: realClock() });
  onTestFinished(() => trials.stop());
  const ended = (trialId: string) =>
    eventually('the end of the trial', async () => trials.get(trialId)?.state !== 'running', 60_000);
  return { trials, ended };
}

it('runs one trial at a time, each in a process of its own, and keeps what it came to', async () => {
  const { trials, ended } = await openTrials();
  const { trialId, state } = trials.start({ ...stretch, rules: { smoke: { heat: { set: 70 } } } });
  expect(state).toBe('running');
  expect(() => trials.start(stretch)).toThrow(new RegExp(`TRIAL_BUSY: trial ${trialId} is running`));
  await ended(trialId);
  expect(trials.get(trialId)).toMatchObject({ state: 'done', result: { counts: { lost: 1 } } });
  const wrong = trials.start({ ...stretch, mode: 'PARTY' });
  await ended(wrong.trialId);
  expect(trials.get(wrong.trialId)).toMatchObject({ state: 'failed', problem: { code: 'REQUEST_INVALID' } });
  expect(trials.list().map((trial) => trial.trialId)).toEqual([wrong.trialId, trialId]);
  expect(await trials.end(trialId)).toBe(true);
  expect([trials.get(trialId), await trials.end(trialId)]).toEqual([undefined, false]);
}, 120_000);

it('cancels one that runs, and is ready for the next', async () => {
  const { trials } = await openTrials();
  const { trialId } = trials.start(stretch);
  expect(await trials.end(trialId)).toBe(true);
  expect(trials.get(trialId)).toMatchObject({ state: 'cancelled' });
  const next = trials.start(stretch);
  await trials.stop();
  expect(trials.get(next.trialId)).toMatchObject({ state: 'cancelled' });
});

it.each([
  [{ ...stretch, to: START }, 'from must lie before to'],
  [{ ...stretch, warmUp: -1 }, 'warmUp must be between'],
  [{ ...stretch, profile: '../etc' }, 'there is no profile "../etc"'],
  [{ ...stretch, pipeline: { reopen: 1 } }, 'pipeline.reopen'],
  [{ ...stretch, rules: { smoke: { heat: { sett: 1 } } } }, 'is not a known key'],
])('refuses %j before anything runs', async (request, detail) => {
  const { trials } = await openTrials();
  expect(() => trials.start(request)).toThrow(detail);
  expect(trials.list()).toEqual([]);
});
