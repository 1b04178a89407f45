import { describe, expect, it } from 'vitest';
import { createStateTable, MAX_STATES } from '../../gateway/rules/state-table.ts';

describe('state table', () => {
  it('forgets the source heard of longest ago at 10,000', () => {
    const table = createStateTable();
    for (let n = 0; n < MAX_STATES; n++) expect(table.set(`x|${n}`, true, n)).toBeUndefined();
    table.set('x|0', true, 1);
    expect(table.set('new', true, 1)).toBe('x|1');
    expect(table.size).toBe(MAX_STATES);
    expect(table.get('x|0')).toBeDefined();
    expect(table.get('x|1')).toBeUndefined();
  });

  it('keeps the order over a restart', () => {
    const table = createStateTable();
    for (let n = 0; n < MAX_STATES; n++) table.set(`x|${n}`, false, n);
    table.set('x|0', true, 1);
    const again = createStateTable([...table.entries()].reverse());
    expect(again.set('new', true, 1)).toBe('x|1');
  });
});
