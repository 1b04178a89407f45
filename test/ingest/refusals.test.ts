import { describe, expect, it } from 'vitest';
import { createRefusals } from '../../gateway/ingest/refusals.ts';

function setUp(maxKeys = 10) {
  const rows: [string, string, number][] = [];
  let minute = () => {};
  const refusals = createRefusals({
    maxKeys,
    clock: {
      every(_ms, tick) {
        minute = tick;
        return () => undefined;
      },
    },
    write: ({ user, address, count }) => void rows.push([user, address, count]),
  });
  const refuse = (user: string, address = '10.0.0.9') => refusals.add({ kind: 'login.refused', user, address });
  return { rows, refuse, minute: () => minute(), stop: refusals.stop };
}

describe('refused logins', () => {
  it('are one row a minute for each user and address, with a count', () => {
    const { rows, refuse, minute, stop } = setUp();
    for (let n = 0; n < 100; n++) refuse('acme/s1');
    refuse('acme/s1', '10.0.0.8');
    expect(rows.splice(0)).toEqual([
      ['acme/s1', '10.0.0.9', 1],
      ['acme/s1', '10.0.0.8', 1],
    ]);
    minute();
    expect(rows.splice(0)).toEqual([['acme/s1', '10.0.0.9', 99]]);
    refuse('acme/s1');
    expect(rows).toEqual([]);
    minute();
    minute();
    expect(rows.splice(0)).toEqual([['acme/s1', '10.0.0.9', 1]]);
    for (let n = 0; n < 3; n++) refuse('acme/s1');
    stop();
    expect(rows.map(([, , count]) => count)).toEqual([1, 2]);
  });

  it('of too many users share a row', () => {
    const { rows, refuse, minute } = setUp(2);
    for (let n = 0; n < 7; n++) refuse(`acme/s${n}`);
    minute();
    expect(rows.slice(2)).toEqual([['(others)', '', 5]]);
  });
});
