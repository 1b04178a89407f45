import { expect, test } from 'vitest';
import { arraySource, candidate } from './city.ts';
import { rig } from './rig.ts';

const { open, restart } = rig('undecided');

test('a candidate counts on one side, also while records and the source both have it', async () => {
  const source = arraySource();
  let crashes = true;
  // What a crash between the two leaves: the outcome is on disk, and the source never hears of it.
  const forgetful = Object.create(source, {
    remove: {
      value: async (ids: readonly string[]) => (crashes ? Promise.reject(new Error('killed')) : source.remove(ids)),
    },
  }) as typeof source;
  let stand = open({ source: forgetful });
  const balance = () => [stand.accounts().decided, stand.pipeline.undecided(), source.size];
  source.put(candidate({ candidateId: 'one' }), candidate({ candidateId: 'two', deviceId: 'lab/other' }));
  expect(balance()).toEqual([0, 2, 2]);
  await stand.wakeUps.idle();
  expect(balance()).toEqual([2, 0, 2]);

  stand = await restart(0, { source: forgetful });
  expect(balance()).toEqual([2, 0, 2]);
  source.put(candidate({ candidateId: 'three' }));
  expect(balance()).toEqual([2, 1, 3]);
  crashes = false;
  stand.pipeline.audit();
  await stand.wakeUps.idle();
  expect(balance()).toEqual([3, 0, 0]);
});
