const header = (name: string, description: string, more: object = {}) => ({
  ...{ name, in: 'header', required: true, description, schema: { type: 'string', ...more } },
});

/** Standard Webhooks headers (standard-webhooks, "Webhook Metadata"); nothing else is needed to verify a delivery. */
const parameters = [
  header(
    'webhook-id',
    'id of the event, constant over every delivery of it: store it with what you did and do nothing the second time',
    { examples: ['gw1-17'] },
  ),
  header('webhook-timestamp', 'epoch seconds of this attempt; refuse what is more than five minutes off', {
    pattern: '^\\d+$',
  }),
  header(
    'webhook-signature',
    'space-separated `v1,{base64}`: HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}` by the bytes behind `whsec_` in base64. One that verifies is enough: during a rotation there are two',
    { pattern: '^v1,\\S+( v1,\\S+)*$' },
  ),
];

const PROTOBUF = {
  description:
    'receivers with `contentType: application/protobuf`: the attributes as `ce-…` headers, the body a `gridwarden.v1.CaseEvent` of /proto/gridwarden/v1/case.proto',
  schema: { type: 'string', format: 'binary' },
};

const responses = {
  '2XX': { description: 'taken; 409 means the same: it was here before' },
  '410': { description: 'send nothing more: the receiver is disabled, and what comes waits' },
  '429': { description: 'later, after `Retry-After`; 502, 503 and 504 likewise' },
  '4XX': { description: 'this event is not wanted: tried three times in all' },
  '5XX': { description: 'tried again over three days; events of one case stay in order' },
};

const test = {
  description: 'an event of type `cn.grid.case.test.v1`, sent by POST /v1/receivers/{receiverId}/test: no case of it',
  type: 'object',
  properties: {
    id: { type: 'string' },
    type: { type: 'string', const: 'cn.grid.case.test.v1' },
    data: { type: 'object', properties: { test: { type: 'boolean', const: true } }, required: ['test'] },
  },
  required: ['id', 'type', 'data'],
};

const delivery = (summary: string, description: string, schema: object) => ({
  post: {
    ...{ tags: ['receivers'], summary, description, parameters, responses },
    requestBody: {
      required: true,
      content: { 'application/cloudevents+json': { schema }, 'application/protobuf': PROTOBUF },
    },
  },
});

/** What receivers are sent, for the `webhooks` of the OpenAPI document. */
export const WEBHOOKS: Record<string, object> = {
  caseEvent: delivery(
    'A case event, to every receiver whose filter it passes',
    'At least once, always with the same id, in order per case: within a `subject` the `sequence` only grows. An event that was given up stands in GET /v1/deliveries and does not hold back later ones.',
    { $ref: '#/components/schemas/CaseEvent' },
  ),
  testEvent: delivery('A test, when an operator asks for one', 'Tried once. Has no `sequence`.', test),
};
