import { describe, expect, it } from 'vitest';
import { decodeCandidate, encodeCandidate } from '../gateway/candidate-codec.ts';
import { eventSource, partOf } from '../gateway/event-source.ts';
import type { CaseCandidate } from '../gateway/model/candidate.ts';

const full: CaseCandidate = {
  ...{ candidateId: 'c1', type: 'clear', deviceId: 'acme/d1', source: 'x|Door1', part: 'Door1', category: 'E0495' },
  ...{ assetCode: '3101130101000001', severity: 2, certainty: 0.6, at: 1_772_323_200_123, since: 1_772_323_200_000 },
  position: { lon: 121.4, lat: 31.2, crs: 'gcj02' },
  verdict: { ruleId: 'r', ruleVersion: 'abc', episode: 3, inputs: { smoke: 0, on: false, why: 'x' } },
  ...{ kind: 'WARNING', simulated: true, test: true, subject: 'p-1', commit: 2 ** 40, frame: 7 },
};

describe('candidate codec', () => {
  it('gives back what it was given', () => {
    expect(decodeCandidate(encodeCandidate(full))).toEqual(full);
    const { assetCode: _a, severity: _s, position: _p, kind: _k, test: _t, subject: _who, ...bare } = full;
    expect(decodeCandidate(encodeCandidate({ ...bare, type: 'raise', simulated: false }))).toEqual({
      ...bare,
      type: 'raise',
      simulated: false,
    });
  });
});

describe('event source', () => {
  it('names part and key', () => {
    expect(eventSource('code', '', undefined)).toBe('code');
    expect(eventSource('code', 'Door1', undefined)).toBe('code|Door1');
    expect(eventSource('code', '', '17')).toBe('code||17');
    expect(partOf('smoke')).toBe('');
  });

  it.each(['Door1', 'a|b', '100%', '%7C', '门'])('gives back the part %s', (part) => {
    expect(partOf(eventSource('code', part, 'k|1'))).toBe(part);
  });

  it('stays short for any token, and distinct', () => {
    const long = (tail: string) => eventSource('code', 'x'.repeat(5_000) + tail, undefined);
    expect(long('a').length).toBeLessThan(200);
    expect(long('a')).not.toBe(long('b'));
  });
});
