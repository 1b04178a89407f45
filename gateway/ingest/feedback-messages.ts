import { Ajv, type ErrorObject } from 'ajv';
import { GatewayError } from '../errors.ts';
import type { Feedback } from '../model/feedback.ts';
import { type FeedbackDocument, feedbackDocument, readFeedback } from '../model/feedback-document.ts';

/** Of the HTTP face, where the path names the case. */
const schema = { ...feedbackDocument, required: [...feedbackDocument.required, 'caseNo'] };
const MAX_ID = feedbackDocument.properties.feedbackId.maxLength;
const fits = new Ajv({ strict: false, verbose: true }).compile<FeedbackDocument & { readonly caseNo: string }>(schema);

/** The first error that says something: an `anyOf` speaks last and for all of its branches. */
function faultOf(errors: readonly ErrorObject[]): GatewayError {
  const error = errors.find(({ keyword }) => keyword === 'anyOf') ?? errors[0];
  const { missingProperty, additionalProperty } = (error?.params ?? {}) as Record<string, string | undefined>;
  const { allowedValues } = (error?.params ?? {}) as { allowedValues?: readonly unknown[] };
  const place = (error?.instancePath ?? '').split('/').slice(1);
  const path = [...place, ...(missingProperty === undefined ? [] : [missingProperty])].join('.');
  const { description } = (error?.parentSchema ?? {}) as { description?: string };
  const complaint = missingProperty
    ? 'is required'
    : additionalProperty
      ? `"${additionalProperty}" is not known here`
      : allowedValues
        ? `must be one of ${allowedValues.join(', ')}`
        : error?.keyword === 'anyOf'
          ? `must be ${description}`
          : (error?.message ?? 'is not valid');
  return new GatewayError('PAYLOAD_INVALID', `${path || 'feedback'}: ${complaint}`, path ? { path } : {});
}

const textOf = (payload: Uint8Array) =>
  Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('utf8');

/** The `feedbackId` of a document that may be wrong in everything else, so that its refusal says whose it is. */
export function feedbackIdOf(payload: Uint8Array): string | undefined {
  try {
    const { feedbackId } = JSON.parse(textOf(payload)) as { feedbackId?: unknown };
    return typeof feedbackId === 'string' && feedbackId.length <= MAX_ID ? feedbackId : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The feedback document of `v1/feedback/{orgCode}`: the body of `POST /v1/cases/{caseNo}/feedback`, by the same schema, with
 * `caseNo`. Throws PAYLOAD_NOT_JSON or PAYLOAD_INVALID (with the path).
 */
export function parseFeedback(payload: Uint8Array): Feedback {
  let document: unknown;
  try {
    document = JSON.parse(textOf(payload));
  } catch (cause) {
    throw new GatewayError('PAYLOAD_NOT_JSON', `feedback is not JSON: ${(cause as Error).message.slice(0, 120)}`, {
      cause,
    });
  }
  if (!fits(document)) throw faultOf(fits.errors ?? []);
  const read = readFeedback(document, document.caseNo);
  if ('feedback' in read) return read.feedback;
  throw new GatewayError('PAYLOAD_INVALID', `${read.path}: there is no such time`, { path: read.path });
}
