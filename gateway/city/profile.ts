import { z } from 'zod';
import { nameSchema } from './catalogue-file.ts';
import { CODE_LAYOUTS, type CodeLayout } from './category-codes.ts';
import { gridSystemsSchema } from './grid-system-spec.ts';
import { localMetreSchema } from './local-metre.ts';
import { partnerSchema } from './partners.ts';
import type { WorkingHours } from './work-calendar.ts';

const HOUR = 3_600_000;

/** `08:00-12:00` as ms after midnight. */
const sessionSchema = z.string().transform((text, context) => {
  const [, h0, m0, h1, m1] = /^(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/.exec(text) ?? [];
  const session = {
    from: Number(h0) * HOUR + Number(m0) * 60_000,
    to: Number(h1) * HOUR + Number(m1) * 60_000,
  };
  if (session.from < session.to && session.to <= 24 * HOUR) return session;
  context.addIssue({ code: 'custom', message: `"${text}" is no stretch of a day; write 08:00-12:00` });
  return z.NEVER;
});

const hoursSchema: z.ZodType<WorkingHours, string[]> = z
  .array(sessionSchema)
  .min(1, 'working hours need one stretch at least')
  .refine((hours) => hours.every(({ from }, i) => from >= (hours[i - 1]?.to ?? 0)), 'working hours must be in order');

/** An organisation that receives cases. Only DISTRICT and STREET command; a COMMUNITY receives tasks. */
const orgSchema = z.strictObject({
  code: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'an organisation code is 1 to 64 of A–Z a–z 0–9 . _ -'),
  tier: z.enum(['DISTRICT', 'STREET', 'COMMUNITY']),
  name: nameSchema,
  /** Cells of the responsible grid system it answers for. */
  covers: z.array(z.string()).default([]),
});

const tierSchema = z.enum(['STREET', 'COMMUNITY']);

/** Numbers the profile must come to, so that a lost organisation is noticed. */
const assertSchema = z
  .strictObject({ streets: z.int(), communities: z.int(), partners: z.int(), functions: z.int() })
  .partial();

/** `profile.yaml`: what makes one city. File names are relative to it. */
export const profileSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'a profile id is 1 to 64 of a–z 0–9 -'),
    version: z.string().min(1),
    name: nameSchema,
    /** Folder of the profile whose catalogue lies under this one's. */
    extends: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/, 'the name of a profile folder')
      .optional(),
    timezone: z.literal('Asia/Shanghai'),
    calendars: z.array(z.string()),
    workingHours: hoursSchema.optional(),
    assert: assertSchema.default({}),
    /** Overlay of this city on the catalogue it extends. */
    catalogue: z.string().optional(),
    /** Layout of the 16-digit codes of components and events. */
    objectCodes: z.enum(Object.keys(CODE_LAYOUTS) as [CodeLayout, ...CodeLayout[]]).default('2+2+6'),
    /** Cases wait for a person (PENDING_REVIEW) unless their category flows by itself. */
    reviewGate: z.boolean().default(false),
    duty: z.string().optional(),
    /** Modes beside or in place of those of the profile it extends. */
    modes: z.string().optional(),
    /** In place of the ladder of the profile it extends. */
    ladder: z.string().optional(),
    flows: z.string().optional(),
    /** The responsible system first, overlays after it. */
    gridSystems: gridSystemsSchema,
    /** Parameters of the city's own metre grid; grid systems in `local_metre` need them. */
    localMetre: localMetreSchema.optional(),
    orgs: z.array(orgSchema).min(1),
    /** Organisations one per cell of a level, called as the cell with a word behind it; the code is the cell's. */
    orgsOf: z.array(z.strictObject({ tier: tierSchema, level: z.string(), suffix: nameSchema })).default([]),
    partners: z.array(partnerSchema).default([]),
    /** What the city's departments are for (职能); those that are not served get no case of a device. */
    functions: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          name: nameSchema,
          served: z.boolean(),
          departments: z.array(z.string()).min(1),
        }),
      )
      .default([]),
  })
  .superRefine(({ orgs, extends: base, catalogue }, context) => {
    const add = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    orgs.forEach(({ code }, i) => {
      if (orgs.findIndex((other) => other.code === code) < i) add(['orgs', i, 'code'], `"${code}" is defined twice`);
    });
    if (orgs.filter((org) => org.tier === 'DISTRICT').length !== 1)
      add(['orgs'], 'exactly one organisation must be of tier DISTRICT; it receives what lies in no grid');
    if (!base && !catalogue) add([], 'a profile needs "extends", "catalogue" or both to have categories');
  });

export type Profile = z.infer<typeof profileSchema>;
export type Org = Profile['orgs'][number];
