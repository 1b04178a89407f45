import { join } from 'node:path';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { EMPTY_HEAD } from '../../gateway/rules/records.ts';
import { openRuleStore } from '../../gateway/rules/rule-store.ts';
import { T0 } from '../series/sample.ts';

/** The reserve that stores keep free is left out here: what if somebody else takes the last byte between look and write? */
const unwatched = { shortage: () => undefined };

/** The inbox on a small disk. */
export const openInboxAt = (path: string, parts: Pick<Parameters<typeof openInbox>[0], 'clock' | 'log' | 'metrics'>) =>
  openInbox({
    ...{ path: join(path, 'inbox'), seal: openSeal(join(path, 'keys')), quota: 2 ** 30, disk: unwatched },
    ...parts,
  });

/** The rule store on a small disk. */
export const openRulesAt = (path: string) => openRuleStore(join(path, 'rules'), unwatched);

/** A message of 50 kB that begins with `text`. */
export const message = (text: string): Parameters<ReturnType<typeof openInbox>['append']>[0] => ({
  ...{ receivedAt: T0, transport: 'mqtt', vendor: 'acme', device: 's1', topic: 't' },
  ...{ qos: 1, retain: false, dup: false, payload: Buffer.from(text.padEnd(50_000)) },
});

/** A commit of the rules up to `cursor` with one candidate of `size` bytes. */
export const candidate = (cursor: number, size: number) => ({
  head: { ...EMPTY_HEAD, cursor },
  ...{ devices: [], slots: [], states: [], forgotten: [], journal: undefined, shapes: [], windows: [], dropped: 0 },
  candidates: [{ candidateId: `c${cursor}`, attachKey: 'key', number: cursor, bytes: Buffer.alloc(size, cursor) }],
});
