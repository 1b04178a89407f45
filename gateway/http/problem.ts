import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, type ErrorCode, GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { faultsOf } from './validation.ts';

/** A problem document (RFC 9457): `code` is the one to match on, from the table all faces share. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly instance: string;
  readonly [extension: string]: unknown;
}

/** What a problem says beyond its code; `members` are extension members such as `allowed`. */
interface Particulars {
  readonly detail: string;
  readonly status?: number;
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Thrown by routes whose problem document has members of its own. */
export class ProblemError extends GatewayError {
  readonly members: Readonly<Record<string, unknown>>;
  readonly ownStatus: number | undefined;

  constructor(code: ErrorCode, { detail, status, members = {} }: Particulars) {
    super(code, detail);
    this.members = members;
    this.ownStatus = status;
  }
}

/** The document of a code. `instance` is the path that was asked for. */
export function problemOf(
  code: ErrorCode,
  instance: string,
  { detail, status, members }: Particulars,
): ProblemDocument {
  const entry: { readonly title: string; readonly http?: number } = ERRORS[code];
  return {
    type: `urn:gridwarden:error:${code}`,
    title: entry.title,
    status: status ?? entry.http ?? 500,
    detail,
    code,
    instance,
    ...members,
  };
}

/** What Fastify itself cannot route, a path with a broken escape for one, as the same kind of document. */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 400;
  const detail = `${request.method} ${request.url.slice(0, 200)}: ${error.message}`;
  void send(reply, problemOf('REQUEST_INVALID', request.url, { detail, status }));
}

/** Makes every error and every unknown path of the server a problem document. */
export function answerWithProblems(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((request, reply) =>
    send(
      reply,
      problemOf('NOT_FOUND', request.url, {
        detail: `there is no ${request.method} ${pathOf(request)}; /openapi.json lists what there is`,
      }),
    ),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemFor(error, request);
    if (problem.status >= 500)
      log.error({ err: error, method: request.method, path: pathOf(request) }, 'request failed');
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="gridwarden"');
    return send(reply, problem);
  });
}

function send(reply: FastifyReply, problem: ProblemDocument): FastifyReply {
  // As bytes, since Fastify adds a charset to text, which JSON types do not have (RFC 8259 §11).
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(Buffer.from(JSON.stringify(problem)));
}

function problemFor(error: FastifyError, request: FastifyRequest): ProblemDocument {
  const problem = (code: ErrorCode, particulars: Particulars) => problemOf(code, request.url, particulars);
  if (error instanceof ProblemError)
    return problem(error.code, {
      detail: error.detail,
      members: error.members,
      ...(error.ownStatus === undefined ? {} : { status: error.ownStatus }),
    });
  if (error instanceof GatewayError)
    return problem(error.code, { detail: error.detail, ...(error.path ? { members: { path: error.path } } : {}) });
  if (error.validation) {
    const faults = faultsOf(error.validation, error.validationContext ?? 'body');
    return problem('REQUEST_INVALID', {
      detail: faults.map((fault) => fault.detail).join('; '),
      members: { path: faults[0]?.path ?? '', errors: faults },
    });
  }
  return foreignProblem(error, problem);
}

/** What Fastify itself refuses. */
function foreignProblem(
  error: FastifyError,
  problem: (code: ErrorCode, particulars: Particulars) => ProblemDocument,
): ProblemDocument {
  const status = error.statusCode ?? 500;
  if (status === 413) return problem('PAYLOAD_TOO_LARGE', { detail: 'the body is larger than 1 MiB' });
  if (status === 415) return problem('REQUEST_INVALID', { detail: 'send application/json', status });
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error instanceof SyntaxError)
    return problem('PAYLOAD_NOT_JSON', { detail: error.message.slice(0, 200) });
  if (status >= 400 && status < 500) return problem('REQUEST_INVALID', { detail: error.message.slice(0, 200), status });
  // What went wrong inside is for the log, not for the caller.
  return problem('INTERNAL', { detail: 'the request could not be handled; the gateway has logged why' });
}

/** The path that was asked for, without its query. */
export function pathOf(request: Pick<FastifyRequest, 'url'>): string {
  return request.url.split('?')[0] ?? request.url;
}
