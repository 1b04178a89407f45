import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkKind } from '../check.ts';

/** An operator changes a file of the row's own copy of its profile (`ownProfile: true`). What he looks for must be there. */
export const editCheck = checkKind(
  'edit',
  {
    /** Relative to the profile's folder. */
    file: z.string(),
    /** Regular expression; its first match is replaced. */
    replace: z.string(),
    with: z.string(),
  },
  (stand, { file, replace, with: by }) => {
    if (!stand.own.profiles) throw new Error('a row that edits its profile says `ownProfile: true`');
    const path = join(stand.own.profiles, stand.profile, file);
    const text = readFileSync(path, 'utf8');
    const pattern = new RegExp(replace, 'mu');
    if (!pattern.test(text)) throw new Error(`${file} has nothing like /${replace}/`);
    writeFileSync(path, text.replace(pattern, by));
    return 0;
  },
);
