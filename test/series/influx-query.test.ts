import { expect, it } from 'vitest';
import { toInfluxQl, toValues } from '../../gateway/series/influx-query.ts';

const query = { device: 'acme/d1', channel: 'smoke', from: 1_000, to: 61_000 };

it('asks for the readings as they came', () => {
  expect(toInfluxQl(query, 11)).toBe(
    `SELECT "smoke", "smoke.flag", "smoke.text" FROM "telemetry" WHERE "device" = 'acme/d1' AND time >= 1000ms AND time < 61000ms ORDER BY time ASC LIMIT 11`,
  );
});

it('asks for the mean of numbers and the last of flags and texts per step', () => {
  expect(toInfluxQl({ ...query, step: 5_000 }, 11)).toBe(
    `SELECT mean("smoke"), last("smoke.flag"), last("smoke.text") FROM "telemetry" WHERE "device" = 'acme/d1' AND time >= 1000ms AND time < 61000ms GROUP BY time(5000ms) fill(none) ORDER BY time ASC LIMIT 11`,
  );
});

it('leaves no way out of a name', () => {
  const statement = toInfluxQl({ ...query, channel: `x" FROM "y"; DROP`, device: `a' OR '1'='1\\` }, 1);
  expect(statement).toContain(`SELECT "x%22 FROM %22y%22; DROP", `);
  expect(statement).toContain(`"device" = 'a\\' OR \\'1\\'=\\'1%5C' AND`);
});

it('takes the number before the flag and the text of a step', () => {
  const columns = ['time', 'mean', 'last', 'last_1'];
  const values = [
    [1, 2.5, true, 'a'],
    [2, null, false, 'b'],
    [3, null, null, 'c'],
    [4, null, null, null],
  ];
  expect(toValues({ columns, values }, true)).toEqual([
    { time: 1, value: 2.5 },
    { time: 2, value: false },
    { time: 3, value: 'c' },
  ]);
  expect(toValues({ columns, values: values.slice(0, 1) }, false)).toHaveLength(3);
});
