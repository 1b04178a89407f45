import { join } from 'node:path';
import { realClock } from '../../gateway/clock.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { testDir } from '../support/test-dir.ts';
import { describeRecords } from './records-contract.ts';

describeRecords('SQLite', async () => {
  const file = join(testDir(), 'records.sqlite');
  const open = () => openRecords(openDatabase(file), realClock());
  let records = open();
  return {
    records,
    async reopen() {
      await records.close();
      records = open();
      return records;
    },
    close: () => records.close(),
  };
});
