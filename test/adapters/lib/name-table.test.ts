import { expect, test } from 'vitest';
import { createNameTable } from '../../../adapters/lib/name-table.ts';

test('one object for each name, wherever it stands', () => {
  const table = createNameTable();
  const bytes = Buffer.from('"smoke":1,"smok":2,"smoke":3');
  const first = table.find(bytes, 1, 6);
  expect(first.text).toBe('smoke');
  expect(table.find(bytes, 20, 25)).toBe(first);
  expect(table.find(bytes, 11, 15).text).toBe('smok');
});

test('keeps thousands apart, and starts afresh at its bound', () => {
  const table = createNameTable(100);
  for (let index = 0; index < 5_000; index++) {
    const bytes = Buffer.from(`channel-${index}`);
    expect(table.find(bytes, 0, bytes.length).text).toBe(`channel-${index}`);
  }
});
