// Writes the JSON Schemas of this folder: node deploy/profiles/schema/generate.ts && npx biome format --write deploy/profiles/schema
import { writeFileSync } from 'node:fs';
import { jsonSchemas } from '../../../gateway/city/json-schemas.ts';

for (const [name, schema] of jsonSchemas())
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
