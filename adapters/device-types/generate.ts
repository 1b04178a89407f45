// Writes the JSON Schema of device types: node adapters/device-types/generate.ts && npx biome format --write adapters/device-types
import { writeFileSync } from 'node:fs';
import { deviceTypeJsonSchema } from '../lib/device-type-schema.ts';

writeFileSync(
  new URL('device-type.schema.json', import.meta.url),
  `${JSON.stringify(deviceTypeJsonSchema(), null, 2)}\n`,
);
