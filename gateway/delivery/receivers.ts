import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Records, RecordsTransaction } from '../records/records.ts';
import { expedite } from './deliveries.ts';
import type { EgressGuard } from './egress.ts';
import { checkFilter, type FilterWords } from './filter-check.ts';
import type { Receiver, ReceiverContentType, ReceiverFilter } from './receiver.ts';
import { SCHEDULE } from './retry.ts';
import { checkSecret, newSecret } from './signature.ts';

/** Each receiver costs one row per case event; a centre has a handful. Beyond the bound `create` is refused. */
export const MAX_RECEIVERS = 100;
/** How long an old secret signs beside the new one unless the caller says otherwise. */
const OVERLAP = 24 * 3_600_000;

export interface ReceiverSpec {
  /** `[A-Za-z0-9._-]{1,64}`; default: made up. */
  readonly receiverId?: string;
  readonly url: string;
  readonly contentType?: ReceiverContentType;
  readonly filter?: Partial<ReceiverFilter>;
  /** A registered receiver. */
  readonly fallback?: string;
  /** `whsec_…`; default: made up. */
  readonly secret?: string;
}

/** What changes of a receiver; what is absent stays. */
export interface ReceiverPatch {
  readonly url?: string;
  readonly contentType?: ReceiverContentType;
  /** Instead of the whole filter before; it decides about events from now on. */
  readonly filter?: Partial<ReceiverFilter>;
  /** Another registered receiver; null: none. */
  readonly fallback?: string | null;
  /** True: what comes waits. False: takes up a paused receiver, not one that answered 410. */
  readonly paused?: boolean;
}

/** The registered receivers. Reads come from memory, which follows every committed change. */
export interface Receivers {
  list(): readonly Receiver[];
  get(receiverId: string): Receiver | undefined;
  /** `after`: the sequence its events begin behind. Throws RECEIVER_EXISTS, ADDRESS_FORBIDDEN, REQUEST_INVALID. */
  create(spec: ReceiverSpec, after: number): Promise<{ readonly receiver: Receiver; readonly secret: string }>;
  /**
   * Changes a receiver; what waits for one that has moved or is taken up again is due at once. Throws NOT_FOUND,
   * ADDRESS_FORBIDDEN, REQUEST_INVALID.
   */
  patch(receiverId: string, patch: ReceiverPatch): Promise<Receiver>;
  /** Forgets a receiver and its deliveries. */
  remove(receiverId: string): Promise<boolean>;
  /** A new secret; the old one signs beside it for `overlap` ms. Throws NOT_FOUND. */
  rotate(
    receiverId: string,
    options?: { secret?: string; overlap?: number },
  ): Promise<{ secret: string; oldUntil: number }>;
  /** Switches deliveries off with a reason, or on. Throws NOT_FOUND. */
  setState(receiverId: string, state: Receiver['state'], reason?: string): Promise<Receiver>;
  /** Changes the row inside a transaction of the caller; `committed` follows once that transaction is on disk. */
  update(tx: RecordsTransaction, receiverId: string, change: (receiver: Receiver) => Receiver): Receiver | undefined;
  committed(receiver: Receiver): void;
}

interface Row {
  receiver_id: string;
  created_at: number;
  cursor: number;
  body: string;
}

