import { describe, expect, it } from 'vitest';
import { gridSystemsSchema } from '../../gateway/city/grid-system-spec.ts';

const name = { zh: '网格', en: 'grids' };
const spec = (more: object = {}) => ({
  ...{ system: 's', version: '1', name, managedArea: 'm.geojson' },
  levels: [{ id: 'grid', name, file: 'g.geojson' }],
  ...more,
});
const messages = (...specs: object[]) => gridSystemsSchema.safeParse(specs).error?.issues.map(({ message }) => message);

describe('grid systems of a profile', () => {
  it('reads days as midnights in Shanghai, and instants as they are', () => {
    const [one] = gridSystemsSchema.parse([spec({ validFrom: '2017-07-01', validTo: '2018-01-01T00:00:00Z' })]);
    expect(one?.validFrom).toBe(Date.parse('2017-06-30T16:00:00Z'));
    expect(one?.validTo).toBe(Date.parse('2018-01-01T00:00:00Z'));
  });

  it('takes versions that follow each other', () => {
    expect(messages(spec({ validTo: '2017-07-01' }), spec({ version: '2', validFrom: '2017-07-01' }))).toBeUndefined();
  });

  it.each([
    [
      'versions in force together',
      [spec(), spec({ version: '2', validFrom: '2017-07-01' })],
      /versions "1" and "2" are in force together/,
    ],
    ['one version twice', [spec({ validTo: '2017-07-01' }), spec({ validFrom: '2017-07-01' })], /"s" is defined twice/],
    [
      'a version that ends before it begins',
      [spec({ validFrom: '2017-07-01', validTo: '2017-07-01' })],
      /ends before it begins/,
    ],
    ['a tiling without an area to fill', [spec({ managedArea: undefined })], /a tiling needs the area it must fill/],
    ['an overlay in the first place', [spec({ kind: 'OVERLAY' })], /put overlays after it/],
    ['a date in words', [spec({ validFrom: '1 July 2017' })], /is no date/],
    ['a time without a zone', [spec({ validFrom: '2017-07-01T08:00:00' })], /is no date/],
  ])('refuses %s', (_, specs, message) => {
    expect(messages(...specs)?.join('\n')).toMatch(message);
  });
});
