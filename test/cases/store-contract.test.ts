import { caseRows } from '../../gateway/cases/case-rows.ts';
import { createCaseStore } from '../../gateway/cases/case-store.ts';
import { createOutbox } from '../../gateway/cases/outbox.ts';
import { realClock } from '../../gateway/clock.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type CaseBooks, describeCaseStore } from './store-contract.ts';

describeCaseStore('SQLite', async () => {
  const dir = tempDir('books');
  const open = (): CaseBooks => {
    const records = openRecords(openDatabase(`${dir.path}/records.sqlite`), realClock());
    return { records, rows: caseRows, store: createCaseStore(records), events: createOutbox(records) };
  };
  let books = open();
  return {
    books,
    async reopen() {
      await books.records.close();
      books = open();
      return books;
    },
    async close() {
      await books.records.close();
      dir.remove();
    },
  };
});
