import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemas } from '../../gateway/city/json-schemas.ts';
import { PROFILES } from './profiles.ts';

const schemas = jsonSchemas();
const files = globSync('*/*.yaml', { cwd: PROFILES });
const schemaOf = (file: string) =>
  /^# yaml-language-server: \$schema=\.\.\/schema\/(\S+)/.exec(textOf(file))?.[1] ?? '';
const textOf = (file: string) => readFileSync(join(PROFILES, file), 'utf8');

describe('JSON Schemas of city files', () => {
  it.each([...schemas])(
    '%s is as the gateway reads (else: node deploy/profiles/schema/generate.ts)',
    (name, schema) => {
      expect(JSON.parse(readFileSync(join(PROFILES, 'schema', name), 'utf8'))).toEqual(
        JSON.parse(JSON.stringify(schema)),
      );
    },
  );

  it.each(files)('%s names its schema and fits it', (file) => {
    const schema = schemas.get(schemaOf(file));
    expect(schema, file).toBeDefined();
    const validate = new Ajv({ strict: false }).compile(schema ?? {});
    validate(parse(textOf(file)));
    expect(validate.errors).toBeNull();
  });

  it('see a slip', () => {
    const validate = new Ajv({ strict: false }).compile(schemas.get('duty.schema.json') ?? {});
    expect(validate({ order: ['car'], posts: [{ id: 'x', kind: 'car' }] })).toBe(false);
    expect(validate({ order: ['car'], posts: [], shifts: [] })).toBe(false);
  });
});
