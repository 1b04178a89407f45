import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Case } from '../model/case.ts';
import { caseJson } from '../model/case-json.ts';
import { FEEDBACK_TYPES, type Feedback } from '../model/feedback.ts';
import { type CasesApi, caseParams, visibleCase } from './cases.ts';
import { ProblemError } from './problem.ts';
import { epochOf, object, ref, text, timeBody } from './schemas.ts';

export interface FeedbackApi {
  /** Idempotent by `feedbackId`. Throws STEP_ILLEGAL, CASE_NOT_FOUND, REQUEST_INVALID. */
  apply(feedback: Feedback): Promise<{ readonly applied: boolean; readonly case: Case }>;
  /** The feedback types a case takes now. */
  allowed(record: Case): readonly string[];
}

type Body = Omit<Feedback, 'at' | 'caseNo'> & { at: number | string; caseNo?: string; evidence?: unknown };

const EXAMPLES = [
  {
    feedbackId: 'dispatch-771-1',
    type: 'ACCEPTED',
    at: '2025-12-03T08:02:00+08:00',
    actorRole: 'dispatcher',
    dept: 'FIRE',
  },
  { feedbackId: 'dispatch-771-2', type: 'FALSE_ALARM', at: 1764721200000, reason: 'steam from a kitchen' },
];

/** The feedback document; the MQTT face takes the same with `caseNo` in it. */
export const feedbackBody = {
  ...object(
    {
      feedbackId: { type: 'string', minLength: 1, maxLength: 128, description: 'yours; repeating it changes nothing' },
      caseNo: text('the case of the path, when given', 32),
      type: { type: 'string', enum: FEEDBACK_TYPES },
      at: { ...timeBody, description: `${timeBody.description}; when it happened` },
      actorRole: text('role, never a name', 64),
      dept: text('department', 64),
      reason: text('why', 1_000),
      duplicateOf: text('case number, with DUPLICATE_OF', 32),
      note: text('anything else', 4_000),
      evidence: {
        type: 'array',
        maxItems: 20,
        items: object({
          kind: text('e.g. DOC', 32),
          uri: text('where it is', 1_000),
          capturedAt: timeBody,
          note: text('note'),
        }),
      },
    },
    ['feedbackId', 'type', 'at'],
  ),
  examples: EXAMPLES,
};

export function registerFeedback(app: FastifyInstance, feedback: FeedbackApi, cases: Pick<CasesApi, 'get'>): void {
  app.post<{ Params: { caseNo: string }; Body: Body }>(
    '/v1/cases/:caseNo/feedback',
    {
      config: { access: ['dispatcher', 'operator'] },
      schema: {
        tags: ['cases'],
        summary: 'What a dispatch platform did with a case',
        description: 'A step the case cannot take now answers 409 with the `allowed` ones.',
        params: caseParams,
        body: feedbackBody,
        response: {
          200: {
            description: 'the case afterwards; `applied` is false when this feedbackId was known',
            type: 'object',
            properties: { applied: { type: 'boolean' }, case: ref('Case') },
            required: ['applied', 'case'],
          },
        },
      },
    },
    async (request) => {
      const { caseNo } = request.params;
      const { evidence: _evidence, ...given } = request.body;
      if (given.caseNo !== undefined && given.caseNo !== caseNo)
        throw new GatewayError('REQUEST_INVALID', `caseNo is ${given.caseNo}, the path says ${caseNo}`, {
          path: 'caseNo',
        });
      visibleCase(cases, request, caseNo);
      try {
        const result = await feedback.apply({ ...given, caseNo, at: epochOf(given.at, 'at') });
        return { applied: result.applied, case: caseJson(result.case) };
      } catch (error) {
        const record = cases.get(caseNo);
        if (!(error instanceof GatewayError) || error.code !== 'STEP_ILLEGAL' || !record) throw error;
        throw new ProblemError('STEP_ILLEGAL', {
          detail: error.detail,
          members: { allowed: feedback.allowed(record) },
        });
      }
    },
  );
}
