import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkKind } from '../check.ts';
import { Unmet } from '../unmet.ts';

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

/** None of these texts stands in any file of the gateway's data folder: records, series, queue, logs. */
export const canariesCheck = checkKind('canaries', { texts: z.array(z.string().min(6)).min(1) }, (stand, { texts }) => {
  const files = filesIn(stand.dataDir);
  for (const file of files) {
    const content = readFileSync(file);
    for (const text of texts) if (content.includes(text)) throw new Unmet(`"${text}" stands in ${file}`);
  }
  return texts.length;
});
