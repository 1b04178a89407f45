import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';

/** One thing that is wrong with a request. */
export interface Fault {
  /** The field, dots between levels: `position.crs`. */
  readonly path: string;
  /** Which field, what is allowed, and what came. */
  readonly detail: string;
}

type SchemaError = Partial<ErrorObject> & { readonly message?: string };

/** Fields whose value never appears in an answer. */
const SECRET = /password|secret|token/i;

/**
 * Bodies are taken as they are; queries, parameters and headers are text, so numbers and booleans are read from it.
 * Nothing is removed silently: an unknown field is an error that names the known ones.
 */
export function validateStrictly(app: FastifyInstance): void {
  const options = { allErrors: true, verbose: true, strict: false, useDefaults: true } as const;
  const body = new Ajv(options);
  const text = new Ajv({ ...options, coerceTypes: true });
  app.setValidatorCompiler(({ schema, httpPart }) => firstUse(httpPart === 'body' ? body : text, schema as object));
  // Response schemas describe answers in the OpenAPI document; they do not cut fields out of them.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.addHook('preValidation', async ({ body: given }) => refuseHalfCharacters(given));
}

/** Compiles a schema when the first request comes: to compile those of all routes would be a good part of a start. */
function firstUse(ajv: Ajv, schema: object): Compiled {
  let compiled: ValidateFunction | undefined;
  const validate: Compiled = (data) => {
    compiled ??= ajv.compile(schema);
    const fits = compiled(data) === true;
    validate.errors = compiled.errors ?? null;
    return fits;
  };
  return validate;
}

/** As Fastify calls it: the errors of the last call stand beside. */
type Compiled = ((data: unknown) => boolean) & { errors?: ErrorObject[] | null };

/**
 * JSON can escape one half of a surrogate pair, which no text in UTF-8 can hold: kept, it would come back as something else,
 * and fail wherever it is put in a URI. Throws REQUEST_INVALID.
 */
export function refuseHalfCharacters(body: unknown): void {
  const open: [path: string, value: unknown][] = [['', body]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && !value.isWellFormed())
      throw new GatewayError('REQUEST_INVALID', `${path || 'body'} holds half a character (a lone surrogate)`, {
        path,
      });
    if (!isJson(value)) continue;
    for (const [key, inner] of Object.entries(value)) open.push([path === '' ? key : `${path}.${key}`, inner]);
  }
}

/** An object or list as JSON makes them; the stream of a list that is read line by line has references in circles. */
const isJson = (value: unknown): value is object =>
  Array.isArray(value) ||
  (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);

/** The faults of a validation as people read them; `part` is body, querystring, params or headers. */
export function faultsOf(errors: readonly SchemaError[], part: string): readonly Fault[] {
  const place = part === 'querystring' ? 'query' : part;
  const faults = errors
    // An `anyOf` repeats every branch; its own error says it once.
    .filter((error) => !/anyOf\/\d+/.test(error.schemaPath ?? '') && error.keyword !== 'if')
    .map((error) => faultOf(error, place));
  return faults.length > 0 ? faults : [{ path: '', detail: `${place}: does not fit its schema` }];
}

function faultOf(error: SchemaError, place: string): Fault {
  const params = (error.params ?? {}) as Record<string, unknown>;
  const own = params['missingProperty'] ?? params['additionalProperty'];
  const levels = (error.instancePath ?? '').split('/').slice(1);
  const path = [...levels, ...(typeof own === 'string' ? [own] : [])].join('.');
  const name = path === '' ? place : path;
  return { path, detail: `${name} ${complaintOf(error, params)}${cameOf(error, path)}` };
}

function complaintOf(error: SchemaError, params: Record<string, unknown>): string {
  const schema = (error.parentSchema ?? {}) as { description?: string; properties?: object };
  switch (error.keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return `is not known here; known: ${Object.keys(schema.properties ?? {}).join(', ')}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly unknown[]).join(', ')}`;
    case 'type':
      return `must be ${[params['type']].flat().join(' or ')}`;
    case 'pattern':
    case 'anyOf':
      return `must be ${schema.description ?? `like ${String(params['pattern'])}`}`;
    default:
      return error.message ?? 'is not valid';
  }
}

function cameOf(error: SchemaError, path: string): string {
  if (error.keyword === 'required' || error.keyword === 'additionalProperties' || SECRET.test(path)) return '';
  return `; got ${(JSON.stringify(error.data) ?? 'nothing').slice(0, 80)}`;
}
