import type { FastifyInstance } from 'fastify';
import { DURATION, parseDuration } from '../duration.ts';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { seesRestricted } from './auth.ts';
import { epochOf, object, page, text, time, timeBody } from './schemas.ts';

type Times = 'from' | 'until' | 'raisedAt';

/** A case of a trial; times are epoch ms. */
interface TrialCase extends Readonly<Record<Exclude<Times, 'until'>, number>> {
  readonly until?: number;
  readonly restricted: boolean;
}

interface Difference {
  readonly baseline?: TrialCase;
  readonly trial?: TrialCase;
}

interface TrialResult {
  readonly from: number;
  readonly to: number;
  readonly differences: readonly Difference[];
}

interface Trial {
  readonly trialId: string;
  readonly state: string;
  readonly from: number;
  readonly to: number;
  readonly startedAt: number;
  readonly progress: { readonly messages: number; readonly of: number; readonly at: number };
  readonly result?: TrialResult;
  readonly problem?: { readonly code: string; readonly detail: string };
}

/** Times are epoch ms, lengths ms. */
export interface TrialRequest {
  readonly from: number;
  readonly to: number;
  readonly warmUp?: number;
  readonly types?: Readonly<Record<string, string>>;
  readonly rules?: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly profile?: string;
  readonly mode?: string;
  readonly pipeline?: object;
}

export interface TrialsApi {
  /** Begins one. Throws REQUEST_INVALID, and TRIAL_BUSY while another one runs. */
  start(request: TrialRequest): Trial;
  /** The newest first. */
  list(): readonly Trial[];
  get(trialId: string): Trial | undefined;
  /** Cancels a running trial, forgets a finished one; false when there is none. */
  end(trialId: string): Promise<boolean>;
}

interface Body extends Omit<TrialRequest, 'from' | 'to' | 'warmUp'> {
  readonly from: number | string;
  readonly to: number | string;
  readonly warmUp?: string;
}

const config = { access: ['operator'] } as const;
const tags = ['trials'];
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

const trialDocument = open(
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

const body = {
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

const caseOf = ({ from, until, raisedAt, ...rest }: TrialCase) => ({
  ...rest,
  ...{ from: rfc3339(from), raisedAt: rfc3339(raisedAt) },
  ...(until === undefined ? {} : { until: rfc3339(until) }),
});

const differenceOf = ({ baseline, trial, ...rest }: Difference) => ({
  ...rest,
  ...(baseline ? { baseline: caseOf(baseline) } : {}),
  ...(trial ? { trial: caseOf(trial) } : {}),
});

/** A result as JSON; without `all` what concerns restricted cases is only counted. */
export function resultOf({ from, to, differences, ...rest }: TrialResult, all: boolean): object {
  const shown = differences.filter(({ baseline, trial }) => all || !(baseline?.restricted || trial?.restricted));
  return {
    ...{ ...rest, from: rfc3339(from), to: rfc3339(to) },
    ...{ differences: shown.map(differenceOf), hidden: differences.length - shown.length },
  };
}

/** A trial as JSON; without its result in lists. */
function viewOf({ from, to, startedAt, progress, result: found, ...rest }: Trial, all?: boolean): object {
  return {
    ...{ ...rest, from: rfc3339(from), to: rfc3339(to), startedAt: rfc3339(startedAt) },
    progress: { ...progress, at: rfc3339(progress.at) },
    ...(found && all !== undefined ? { result: resultOf(found, all) } : {}),
  };
}

const params = object({ trialId: text('trial id', 64) }, ['trialId']);
const notFound = (trialId: string) =>
  new GatewayError('NOT_FOUND', `there is no trial ${trialId}; GET /v1/trials lists those since the start`);

/** Recorded traffic taken through other rules, and what that would have changed in cases. */
export function registerTrials(app: FastifyInstance, trials: TrialsApi): void {
  app.post<{ Body: Body }>(
    '/v1/trials',
    {
      config,
      schema: {
        tags,
        summary: 'Replay a stretch of the inbox through other rules',
        description:
          'Runs in a process of its own, beside the gateway, on stores of its own: nothing live is touched. The stretch is taken through the configuration in force and through the changed one, and their cases are compared. One trial at a time; results are kept until the gateway stops.',
        body,
        response: { 202: { description: 'it runs; GET its Location', ...trialDocument } },
      },
    },
    async ({ body: { from, to, warmUp, ...rest } }, reply) => {
      const trial = trials.start({
        ...{ ...rest, from: epochOf(from, 'from'), to: epochOf(to, 'to') },
        ...(warmUp === undefined ? {} : { warmUp: parseDuration(warmUp) ?? 0 }),
      });
      return reply.code(202).header('location', `/v1/trials/${trial.trialId}`).send(viewOf(trial));
    },
  );

  app.get(
    '/v1/trials',
    {
      config,
      schema: {
        tags,
        summary: 'Trials since the gateway was started, the newest first, without their results',
        response: { 200: page(trialDocument, 'trials') },
      },
    },
    async () => ({ items: trials.list().map((trial) => viewOf(trial)) }),
  );

  app.get<{ Params: { trialId: string } }>(
    '/v1/trials/:trialId',
    {
      config,
      schema: {
        tags,
        summary: 'A trial: how far it is, and what it came to',
        params,
        response: { 200: { description: 'the trial', ...trialDocument } },
      },
    },
    async ({ params: { trialId }, principal }) => {
      const trial = trials.get(trialId);
      if (!trial) throw notFound(trialId);
      return viewOf(trial, seesRestricted(principal));
    },
  );

  app.delete<{ Params: { trialId: string } }>(
    '/v1/trials/:trialId',
    {
      config,
      schema: {
        tags,
        summary: 'Cancel a running trial, or forget a finished one',
        params,
        response: { 204: { description: 'it is gone', type: 'null' } },
      },
    },
    async ({ params: { trialId } }, reply) => {
      if (await trials.end(trialId)) return reply.code(204).send();
      throw notFound(trialId);
    },
  );
}
