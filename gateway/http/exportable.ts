import type { FastifyRequest } from 'fastify';
import { type Case, concerns } from '../model/case.ts';
import { scopeOf } from './auth.ts';
import type { CasesApi } from './cases.ts';

/** The cases as exports read them. */
export type ExportableCases = Pick<CasesApi, 'get' | 'list'>;

/**
 * Whether a case may leave in a format of other systems: never when it is restricted, whoever asks, for those formats have no
 * lane of their own for it; else when the caller may see it.
 */
export function isExported(record: Case, request: FastifyRequest): boolean {
  const { orgCode } = scopeOf(request.principal);
  return !record.restricted && (orgCode === undefined || concerns(record, orgCode));
}
