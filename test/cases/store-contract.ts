import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseRows } from '../../gateway/cases/case-rows.ts';
import type { CaseStore } from '../../gateway/cases/case-store.ts';
import type { CaseEvent, CaseEventLog } from '../../gateway/model/case.ts';
import type { Records } from '../../gateway/records/records.ts';
import { sampleCase } from '../support/case-log.ts';

/** Everything that holds cases, over one store of records. */
export interface CaseBooks {
  readonly records: Records;
  readonly rows: CaseRows;
  readonly store: CaseStore;
  readonly events: CaseEventLog;
}

/** What every store of cases promises, whatever it keeps them in. `reopen` ends the books and opens them again. */
export function describeCaseStore(
  name: string,
  open: () => Promise<{ books: CaseBooks; reopen(): Promise<CaseBooks>; close(): Promise<void> }>,
): void {
  describe(`${name} as a store of cases`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let books: CaseBooks;
    beforeEach(async () => {
      opened = await open();
      ({ books } = opened);
    });
    afterEach(() => opened.close());

    const raise = (no: number, fail = false) =>
      books.records.write((tx) => {
        const caseNo = books.rows.nextNo(tx, sampleCase().raisedAt);
        const subject = sampleCase({ caseNo, attachKey: `key-${no}`, raisedAt: no });
        books.rows.insert(tx, subject, no);
        books.rows.append(tx, { type: 'raised', case: subject, at: no, reason: `no ${no}` });
        books.rows.setDeadlines(tx, subject);
        if (fail) throw new Error('rolled back');
        return caseNo;
      });

    it('commits a case with its number, event and timers, or nothing of it', async () => {
      await expect(raise(1, true)).rejects.toThrow('rolled back');
      expect([books.events.head(), books.store.list({}).items]).toEqual([0, []]);
      expect(books.records.read.all('SELECT 1 FROM timer')).toEqual([]);
      const caseNo = await raise(2);
      expect(books.store.get(caseNo)?.attachKey).toBe('key-2');
      expect(books.records.read.all('SELECT 1 FROM timer')).toHaveLength(2);
    });

    it('finds the open case of a key, of which there is one, and the newest closed one', async () => {
      const caseNo = await raise(1);
      await expect(raise(1)).rejects.toThrow();
      const { read } = books.records;
      expect(books.rows.openByKey(read, 'key-1')?.caseNo).toBe(caseNo);
      const subject = books.store.get(caseNo);
      if (!subject) throw new Error('it was there a moment ago');
      await books.records.write((tx) => books.rows.update(tx, { ...subject, closedAt: 9 }, 9));
      expect(books.rows.openByKey(read, 'key-1')).toBeUndefined();
      expect(books.rows.lastClosedByKey(read, 'key-1')?.caseNo).toBe(caseNo);
      await raise(1);
      expect(books.rows.openByKey(read, 'key-1')?.caseNo).not.toBe(caseNo);
    });

    it('numbers events without a gap in the order of commits, though transactions fail between them', async () => {
      await Promise.allSettled(Array.from({ length: 300 }, (_, no) => raise(no, no % 3 === 0)));
      const all = books.events.read(0, 1_000);
      expect(all).toHaveLength(200);
      expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
      expect(books.events.head()).toBe(200);
      expect(books.events.read(150, 10).map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 10 }, (_, index) => 151 + index),
      );
    });

    it('never shows a reader a sequence smaller than one it has seen', async () => {
      const seen: number[] = [];
      let cursor = 0;
      const follow = () => {
        for (let batch = books.events.read(cursor, 7); batch.length > 0; batch = books.events.read(cursor, 7))
          for (const { sequence } of batch) {
            seen.push(sequence);
            cursor = sequence;
          }
      };
      const unsubscribe = books.events.onAppend(follow);
      // Writers that begin together and end in any order, some of them in vain, and readers in between.
      await Promise.allSettled(
        Array.from({ length: 500 }, async (_, no) => {
          await Promise.resolve();
          if (no % 11 === 0) follow();
          await raise(no, no % 7 === 0);
          if (no % 13 === 0) follow();
        }),
      );
      follow();
      unsubscribe();
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(books.events.read(0, 10_000).map(({ sequence }) => sequence));
    });

    it('tells of events once they can be read, and of nothing else', async () => {
      const heads: number[] = [];
      const unsubscribe = books.events.onAppend(() => heads.push(books.events.read(0, 10).length));
      await raise(1);
      await books.records.write((tx) => tx.run(`INSERT INTO meta (key, value) VALUES ('x', 'y')`));
      await raise(2);
      unsubscribe();
      await raise(3);
      expect(heads).toEqual([1, 2]);
    });

    it('holds all of it over a restart, and goes on counting where it stood', async () => {
      const first = await raise(1);
      await raise(2);
      const before: readonly CaseEvent[] = books.events.read(0, 10);
      books = await opened.reopen();
      expect(books.events.read(0, 10)).toEqual(before);
      expect(books.store.get(first)).toEqual(before[0]?.case);
      const third = await raise(3);
      expect([third.slice(-1), books.events.head()]).toEqual(['3', 3]);
    });

    it('pages through cases, the newest first, each once', async () => {
      for (let no = 1; no <= 5; no++) await raise(Math.ceil(no / 2) * 10 + no);
      const seen: number[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const { items, next } = books.store.list({ limit: 2, ...(cursor ? { cursor } : {}) });
        seen.push(...items.map(({ raisedAt }) => raisedAt));
        cursor = next;
      }
      expect(seen).toEqual([35, 24, 23, 12, 11]);
    });
  });
}
