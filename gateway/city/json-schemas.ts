import { z } from 'zod';
import { catalogueSchema } from './catalogue-file.ts';
import { dutySchema } from './duty-file.ts';
import { flowsSchema } from './flows.ts';
import { ladderSchema } from './ladder.ts';
import { modesSchema } from './modes.ts';
import { profileSchema } from './profile.ts';
import { calendarSchema } from './work-calendar.ts';

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  profile: profileSchema,
  catalogue: catalogueSchema,
  calendar: calendarSchema,
  duty: dutySchema,
  modes: modesSchema,
  ladder: ladderSchema,
  flows: flowsSchema,
};

/**
 * JSON Schemas of the files of a city, by file name, for editors to complete and underline by. They are made from what the
 * gateway itself reads by; rules between several parts of a file are checked by the gateway only. Draft 7, which editors know.
 */
export function jsonSchemas(): Map<string, object> {
  return new Map(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const made = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
      return [`${name}.schema.json`, { title: `gridwarden ${name}.yaml`, ...made }];
    }),
  );
}
