import { expect, test } from 'vitest';
import type { Evidence } from '../../gateway/model/case.ts';
import { addEvidence, evidenceOf } from '../../gateway/pipeline/evidence.ts';
import { candidate, device, devicePort, START } from './city.ts';

test('a happening is explained at its moment', () => {
  expect(evidenceOf(candidate({ source: 'door_alarm|Door1' }), device('s1'), devicePort())).toEqual({
    kind: 'EVENT',
    uri: '/v1/explain?device=acme%2Fs1&at=2025-12-03T02%3A00%3A00.000Z',
    capturedAt: START,
    note: 'door_alarm|Door1',
  });
});

test('beyond 20 the first and the newest stay', () => {
  let kept: readonly Evidence[] = [];
  for (let i = 0; i < 30; i++) kept = addEvidence(kept, { kind: 'EVENT', uri: `/${i}`, capturedAt: i });
  expect(kept.map(({ capturedAt }) => capturedAt)).toEqual([0, ...Array.from({ length: 19 }, (_, i) => i + 11)]);
});
