/** What may be sent of a receiver, and what is answered. */
import { NAME, object } from './schemas.ts';

const texts = (description: string) =>
  ({ type: 'array', items: { type: 'string', maxLength: 64 }, maxItems: 1_000, description }) as const;
const anyOf = (names: readonly string[], description: string) =>
  ({ type: 'array', items: { type: 'string', enum: names }, description }) as const;
export const sequence = {
  anyOf: [
    { type: 'integer', minimum: 0 },
    { type: 'string', pattern: '^\\d{1,20}$' },
  ],
  description: 'a `sequence`, as a number or as its digits',
} as const;
export const secret = {
  type: 'string',
  maxLength: 128,
  description: 'whsec_ and 24 to 64 bytes in base64; default: made for you',
};
export const withSecret = (description: string, more: Record<string, unknown>) => ({
  description,
  type: 'object',
  properties: { secret: { type: 'string', description: 'shown in this answer only' }, ...more },
  required: ['secret'],
});

const url = {
  ...{ type: 'string', maxLength: 2_000 },
  description: 'https; http only to addresses listed as allowed',
};
const contentType = {
  ...{ type: 'string', enum: ['application/json', 'application/protobuf'] },
  description: 'CloudEvents structured JSON, or binary mode with gridwarden.v1.CaseEvent',
};
const filter = object({
  categories: texts('category codes of this city, e.g. E0498, or how they begin: E04*'),
  grids: texts('grid codes of this city, of any level and system; UNGRIDDED: in none'),
  orgCodes: texts('organisations of this city that dispatch or are told beside'),
  minSeverity: { type: 'integer', enum: [1, 2, 3, 4], description: '2 lets severity 1 and 2 pass' },
  kinds: anyOf(['ALARM', 'WARNING', 'CLUE', 'FAULT'], 'kinds'),
  depts: texts('departments of this city that are responsible or told beside'),
  levels: anyOf(['GRID', 'UNIT', 'AREA', 'STREET', 'DISTRICT'], 'levels of command that handle the case'),
  lines: anyOf(['COMPREHENSIVE', 'POLICE', 'GRID'], 'service lines'),
  layers: anyOf(['UNDERGROUND', 'GROUND', 'FACADE', 'AIR'], 'layers of the city'),
  simulated: { type: 'boolean', description: 'false: no exercises; true: nothing else; default: both' },
  restricted: { type: 'boolean', default: false, description: 'restricted cases too; needs the role restricted' },
});
const FALLBACK = 'receiver that gets life-safety cases as soon as this one fails to take them';

export const body = {
  ...object(
    {
      receiverId: { type: 'string', pattern: NAME, description: 'letters, digits, . _ -; default: made for you' },
      ...{ url, contentType: { ...contentType, default: 'application/json' }, filter },
      fallback: { type: 'string', pattern: NAME, description: FALLBACK },
      secret,
      after: { ...sequence, description: `${sequence.description}; events behind it; default: only new ones` },
    },
    ['url'],
  ),
  examples: [
    { receiverId: 'dispatch', url: 'https://dispatch.example/cases', filter: { kinds: ['ALARM'], minSeverity: 2 } },
    { receiverId: 'archive', url: 'https://archive.example/hook', after: 0 },
  ],
};

export const patchBody = {
  ...object({
    ...{ url, contentType },
    filter: { ...filter, description: 'instead of the whole filter before; decides about events from now on' },
    fallback: { type: ['string', 'null'], pattern: NAME, description: `${FALLBACK}; null: none` },
    paused: { type: 'boolean', description: 'true: what comes waits; false: it is delivered, in order' },
  }),
  minProperties: 1,
  examples: [{ url: 'https://dispatch-2.example/cases' }, { paused: true }, { filter: { categories: ['E04*'] } }],
};
