import type { Identity } from '../../gateway/model/decoded.ts';

/** An identity that a test tells apart by a text. */
export const identity = (text = ''): Identity => ({ kind: text, time: undefined, mark: 0, by: 'seq' });
