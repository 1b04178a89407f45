import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Records } from '../../gateway/records/records.ts';

const INSERT = "INSERT INTO meta (key, value) VALUES (?, 'x')";

/** What every records store promises its callers. `reopen` ends the store and opens it again. */
export function describeRecords(
  name: string,
  open: () => Promise<{ records: Records; reopen(): Promise<Records>; close(): Promise<void> }>,
): void {
  describe(`${name} as a records store`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let records: Records;
    beforeEach(async () => {
      opened = await open();
      ({ records } = opened);
    });
    afterEach(() => opened.close());
    const keys = () =>
      records.read.all<{ key: string }>(`SELECT key FROM meta WHERE key LIKE 'k%' ORDER BY key`).map(({ key }) => key);

    it('runs units one after the other, each seeing what those before it did', async () => {
      const counts = await Promise.all(
        Array.from({ length: 600 }, (_, no) =>
          records.write((tx) => {
            tx.run(INSERT, `k${no}`);
            return tx.all(`SELECT 1 FROM meta WHERE key LIKE 'k%'`).length;
          }),
        ),
      );
      expect(counts).toEqual(counts.map((_, no) => no + 1));
    });

    it('takes back a unit that throws, alone, and gives its caller what it threw', async () => {
      const mine = new Error('on purpose');
      const results = await Promise.allSettled([
        records.write((tx) => tx.run(INSERT, 'k1')),
        records.write((tx) => {
          tx.run(INSERT, 'k2');
          throw mine;
        }),
        records.write((tx) => tx.run(INSERT, 'k1')),
        records.write((tx) => tx.run(INSERT, 'k3')),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      expect(results[1]).toMatchObject({ reason: mine });
      expect(keys()).toEqual(['k1', 'k3']);
    });

    it('has on disk what it has confirmed', async () => {
      await records.write((tx) => tx.run(INSERT, 'k1'));
      records = await opened.reopen();
      expect(keys()).toEqual(['k1']);
    });

    it('tells of commits after they can be read', async () => {
      const seen: string[][] = [];
      const unsubscribe = records.onCommit(() => seen.push(keys()));
      await records.write((tx) => tx.run(INSERT, 'k1'));
      await records
        .write(() => {
          throw new Error('nothing changed');
        })
        .catch(() => undefined);
      unsubscribe();
      await records.write((tx) => tx.run(INSERT, 'k2'));
      expect(seen).toEqual([['k1']]);
    });

    it('commits and tells the others when somebody who is told throws', async () => {
      const told: string[] = [];
      records.onCommit(() => {
        throw new Error('a defect of somebody else');
      });
      records.onCommit(() => told.push('second'));
      await Promise.all([1, 2].map((no) => records.write((tx) => tx.run(INSERT, `k${no}`))));
      await records.write((tx) => tx.run(INSERT, 'k3'));
      expect([keys(), told.length]).toEqual([['k1', 'k2', 'k3'], 2]);
    });

    it('says how many rows a statement changed', async () => {
      const changed = await records.write((tx) => [
        tx.run(INSERT, 'k1'),
        tx.run(`UPDATE meta SET value = 'y' WHERE key = 'k1'`),
        tx.run(`DELETE FROM meta WHERE key = 'k9'`),
      ]);
      expect(changed).toEqual([1, 1, 0]);
    });

    it('writes what waits when it is closed, and takes nothing afterwards', async () => {
      const waiting = Array.from({ length: 300 }, (_, no) => records.write((tx) => tx.run(INSERT, `k${no}`)));
      const again = opened.reopen();
      expect(await Promise.all(waiting)).toHaveLength(300);
      const closed = records;
      records = await again;
      expect(keys()).toHaveLength(300);
      await expect(closed.write(() => 1)).rejects.toMatchObject({ code: 'RECORDS_FAILED' });
    });
  });
}
