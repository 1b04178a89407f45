import { assign } from './assign.ts';
import { attach } from './attach.ts';
import { confirm } from './confirm.ts';
import { correlate } from './correlate.ts';
import { deduplicate } from './deduplicate.ts';
import { locate } from './locate.ts';
import { raise } from './raise.ts';
import type { Stage } from './stage.ts';
import { suppress } from './suppress.ts';
import { validate } from './validate.ts';

/** The way of a candidate, in order. The last stage always ends it. */
export const STAGES: readonly { readonly name: string; readonly run: Stage }[] = [
  { name: 'deduplicate', run: deduplicate },
  { name: 'validate', run: validate },
  { name: 'locate', run: locate },
  { name: 'suppress', run: suppress },
  { name: 'attach', run: attach },
  { name: 'correlate', run: correlate },
  { name: 'confirm', run: confirm },
  { name: 'assign', run: assign },
  { name: 'raise', run: raise },
];
