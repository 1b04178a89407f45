import { z } from 'zod';
import { GatewayError } from '../errors.ts';
import { FEEDBACK_TYPES, type Feedback } from '../model/feedback.ts';

const documentSchema = z.strictObject({
  feedbackId: z.string().min(1).max(128),
  caseNo: z.string().min(1).max(32),
  type: z.enum(FEEDBACK_TYPES),
  at: z.union([z.int().nonnegative(), z.iso.datetime({ offset: true })]),
  actorRole: z.string().max(64).optional(),
  dept: z.string().max(64).optional(),
  reason: z.string().max(1000).optional(),
  duplicateOf: z.string().max(32).optional(),
  note: z.string().max(4000).optional(),
  evidence: z.array(z.unknown()).max(20).optional(),
});

/**
 * The feedback document of `v1/feedback/{orgCode}`: the same as the body of `POST /v1/cases/{caseNo}/feedback`, with `caseNo`.
 * Throws PAYLOAD_NOT_JSON or PAYLOAD_INVALID (with the path).
 */
export function parseFeedback(payload: Uint8Array): Feedback {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('utf8'));
  } catch (cause) {
    throw new GatewayError('PAYLOAD_NOT_JSON', `feedback is not JSON: ${(cause as Error).message.slice(0, 120)}`, {
      cause,
    });
  }
  const result = documentSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = issue?.path.map(String).join('.') ?? '';
    throw new GatewayError('PAYLOAD_INVALID', `${path || 'feedback'}: ${issue?.message}`, path ? { path } : {});
  }
  const { evidence: _evidence, at, ...rest } = result.data;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...(given as Omit<Feedback, 'at'>), at: typeof at === 'number' ? at : Date.parse(at) };
}
