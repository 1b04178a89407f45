import { describe, expect, it } from 'vitest';
import { type ReceiverFilter, wants } from '../../gateway/delivery/receiver.ts';
import { sampleCase } from '../support/case-log.ts';

const passes = (filter: Partial<ReceiverFilter>, changes = {}) =>
  wants({ restricted: false, ...filter }, sampleCase(changes));

describe('receiver filter', () => {
  it('lets everything pass that is not restricted', () => {
    expect(passes({})).toBe(true);
    expect(passes({}, { restricted: true })).toBe(false);
    expect(passes({ restricted: true }, { restricted: true })).toBe(true);
    expect(passes({ restricted: true })).toBe(true);
  });

  it.each<[Partial<ReceiverFilter>, boolean]>([
    [{ categories: ['E0498', 'C0102'] }, true],
    [{ categories: ['C0102'] }, false],
    [{ categories: [] }, false],
    [{ categories: ['C01*', 'E04*'] }, true],
    [{ categories: ['E05*'] }, false],
    [{ categories: ['E04'] }, false],
    [{ categories: ['*'] }, true],
    [{ depts: ['FIRE'] }, true],
    [{ depts: ['HOUSING'] }, false],
    [{ lines: ['POLICE'] }, false],
    [{ layers: ['AIR'] }, false],
    [{ levels: ['STREET'] }, false],
    [{ simulated: false }, true],
    [{ simulated: true }, false],
    [{ orgCodes: ['lianhu'] }, true],
    [{ orgCodes: ['jiading'] }, false],
    [{ kinds: ['ALARM'] }, true],
    [{ kinds: ['FAULT', 'CLUE'] }, false],
    [{ grids: ['61010400100101'] }, true],
    [{ grids: ['610104001'] }, true],
    [{ grids: ['P-0417'] }, true],
    [{ grids: ['610112'] }, false],
    [{ categories: ['E0498'], grids: ['610112'] }, false],
  ])('%j → %s', (filter, expected) => {
    expect(passes(filter)).toBe(expected);
  });

  it('lets a case pass to organisations that are told of it beside the one that dispatches', () => {
    expect(passes({ orgCodes: ['610104'] }, { recipients: ['610104'] })).toBe(true);
    expect(passes({ orgCodes: ['610104'] }, { recipients: ['fire'] })).toBe(false);
  });

  it('asks for layer, line, level and told departments by name', () => {
    const air = { layer: 'AIR', line: 'POLICE', handlingLevel: 'STREET', recipients: ['HOUSING'] } as const;
    expect(passes({ layers: ['AIR'], lines: ['POLICE', 'GRID'], levels: ['STREET'], depts: ['HOUSING'] }, air)).toBe(
      true,
    );
    expect(passes({ layers: ['GROUND'], lines: ['POLICE'] }, air)).toBe(false);
    expect(passes({ simulated: false }, { simulated: true })).toBe(false);
  });

  it('takes minSeverity as the least grave that still passes', () => {
    expect([1, 2, 3, 4].map((severity) => passes({ minSeverity: 2 }, { severity }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
