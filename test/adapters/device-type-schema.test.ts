import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseDeviceType } from '../../adapters/device-types.ts';
import { deviceTypeJsonSchema } from '../../adapters/lib/device-type-schema.ts';
import type { Expressions } from '../../gateway/model/expressions.ts';

const FOLDER = new URL('../../adapters/device-types/', import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');
const schema = JSON.parse(textOf('device-type.schema.json')) as object;
const validate = new Ajv({ strict: false }).compile(schema);
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
const expressions: Expressions = { compile: () => () => true };

describe('JSON Schema of device types', () => {
  it('is as the gateway reads (else: node adapters/device-types/generate.ts)', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(deviceTypeJsonSchema())));
  });

  it.each(files)('is named by %s, which fits it', (file) => {
    expect(textOf(file)).toMatch(/^# yaml-language-server: \$schema=device-type\.schema\.json\n/);
    validate(parse(textOf(file)));
    expect(validate.errors).toBeNull();
  });

  it('sees a slip', () => {
    const type = parse(textOf('bin.yaml')) as { rules: object[] };
    expect(validate({ ...type, heartbeat: '5 minutes' })).toBe(false);
    expect(validate({ ...type, rules: [{ ...type.rules[0], channle: 'x' }] })).toBe(false);
  });
});

/** A type with everything the examples speak of. */
const STAGE = `typeId: x
name: { zh: 甲, en: X }
heartbeat: 5min
channels:
${['laeq', 'smoke', 'heat', 'pressure', 'tsp', 'pm10', 'level', 'tilt', 'wind'].map((name) => `  ${name}: { unit: '1', kind: number }`).join('\n')}
  pump: { unit: '1', kind: enum, values: [auto, manual, fault] }
events:
  door_open: { stateful: true }
  access_denied: { stateful: false }
  access_granted: { stateful: false }
rules:
  - { id: heat, kind: threshold, category: E0498, channel: heat, direction: above, set: 57, clear: 50, dwell: 0s, quiet: 1min }
`;

describe('README of device types', () => {
  const examples = [...textOf('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const whole = examples.filter((text) => text.includes('typeId:'));
  const rules = examples.filter((text) => text.startsWith('- '));

  it('shows a file that loads', () => {
    expect(whole).toHaveLength(1);
    const type = parseDeviceType(whole[0] ?? '', 'README.md');
    expect(type).toMatchObject({
      offlineAfter: 900_000,
      overrides: [{ when: { modes: ['FLOOD'] }, rules: { closed: { set: 20 } } }],
    });
    expect(type.rules.map(({ category, severity }) => `${category} ${severity}`)).toEqual(['E0406 1', 'E0490 3']);
    expect(type.rules[1]).toMatchObject({ offlineAfter: 900_000 });
  });

  it('shows every kind of rule, in examples that load', () => {
    // The examples that combine rules name some of those before them.
    const text = `${STAGE}${rules.join('').replace(/^/gm, '  ').trimEnd()}\n`;
    const kinds = new Set(parseDeviceType(text, 'README.md', { expressions }).rules.map(({ kind }) => kind));
    const known = JSON.stringify(schema).match(/"kind":\{"type":"string","const":"(\w+)"/g) ?? [];
    expect(kinds.size).toBe(13);
    expect(known).toHaveLength(kinds.size);
  });
});
