import { z } from 'zod';
import { lineSchema, nameSchema } from './catalogue-file.ts';

const HOUR = 3_600_000;

/** A time band of a day as ms after midnight; `to` before `from` passes midnight. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

const bandSchema: z.ZodType<Band, string> = z.string().transform((text, context) => {
  const [, h0 = '', m0, h1 = '', m1] = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const band = { from: Number(h0) * HOUR + Number(m0) * 60_000, to: Number(h1) * HOUR + Number(m1) * 60_000 };
  if (band.from !== band.to && band.to <= 24 * HOUR) return band;
  context.addIssue({ code: 'custom', message: `"${text}" is no band of a day; write 06:00-22:00 or 22:00-06:00` });
  return z.NEVER;
});

const pointSchema = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .describe('[lon, lat] in wgs84');

const whereSchema = z
  .union([
    z.strictObject({ grids: z.array(z.string()).min(1).describe('cells of the responsible grid system') }),
    z.strictObject({ polygon: z.array(pointSchema).min(3).describe('corners in order; closed by itself') }),
    z.strictObject({
      line: z.array(pointSchema).min(2),
      withinM: z.number().positive().max(1_000).describe('metres to both sides'),
    }),
  ])
  .describe('where it is on duty');

const postSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'a post is 1 to 64 of A–Z a–z 0–9 . _ -'),
  kind: z.string().min(1).describe('one of order'),
  name: nameSchema,
  role: z.string().describe('a responder role of the catalogue'),
  staff: z.int().min(0).describe('people on the roster'),
  bands: z.array(bandSchema).min(1).describe('hours of the day, e.g. 06:00-22:00'),
  days: z.enum(['all', 'working', 'free']).default('all').describe('by the working calendar'),
  where: whereSchema,
  lines: z.array(lineSchema).min(1).optional().describe('only cases of these services'),
  capacity: z.int().min(1).optional().describe('open cases beyond which the next post is named'),
});

/** `duty.yaml`: who is on duty where and when. A hint for dispatch, not a roster: no names of people. */
export const dutySchema = z
  .strictObject({
    assert: z
      .strictObject({
        posts: z.record(z.string(), z.int()).default({}),
        staff: z.record(z.string(), z.int()).default({}),
      })
      .prefault({})
      .describe('posts and people per kind, so that a lost one is noticed'),
    order: z.array(z.string()).min(1).describe('kinds of post, the preferred one first'),
    posts: z.array(postSchema),
  })
  .superRefine(({ order, posts }, context) => {
    const add = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    const seen = new Set<string>();
    posts.forEach(({ id, kind }, i) => {
      if (seen.has(id)) add(['posts', i, 'id'], `post ${id} is defined twice`);
      if (!order.includes(kind)) add(['posts', i, 'kind'], `"${kind}" is not in "order"`);
      seen.add(id);
    });
  });

export type DutyFile = z.output<typeof dutySchema>;
export type Post = DutyFile['posts'][number];