export function openReceivers(options: {
  records: Records;
  clock: Clock;
  guard: EgressGuard;
  filterWords?: FilterWords;
}): Receivers {
  const { records, clock, guard, filterWords } = options;
  const known = new Map<string, Receiver>();
  for (const row of records.read.all<Row>('SELECT * FROM receiver ORDER BY created_at, receiver_id'))
    known.set(row.receiver_id, receiverOf(row));

  const update: Receivers['update'] = (tx, receiverId, change) => {
    const row = tx.get<Row>('SELECT * FROM receiver WHERE receiver_id = ?', receiverId);
    if (!row) return undefined;
    const next = change(receiverOf(row));
    tx.run('UPDATE receiver SET cursor = ?, body = ? WHERE receiver_id = ?', next.cursor, bodyOf(next), receiverId);
    return next;
  };
  const committed = (receiver: Receiver): void => {
    const before = known.get(receiver.receiverId);
    // Whoever moved the cursor further in the same commit came later and has this change, too.
    if (before && before.cursor <= receiver.cursor) known.set(receiver.receiverId, receiver);
  };
  const changed = async (receiverId: string, change: (receiver: Receiver) => Receiver): Promise<Receiver> => {
    const receiver = await records.write((tx) => update(tx, receiverId, change));
    if (!receiver) throw unknown(receiverId);
    committed(receiver);
    return receiver;
  };
  const checkFallback = (fallback: string | undefined, receiverId: string | undefined): void => {
    if (fallback === undefined || (known.has(fallback) && fallback !== receiverId)) return;
    const detail =
      fallback === receiverId
        ? 'a receiver cannot fall back to itself; name another one'
        : `no receiver "${fallback}" to fall back to; register that one first`;
    throw new GatewayError('REQUEST_INVALID', detail, { path: 'fallback' });
  };

  return {
    list: () => [...known.values()],
    get: (receiverId) => known.get(receiverId),
    update,
    committed,
    async create(spec, after) {
      guard.checkUrl(parseUrl(spec.url));
      if (spec.secret !== undefined) checkSecret(spec.secret);
      if (known.size >= MAX_RECEIVERS)
        throw new GatewayError(
          'REQUEST_INVALID',
          `${MAX_RECEIVERS} receivers exist, which is the bound; delete one first`,
        );
      checkFallback(spec.fallback, spec.receiverId);
      if (spec.filter && filterWords) checkFilter(spec.filter, filterWords);
      const receiver = newReceiver(spec, after, clock.now());
      await records.write((tx) => {
        const { receiverId, createdAt } = receiver;
        if (tx.get('SELECT 1 FROM receiver WHERE receiver_id = ?', receiverId))
          throw new GatewayError('RECEIVER_EXISTS', `receiver "${receiverId}" exists; choose another id or delete it`);
        tx.run('INSERT INTO receiver VALUES (?, ?, ?, ?)', receiverId, createdAt, after, bodyOf(receiver));
      });
      known.set(receiver.receiverId, receiver);
      return { receiver, secret: receiver.secrets[0]?.secret ?? '' };
    },
    async patch(receiverId, patch) {
      if (patch.url !== undefined) guard.checkUrl(parseUrl(patch.url));
      checkFallback(patch.fallback ?? undefined, receiverId);
      if (patch.filter && filterWords) checkFilter(patch.filter, filterWords);
      const receiver = await records.write((tx) => {
        let isFresh = false;
        const next = update(tx, receiverId, (before) => {
          const after = patched(before, patch);
          isFresh = after.url !== before.url || (after.state === 'enabled' && before.state !== 'enabled');
          return after;
        });
        if (isFresh) expedite(tx, receiverId, clock.now(), SCHEDULE.length);
        return next;
      });
      if (!receiver) throw unknown(receiverId);
      committed(receiver);
      return receiver;
    },
    async remove(receiverId) {
      const removed = await records.write((tx) => tx.run('DELETE FROM receiver WHERE receiver_id = ?', receiverId));
      known.delete(receiverId);
      return removed > 0;
    },
    async rotate(receiverId, { secret = newSecret(), overlap = OVERLAP } = {}) {
      checkSecret(secret);
      const oldUntil = clock.now() + overlap;
      // Two at most: rotating twice within the overlap retires the oldest at once.
      await changed(receiverId, (receiver) => ({
        ...receiver,
        secrets: [{ secret }, ...receiver.secrets.slice(0, 1).map((old) => ({ secret: old.secret, until: oldUntil }))],
      }));
      return { secret, oldUntil };
    },
    setState: (receiverId, state, reason) =>
      changed(receiverId, ({ disabledReason: _old, ...receiver }) => ({
        ...receiver,
        state,
        ...(reason === undefined ? {} : { disabledReason: reason }),
      })),
  };
}

function unknown(receiverId: string): GatewayError {
  return new GatewayError('NOT_FOUND', `no receiver "${receiverId}"; GET /v1/receivers lists them`);
}

function patched(receiver: Receiver, { url, contentType, filter, fallback, paused }: ReceiverPatch): Receiver {
  const { fallback: before, ...rest } = receiver;
  const second = fallback === undefined ? before : (fallback ?? undefined);
  const state = {
    true: receiver.state === 'enabled' ? 'paused' : receiver.state,
    false: receiver.state === 'paused' ? 'enabled' : receiver.state,
    undefined: receiver.state,
  } as const;
  return {
    ...rest,
    ...(url === undefined ? {} : { url }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(filter === undefined ? {} : { filter: { ...filter, restricted: filter.restricted ?? false } }),
    ...(second === undefined ? {} : { fallback: second }),
    state: state[`${paused}`],
  };
}

function newReceiver(spec: ReceiverSpec, after: number, now: number): Receiver {
  return {
    receiverId: spec.receiverId ?? `receiver-${randomBytes(6).toString('hex')}`,
    url: spec.url,
    contentType: spec.contentType ?? 'application/json',
    ...(spec.fallback === undefined ? {} : { fallback: spec.fallback }),
    filter: { ...spec.filter, restricted: spec.filter?.restricted ?? false },
    secrets: [{ secret: spec.secret ?? newSecret() }],
    state: 'enabled',
    createdAt: now,
    cursor: after,
    caseEvents: 0,
    replayed: 0,
  };
}

function parseUrl(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new GatewayError('REQUEST_INVALID', `"${text}" is not a URL; use e.g. https://dispatch.example/cases`, {
    path: 'url',
  });
}

/** `receiver_id`, `created_at` and `cursor` are columns; the rest is the body. */
function bodyOf({ receiverId: _id, createdAt: _at, cursor: _cursor, ...body }: Receiver): string {
  return JSON.stringify(body);
}

function receiverOf(row: Row): Receiver {
  const body = JSON.parse(row.body) as Omit<Receiver, 'receiverId' | 'createdAt' | 'cursor'>;
  return { ...body, receiverId: row.receiver_id, createdAt: row.created_at, cursor: row.cursor };
}
