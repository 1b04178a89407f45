import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { checkKind } from '../check.ts';

/** Somebody with access to the disk changes the records behind the gateway's back. */
export const tamperCheck = checkKind('tamper', { sql: z.string() }, (stand, { sql }) => {
  const records = new DatabaseSync(join(stand.dataDir, 'records.sqlite'));
  try {
    if (Number(records.prepare(sql).run().changes) === 0) throw new Error(`${sql} changed nothing`);
  } finally {
    records.close();
  }
  return 0;
});
