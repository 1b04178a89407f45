import { GatewayError } from '../errors.ts';
import { INSTANT, instantOf, instantSchema } from '../model/feedback-document.ts';

/** Pieces of JSON Schema that several routes share; they validate requests and are the OpenAPI document. */

/** Characters of names in ids, as in topics. */
export const NAME = '^[A-Za-z0-9._-]{1,64}$';

/** A time in a query: text either way. */
export const timeQuery = {
  type: 'string',
  pattern: INSTANT,
  description: 'epoch milliseconds, or RFC 3339 with a zone',
  examples: ['2025-12-03T08:00:00+08:00'],
} as const;

/** A time in a body. */
export const timeBody = instantSchema;

/** Printed times: RFC 3339 in UTC with milliseconds. */
export const time = { type: 'string', format: 'date-time', examples: ['2025-12-03T00:00:00.250Z'] } as const;

export const name = (description: string, example: string) =>
  ({
    type: 'string',
    pattern: NAME,
    description: `${description}: 1 to 64 letters, digits, . _ -`,
    examples: [example],
  }) as const;

export const text = (description: string, maxLength = 256) =>
  ({ type: 'string', maxLength, description: `${description} (at most ${maxLength} characters)` }) as const;

export const cursorQuery = { type: 'string', maxLength: 256, description: '`next` of the page before' } as const;

export const limitQuery = (maximum = 500, standard = 50) =>
  ({ type: 'integer', minimum: 1, maximum, default: standard, description: 'items per page' }) as const;

export const crs = {
  type: 'string',
  enum: ['wgs84', 'cgcs2000', 'gcj02', 'bd09'],
  description: 'coordinate reference system; Chinese maps draw in gcj02 or bd09, which are up to 1 km away from wgs84',
} as const;

/** An object with exactly these properties. */
export const object = <P extends Record<string, unknown>>(
  properties: P,
  required: readonly (keyof P & string)[] = [],
) => ({ type: 'object', properties, required, additionalProperties: false }) as const;

/** An answer of a list: items and, unless it was the last page, the cursor of the next. */
export const page = (items: object, description: string) => ({
  description,
  type: 'object',
  properties: { items: { type: 'array', items }, next: { type: 'string', description: 'absent on the last page' } },
  required: ['items'],
});

/** A reference to a schema that the server registers under its `$id`. */
export const ref = (id: 'Case' | 'Problem' | 'Device' | 'Receiver' | 'CaseEvent') => ({ $ref: `${id}#` });

/** Epoch ms of a time that passed its schema. Throws REQUEST_INVALID for dates that do not exist. */
export function epochOf(value: string | number, path: string): number {
  const at = instantOf(value);
  if (at !== undefined) return at;
  throw new GatewayError(
    'REQUEST_INVALID',
    `${path} "${value}" is no time; use epoch milliseconds or RFC 3339 with a zone`,
    {
      path,
    },
  );
}
