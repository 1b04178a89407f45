import { GatewayError } from '../errors.ts';

/**
 * Primary result codes of SQLite that speak of the store and not of what is written: busy, locked, out of memory, read-only,
 * I/O error, corrupt, full, cannot open, not a database.
 */
const STORE_CODES = new Set([5, 6, 7, 8, 10, 11, 13, 14, 26]);

/** Whether the store failed, and not the work: the same work may succeed when the store is back. */
export function isOutage(error: unknown): boolean {
  if (error instanceof GatewayError) return error.code === 'RECORDS_FAILED';
  const errcode = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof errcode === 'number' && STORE_CODES.has(errcode & 0xff);
}
