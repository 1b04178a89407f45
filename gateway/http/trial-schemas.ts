/** What may be asked of a trial, and what it comes to. */
import { DURATION } from '../duration.ts';
import { object, text, time, timeBody } from './schemas.ts';

const open = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const inputs = { type: 'object', description: 'values by name', additionalProperties: true };

const seen = open(
  {
    ruleId: { type: 'string' },
    outcome: {
      type: 'string',
      description: '`opened`, `attached`, `suppressed: REASON`, `held: REASON`, or why its rule gave no alarm',
      examples: ['condition-not-met'],
    },
    ...{ inputs, limits: inputs },
  },
  ['ruleId', 'outcome', 'inputs', 'limits'],
);

const trialCase = {
  description: 'a case as one side has it',
  ...open(
    {
      ...{ device: { type: 'string' }, subject: { type: 'string' }, category: { type: 'string' } },
      ...{ kind: { type: 'string' }, severity: { type: 'integer' }, gridCode: { type: 'string' } },
      ...{ orgCode: { type: 'string' }, dept: { type: 'string' } },
      ...{ from: time, until: { ...time, description: 'absent while its alarm lasts' }, raisedAt: time },
      ...{ occurrences: { type: 'integer' }, restricted: { type: 'boolean' } },
      ...{ ruleId: { type: 'string' }, inputs },
      here: { ...seen, description: 'how its rule stood on this side when the case was opened' },
      there: { ...seen, description: 'how the other side saw it' },
    },
    ['device', 'category', 'from', 'raisedAt', 'ruleId', 'inputs'],
  ),
};

const change = { type: 'string', enum: ['gained', 'lost', 'moved', 'earlier', 'later'] } as const;

const side = open(
  Object.fromEntries(
    ['cases', 'received', 'decoded', 'duplicate', 'deadLettered', 'candidates'].map((name) => [
      name,
      { type: 'integer' },
    ]),
  ),
  ['cases'],
);

const result = open(
  {
    ...{ from: time, to: time, messages: { type: 'integer', description: 'read, warm-up included' } },
    ...{ baseline: side, trial: side },
    same: { type: 'integer', description: 'cases that are the same on both sides' },
    counts: {
      ...open(Object.fromEntries(change.enum.map((name) => [name, { type: 'integer' }])), change.enum),
      description: 'of all differences, listed or not',
    },
    differences: {
      type: 'array',
      items: open(
        {
          ...{ change, device: { type: 'string' }, category: { type: 'string' } },
          byMs: { type: 'integer', description: 'later is positive' },
          changed: {
            type: 'object',
            description: 'what is different, as [baseline, trial]',
            additionalProperties: { type: 'array', items: { type: 'string' } },
          },
          ...{ baseline: trialCase, trial: trialCase, explanation: { type: 'string' } },
        },
        ['change', 'device', 'category', 'explanation'],
      ),
    },
    cut: { type: 'boolean', description: 'there are more differences than are listed' },
    hidden: { type: 'integer', description: 'differences of restricted cases, for which the caller has not the role' },
  },
  ['from', 'to', 'messages', 'baseline', 'trial', 'same', 'counts', 'differences', 'cut', 'hidden'],
);

export const trialDocument = open(
  {
    trialId: { type: 'string' },
    state: { type: 'string', enum: ['running', 'done', 'failed', 'cancelled'] },
    ...{ from: time, to: time, startedAt: time },
    progress: open({ messages: { type: 'integer' }, of: { type: 'integer' }, at: time }, ['messages', 'of', 'at']),
    result,
    problem: {
      ...open({ code: { type: 'string' }, detail: { type: 'string' } }, ['code', 'detail']),
      description: 'why it failed',
    },
  },
  ['trialId', 'state', 'from', 'to', 'startedAt', 'progress'],
);

export const trialBody = {
  ...object(
    {
      from: { ...timeBody, description: `${timeBody.description}; messages that arrived from then on` },
      to: { ...timeBody, description: `${timeBody.description}; until then` },
      warmUp: {
        type: 'string',
        pattern: DURATION.source,
        description: 'read before `from`, so that the rules know their devices: 30min, 24h; default 1h, at most 7d',
      },
      rules: {
        type: 'object',
        description: 'by typeId and rule id, what a device type may override: set, clear, dwell, quiet, enabled …',
        additionalProperties: { type: 'object', additionalProperties: { type: 'object' } },
      },
      types: {
        type: 'object',
        description: 'whole device types as YAML, by typeId: in place of those of that name, or beside them',
        additionalProperties: { type: 'string' },
      },
      pipeline: {
        type: 'object',
        description:
          'other limits of the pipeline: flapping {cycles, window}, storm {cases, window}, upstream {share, window, devices}, confirm and clue {radiusM, window}, reopen, defer; lengths of time as 10min',
      },
      profile: text('another city profile', 64),
      mode: text('another operating mode', 64),
    },
    ['from', 'to'],
  ),
  examples: [
    {
      ...{ from: '2025-12-03T08:00:00+08:00', to: '2025-12-03T20:00:00+08:00' },
      rules: { smoke: { 'smoke-density': { set: 0.12, dwell: '30s' } } },
    },
  ],
};
