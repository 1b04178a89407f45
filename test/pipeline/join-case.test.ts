import { expect, test } from 'vitest';
import type { Case } from '../../gateway/model/case.ts';
import { clearEpisode } from '../../gateway/pipeline/clear-episode.ts';
import { joinCase, moreUrgent } from '../../gateway/pipeline/join-case.ts';
import { sampleCase } from '../support/case-log.ts';
import { candidate, START } from './city.ts';

const evidence = { kind: 'EVENT', uri: '/', capturedAt: START } as const;

test('1 is more urgent than 4, and a missing severity changes nothing', () => {
  expect([moreUrgent(3, 1), moreUrgent(1, 3), moreUrgent(2, undefined)]).toEqual([1, 1, 2]);
});

test('an alarm widens the time of the case and keeps its deadlines', () => {
  const open = sampleCase({ firstAt: START, lastAt: START, certainty: 0.5 });
  const late = candidate({ at: START - 5_000, since: START - 9_000, certainty: 0.8 });
  expect(joinCase(open, late, evidence).case).toMatchObject({
    firstAt: START - 9_000,
    lastAt: START,
    certainty: 0.8,
    responseDeadline: open.responseDeadline,
    disposalDeadline: open.disposalDeadline,
  });
});

test('devices and episodes of a case are bounded', () => {
  let subject: Case = sampleCase({ devices: [], activeEpisodes: [] });
  const last = 300;
  for (let i = 1; i <= last; i++)
    subject = joinCase(subject, candidate({ deviceId: `acme/${i}`, episode: i }), evidence).case;
  expect(subject.devices).toHaveLength(50);
  expect(subject.activeEpisodes).toHaveLength(200);
  expect(subject.occurrences).toBe(last + sampleCase().occurrences);
  expect(clearEpisode(subject, candidate({ deviceId: 'acme/1', episode: 1 })), 'forgotten').toBeUndefined();
  expect(clearEpisode(subject, candidate({ deviceId: 'acme/300', episode: 300 }))?.case.activeEpisodes).toHaveLength(
    199,
  );
});
