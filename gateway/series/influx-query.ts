import type { InfluxResult } from './influx-server.ts';
import { fieldNames, safeName } from './names.ts';
import type { SeriesQuery, SeriesValue } from './sink.ts';

const identifier = (name: string) => `"${name.replace(/["\\]/g, '\\$&')}"`;
const literal = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;

/** InfluxQL for one window of a channel, whatever the kind of its values. `safeName` leaves no line break to inject. */
export function toInfluxQl(query: SeriesQuery, limit: number): string {
  const names = fieldNames(query.channel);
  const [number, flag, text] = [identifier(names.number), identifier(names.flag), identifier(names.text)];
  const where = `"device" = ${literal(safeName(query.device))} AND time >= ${query.from}ms AND time < ${query.to}ms`;
  if (query.step === undefined)
    return `SELECT ${number}, ${flag}, ${text} FROM "telemetry" WHERE ${where} ORDER BY time ASC LIMIT ${limit}`;
  const columns = `mean(${number}), last(${flag}), last(${text})`;
  return `SELECT ${columns} FROM "telemetry" WHERE ${where} GROUP BY time(${query.step}ms) fill(none) ORDER BY time ASC LIMIT ${limit}`;
}

/** Rows of that statement as values: in a step the number comes before the flag and the text. */
export function toValues(result: InfluxResult, stepped: boolean): SeriesValue[] {
  const values: SeriesValue[] = [];
  for (const [time, ...row] of result.values) {
    for (const value of row) {
      if (value === null) continue;
      values.push({ time: Number(time), value });
      if (stepped) break;
    }
  }
  return values;
}
