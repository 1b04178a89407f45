import { describe, expect, it } from 'vitest';
import { feedbackIdOf, parseFeedback } from '../../gateway/ingest/feedback-messages.ts';

const document = { feedbackId: 'f1', caseNo: '2612S0000001', type: 'ACCEPTED', at: '2026-12-01T08:00:00+08:00' };
const parse = (value: unknown) => parseFeedback(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

describe('feedback by MQTT', () => {
  it('reads the document of the HTTP face with its case number', () => {
    expect(parse({ ...document, dept: 'fire', evidence: [] })).toEqual({
      ...document,
      at: Date.parse('2026-12-01T00:00:00Z'),
      dept: 'fire',
    });
    expect(parse({ ...document, at: 1_764_720_000_000 }).at).toBe(1_764_720_000_000);
  });

  it('says whose a refusal is, and what would be right', () => {
    const id = (value: unknown) => feedbackIdOf(Buffer.from(JSON.stringify(value)));
    expect(id({ feedbackId: 'f1', type: 'MAYBE' })).toBe('f1');
    for (const value of [{}, [], null, { feedbackId: 7 }, { feedbackId: 'f'.repeat(129) }])
      expect(id(value)).toBeUndefined();
    expect(feedbackIdOf(Buffer.from('{oops'))).toBeUndefined();
    expect(() => parse({ ...document, type: 'MAYBE' })).toThrow(/: type: must be one of ACCEPTED, REJECTED, /);
    const { at: _at, ...timeless } = document;
    expect(() => parse(timeless)).toThrow('at: is required');
  });

  it.each([
    ['{oops', 'PAYLOAD_NOT_JSON', undefined],
    [{ ...document, type: 'MAYBE' }, 'PAYLOAD_INVALID', 'type'],
    [{ ...document, at: 'yesterday' }, 'PAYLOAD_INVALID', 'at'],
    [{ ...document, caseNumber: 'x' }, 'PAYLOAD_INVALID', undefined],
    [[], 'PAYLOAD_INVALID', undefined],
  ])('refuses %j', (value, code, path) => {
    let error: unknown;
    try {
      parse(value);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code, path });
  });
});
