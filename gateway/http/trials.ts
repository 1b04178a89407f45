import type { FastifyInstance } from 'fastify';
import { parseDuration } from '../duration.ts';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { seesRestricted } from './auth.ts';
import { epochOf, object, page, text } from './schemas.ts';
import { trialBody, trialDocument } from './trial-schemas.ts';

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
        body: trialBody,
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
