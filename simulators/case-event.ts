import { z } from 'zod';

/** The part of a case event (CloudEvents, structured JSON) that a dispatch platform needs; it may hold more. */
const caseEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  type: z.string().regex(/^cn\.grid\.case\.[a-z]+\.v1$/),
  subject: z.string(),
  sequence: z.string().regex(/^\d{20}$/),
  data: z.object({
    caseNo: z.string(),
    categoryCode: z.string(),
    categoryName: z.object({ zh: z.string(), en: z.string() }),
    severity: z.int(),
    subState: z.string().default(''),
    gridCode: z.string(),
    kind: z.string().default(''),
    orgCode: z.string().default(''),
    responsibleDept: z.string(),
    responseDeadline: z.string(),
    disposalDeadline: z.string(),
    raisedAt: z.string(),
    devices: z.array(z.string()),
    evidence: z.array(z.object({ kind: z.string(), uri: z.string(), note: z.string().optional() })).default([]),
  }),
});

export type CaseEvent = z.output<typeof caseEvent>;
export type CaseData = CaseEvent['data'];

/** The event in a webhook's body; undefined when it is none. */
export function parseCaseEvent(body: string): CaseEvent | undefined {
  try {
    return caseEvent.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** `raised` of `cn.grid.case.raised.v1`. */
export function verbOf({ type }: CaseEvent): string {
  return type.split('.')[3] ?? '';
}
