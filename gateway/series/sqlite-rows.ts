import type { DatabaseSync } from 'node:sqlite';
import type { Decoded } from '../model/decoded.ts';
import type { Measurement } from '../model/observation.ts';
import { fieldNames } from './names.ts';
import { subMillisecond } from './timestamp.ts';

/** Series ids kept in memory; at the bound they are forgotten and looked up again. */
const MAX_SERIES = 100_000;

export interface RowWriter {
  /** Writes the point at [start, end) inside the caller's transaction. */
  put(decoded: Decoded, start: number, end: number): void;
  /** Forgets series ids, which a rolled back transaction may have taken back. */
  forget(): void;
}

/** Turns points into rows of the series file. */
export function rowWriter(db: DatabaseSync): RowWriter {
  const findSeries = db.prepare(
    'SELECT series_id FROM series WHERE device = ? AND field = ? AND type = ? AND simulated = ?',
  );
  const addSeries = db.prepare(
    'INSERT INTO series (device, field, type, simulated) VALUES (?, ?, ?, ?) RETURNING series_id',
  );
  const putValue = db.prepare('INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?)');
  const putEvent = db.prepare('INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
  const putPresence = db.prepare('INSERT OR REPLACE INTO presence VALUES (?, ?, ?, ?, ?)');
  const ids = new Map<string, number>();

  const seriesOf = (decoded: Decoded, { channel, simulated, value }: Measurement): number => {
    const { deviceId, typeId } = decoded.device;
    const key = `${deviceId}\n${typeId}\n${simulated ? 1 : 0}${typeof value}\n${channel}`;
    let id = ids.get(key);
    if (id === undefined) {
      const names = fieldNames(channel);
      const field = typeof value === 'number' ? names.number : typeof value === 'boolean' ? names.flag : names.text;
      const series = [deviceId, field, typeId, simulated ? 1 : 0] as const;
      const row = (findSeries.get(...series) ?? addSeries.get(...series)) as { series_id: number };
      id = row.series_id;
      if (ids.size >= MAX_SERIES) ids.clear();
      ids.set(key, id);
    }
    return id;
  };

  return {
    put(decoded, start, end) {
      const first = decoded.observations[start];
      if (!first) return;
      const time = Math.trunc(first.time);
      const sub = subMillisecond(decoded.message, first);
      const simulated = first.simulated ? 1 : 0;
      if (first.kind === 'event') {
        putEvent.run(first.deviceId, time, sub, first.code, simulated, first.active ? 1 : 0, first.source);
      } else if (first.kind === 'status') {
        putPresence.run(first.deviceId, time, sub, simulated, first.online ? 1 : 0);
      } else {
        for (let index = start; index < end; index++) {
          const measurement = decoded.observations[index] as Measurement;
          const { value } = measurement;
          putValue.run(seriesOf(decoded, measurement), time, sub, typeof value === 'boolean' ? Number(value) : value);
        }
      }
    },
    forget: () => ids.clear(),
  };
}
