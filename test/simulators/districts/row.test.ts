import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRow, readRows } from '../../../simulators/districts/row.ts';
import { testDir } from '../../support/test-dir.ts';

describe('the rows of the four districts', () => {
  const rows = readRows();

  it('are 1 to 51, each once', () => {
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1));
  });

  it('say what they show, and show it or say why not', () => {
    for (const { row, title, checks, notServed } of rows)
      expect([row, title.length > 10, checks.length > 0 || (notServed?.length ?? 0) > 20]).toEqual([row, true, true]);
  });

  it('say how much of their numbers they play, where it is not all', () => {
    const scaled = rows.filter(({ scale }) => scale !== undefined).map(({ row }) => row);
    expect(scaled).toEqual([42, 43, 44, 50]);
  });
});

describe('a row', () => {
  const read = (text: string) => {
    const file = join(testDir(), 'row.yaml');
    writeFileSync(file, text);
    return readRow(file);
  };
  const head = 'row: 1\nsystem: S0\ntitle: a row\nprofile: lianhu\n';

  it('has no unknown words and no unknown steps', () => {
    expect(() => read(`${head}cheks: []\n`)).toThrow(/cheks/);
    expect(() => read(`${head}checks: [{ kind: pray }]\n`)).toThrow(/kind/);
    expect(() => read(`${head}checks: [{ kind: wait, fore: 5min }]\n`)).toThrow(
      'check 1 (wait): "fore" is none of kind',
    );
    const nested = 'checks: [{ kind: each, of: [{ n: 1 }], checks: [{ kind: cases, coun: 1 }] }]';
    expect(() => read(`${head}${nested}\n`)).toThrow('check 1 (each): check 1 (cases): "coun" is none of');
  });

  it('does something, or says why it does nothing', () => {
    expect(() => read(head)).toThrow('a row has checks, or says why it has none');
    expect(read(`${head}notServed: another system does this\n`).notServed).toBe('another system does this');
  });
});
