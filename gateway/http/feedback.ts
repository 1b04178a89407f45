import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Case } from '../model/case.ts';
import { caseJson, evidenceJson, rfc3339 } from '../model/case-json.ts';
import type { Feedback } from '../model/feedback.ts';
import { type FeedbackDocument, feedbackDocument, readFeedback } from '../model/feedback-document.ts';
import { scopeOf } from './auth.ts';
import { type CasesApi, caseParams, visibleCase } from './cases.ts';
import { ProblemError } from './problem.ts';
import { page, ref, time } from './schemas.ts';

export interface FeedbackApi {
  /** Idempotent by `feedbackId`. Throws STEP_ILLEGAL, CASE_NOT_FOUND, REQUEST_INVALID, TIME_AHEAD. */
  apply(
    feedback: Feedback,
    speaker: { readonly orgCode?: string },
  ): Promise<{ readonly applied: boolean; readonly case: Case }>;
  /** The feedback types a case takes now. */
  allowed(record: Case): readonly string[];
  /** What was said about a case, in the order in which it was heard. */
  list(caseNo: string): readonly (Feedback & { readonly receivedAt: number })[];
}

/** A word of feedback on the JSON face. */
function viewOf({ at, receivedAt, until, evidence, ...rest }: Feedback & { readonly receivedAt: number }): object {
  return {
    ...rest,
    at: rfc3339(at),
    receivedAt: rfc3339(receivedAt),
    ...(until === undefined ? {} : { until: rfc3339(until) }),
    ...(evidence ? { evidence: evidenceJson(evidence) } : {}),
  };
}

const view = {
  type: 'object',
  properties: {
    ...feedbackDocument.properties,
    at: time,
    until: time,
    receivedAt: time,
    evidence: { type: 'array', items: { type: 'object' } },
  },
  required: ['feedbackId', 'caseNo', 'type', 'at', 'receivedAt'],
};

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
export const feedbackBody = { ...feedbackDocument, examples: EXAMPLES };

export function registerFeedback(app: FastifyInstance, feedback: FeedbackApi, cases: Pick<CasesApi, 'get'>): void {
  app.get<{ Params: { caseNo: string } }>(
    '/v1/cases/:caseNo/feedback',
    {
      config: { access: ['viewer', 'dispatcher', 'operator'] },
      schema: {
        tags: ['cases'],
        summary: 'What was said about a case, with its evidence',
        params: caseParams,
        response: { 200: page(view, 'in the order in which it was heard; 1,000 at most') },
      },
    },
    async (request) => {
      const { caseNo } = visibleCase(cases, request, request.params.caseNo);
      return { items: feedback.list(caseNo).map(viewOf) };
    },
  );

  app.post<{ Params: { caseNo: string }; Body: FeedbackDocument }>(
    '/v1/cases/:caseNo/feedback',
    {
      config: { access: ['dispatcher', 'operator'] },
      schema: {
        tags: ['cases'],
        summary: 'What a dispatch platform did with a case',
        description:
          'A step the case cannot take now answers 409 with the `allowed` ones. Words may come out of order: the newest by its own `at` says where the case stands, an older one is kept and changes no state. An `at` more than five minutes ahead of the gateway is refused as TIME_AHEAD, one more than a day before the case as TIME_INVALID.',
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
      const given = request.body.caseNo ?? caseNo;
      if (given !== caseNo)
        throw new GatewayError('REQUEST_INVALID', `caseNo is ${given}, the path says ${caseNo}`, { path: 'caseNo' });
      const read = readFeedback(request.body, caseNo);
      if ('path' in read)
        throw new GatewayError('REQUEST_INVALID', `${read.path} is no time that exists`, { path: read.path });
      visibleCase(cases, request, caseNo);
      const { orgCode } = scopeOf(request.principal);
      try {
        const result = await feedback.apply(read.feedback, orgCode === undefined ? {} : { orgCode });
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
