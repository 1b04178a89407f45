import { assign } from './assign.ts';
import { attach } from './attach.ts';
import { locate } from './locate.ts';
import { raise } from './raise.ts';
import type { Stage } from './stage.ts';
import { validate } from './validate.ts';

/** The way of a candidate, in order. The last stage always ends it. */
export const STAGES: readonly { readonly name: string; readonly run: Stage }[] = [
  { name: 'validate', run: validate },
  { name: 'locate', run: locate },
  { name: 'attach', run: attach },
  { name: 'assign', run: assign },
  { name: 'raise', run: raise },
];
