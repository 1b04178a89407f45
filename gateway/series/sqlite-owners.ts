import type { DatabaseSync } from 'node:sqlite';

/** One table of points and whose they are: the first column of its primary key, under which points lie in order of time. */
export interface Owners {
  list(): readonly (string | number)[];
  /** Removes up to about `limit` of the owner's points from before `before`: those of one ms go together. Returns how many. */
  remove(owner: string | number, before: number, limit: number): number;
}

/** Every table of the series file. Old points are found through the primary keys, without reading young ones. */
export function ownersOf(db: DatabaseSync): readonly Owners[] {
  const owned = (table: string, column: string, all: string): Owners => {
    const list = db.prepare(all);
    const newest = db.prepare(`SELECT ts FROM ${table} WHERE ${column} = ? AND ts < ? ORDER BY ts LIMIT 1 OFFSET ?`);
    const remove = db.prepare(`DELETE FROM ${table} WHERE ${column} = ? AND ts <= ?`);
    return {
      list: () => list.all().map((row) => row['owner'] as string | number),
      remove(owner, before, limit) {
        const last = newest.get(owner, before, limit - 1) as { ts: number } | undefined;
        return Number(remove.run(owner, last?.ts ?? before - 1).changes);
      },
    };
  };
  return [
    owned('value', 'series_id', 'SELECT series_id AS owner FROM series ORDER BY series_id'),
    owned('event', 'device', devicesOf('event')),
    owned('presence', 'device', devicesOf('presence')),
  ];
}

/** Every device of a table, by jumping from one to the next in its primary key. */
function devicesOf(table: string): string {
  return `WITH RECURSIVE known (owner) AS (
    SELECT min(device) FROM ${table}
    UNION ALL SELECT (SELECT min(device) FROM ${table} WHERE device > owner) FROM known WHERE owner IS NOT NULL
  ) SELECT owner FROM known WHERE owner IS NOT NULL`;
}
