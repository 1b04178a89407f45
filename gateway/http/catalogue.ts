import type { FastifyInstance } from 'fastify';
import type { Catalogue, Category } from '../model/catalogue.ts';
import { object } from './schemas.ts';

type Name = Category['name'];

interface TaskItem {
  readonly id: string;
  readonly name: Name;
  readonly aspect: { readonly id: string; readonly name: Name };
}

export interface CatalogueApi {
  /** The catalogue of the moment. */
  current(): Catalogue;
  /** The item of the city's task list (任务清单) a category counts under. */
  taskItemOf?(code: string): TaskItem | undefined;
  /** Reads a letter and 16 digits. Throws REQUEST_INVALID. */
  decode(text: string): { readonly category: string; readonly district: string; readonly serial: number };
}

interface Filter {
  readonly class?: Category['class'];
  readonly group?: string;
  readonly kind?: Category['kind'];
  readonly severity?: Category['severity'];
  readonly layer?: string;
  readonly line?: string;
  readonly dept?: string;
  readonly autoFlow?: boolean;
  readonly joint?: boolean;
  readonly restricted?: boolean;
  readonly lifeSafety?: boolean;
}

const access = ['viewer', 'dispatcher', 'vendor', 'operator'] as const;
const tags = ['city'];
const LAYERS = ['UNDERGROUND', 'GROUND', 'FACADE', 'AIR'];
const LINES = ['COMPREHENSIVE', 'POLICE', 'GRID'];
const FLAGS = ['autoFlow', 'joint', 'restricted', 'lifeSafety'] as const;

const word = { type: 'string' };
const flag = { type: 'boolean' };
const name = { type: 'object', properties: { zh: word, en: word } };
const limit = {
  type: 'object',
  properties: { ms: { type: 'integer' }, clock: { type: 'string', enum: ['continuous', 'working'] } },
  required: ['ms', 'clock'],
};

const category = {
  type: 'object',
  properties: {
    code: { type: 'string', examples: ['E0498'] },
    class: { type: 'string', enum: ['COMPONENT', 'EVENT'] },
    name,
    kind: word,
    severity: { type: 'integer' },
    dept: word,
    departments: { type: 'object', properties: { supervise: word, own: word, maintain: word } },
    responderRole: word,
    response: limit,
    disposal: limit,
    bySite: { type: 'object', additionalProperties: true, description: 'what the class of the site changes' },
    layer: { type: 'string', enum: LAYERS },
    line: { type: 'string', enum: LINES },
    verify: {
      type: 'object',
      properties: { by: word, quietFor: { type: 'integer', description: 'ms' }, autoClose: flag },
    },
    ...{ autoFlow: flag, joint: flag, lifeSafety: flag, restricted: flag },
    emergencyFlow: { type: 'integer' },
    taskItem: {
      type: 'object',
      properties: { id: word, name, aspect: { type: 'object', properties: { id: word, name } } },
      description: 'the item of the city’s task list it counts under',
    },
    merge: { type: 'object', properties: { radiusM: { type: 'number' }, window: { type: 'integer' } } },
    confirmAt: { type: 'number' },
    confirmedBy: { type: 'array', items: word },
    capCategory: word,
    open311: word,
    provenance: { type: 'string', enum: ['observed', 'inferred', 'local'] },
  },
  required: ['code', 'class', 'name', 'kind', 'severity', 'dept', 'responderRole', 'response', 'disposal'],
};

const query = object({
  class: { type: 'string', enum: ['COMPONENT', 'EVENT'] },
  group: { type: 'string', pattern: '^[CE]\\d{2}$', description: 'a major class (大类)' },
  kind: { type: 'string', enum: ['ALARM', 'WARNING', 'CLUE', 'FAULT'] },
  severity: { type: 'integer', minimum: 1, maximum: 4 },
  layer: { type: 'string', enum: LAYERS },
  line: { type: 'string', enum: LINES },
  dept: { type: 'string', maxLength: 64, description: 'the responsible department' },
  ...{ autoFlow: flag, joint: flag, restricted: flag, lifeSafety: flag },
});

/** Whether a category is what was asked for; a flag that is absent is false. */
function isWanted(row: Category, wanted: Filter, members: ReadonlySet<string> | undefined): boolean {
  const { class: type, kind, severity, layer, line, dept } = wanted;
  const plain = { class: type, kind, severity, layer, line, dept };
  return (
    (members?.has(row.code) ?? true) &&
    Object.entries(plain).every(([key, value]) => value === undefined || row[key as keyof Category] === value) &&
    FLAGS.every((key) => wanted[key] === undefined || (row[key] ?? false) === wanted[key])
  );
}

export function registerCatalogue(app: FastifyInstance, api: CatalogueApi): void {
  app.get<{ Querystring: Filter }>(
    '/v1/catalogue',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Categories of cases with their departments and time limits',
        querystring: query,
        response: {
          200: {
            description: 'the catalogue in force',
            type: 'object',
            properties: {
              ...{ id: word, version: word },
              classes: {
                type: 'array',
                items: { type: 'object', properties: { id: word, name, codes: { type: 'array', items: word } } },
              },
              items: { type: 'array', items: category },
            },
            required: ['id', 'version', 'items'],
          },
        },
      },
    },
    async ({ query: wanted }) => {
      const { id, version, classes = [], categories } = api.current();
      const { group } = wanted;
      const members = group === undefined ? undefined : new Set(classes.find((row) => row.id === group)?.codes ?? []);
      const rows = [...categories.values()].filter((row) => isWanted(row, wanted, members));
      const items = rows.map((row) => {
        const taskItem = api.taskItemOf?.(row.code);
        return taskItem ? { ...row, taskItem } : row;
      });
      return { id, version, classes, items };
    },
  );

  app.get<{ Params: { code: string } }>(
    '/v1/catalogue/object-codes/:code',
    {
      config: { access },
      schema: {
        tags,
        summary: 'What a component or event code of 16 digits says',
        description:
          'C or E before the 16 digits: the numbers of components and events overlap. The layout is the profile’s (objectCodes).',
        params: object({ code: { type: 'string', maxLength: 17, examples: ['C6101040103000001'] } }, ['code']),
        response: {
          200: {
            description: 'its parts',
            type: 'object',
            properties: { category: word, name, district: word, serial: { type: 'integer' } },
            required: ['category', 'district', 'serial'],
          },
        },
      },
    },
    async ({ params: { code } }) => {
      const parts = api.decode(code);
      const row = api.current().categories.get(parts.category);
      return { ...parts, ...(row ? { name: row.name } : {}) };
    },
  );
}
