import type { FastifyInstance } from 'fastify';
import type { Severity } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import { caseJson } from '../model/case-json.ts';
import { type CasesApi, caseParams, visibleCase } from './cases.ts';
import { epochOf, object, ref, text, timeBody } from './schemas.ts';

/** What people decide about a case beside feedback. `by`: who, for the ledger. Each throws STEP_ILLEGAL on a closed case. */
export interface CaseActionsApi {
  /** Throws REQUEST_INVALID for a time that is past or more than a day ahead. */
  shelve(
    caseNo: string,
    order: { readonly until: number; readonly reason: string; readonly by: string },
  ): Promise<Case>;
  /** Throws STEP_ILLEGAL when it is not shelved. */
  unshelve(caseNo: string, by: string): Promise<Case>;
  regrade(caseNo: string, severity: Severity, ruling: { readonly reason: string; readonly by: string }): Promise<Case>;
  withdraw(caseNo: string, ruling: { readonly reason: string; readonly by: string }): Promise<Case>;
}

/** One of them: `run` gets the body its schema has let pass. */
interface Action<B> {
  readonly path: string;
  readonly access: readonly ('dispatcher' | 'operator')[];
  readonly summary: string;
  readonly description: string;
  readonly body: object;
  run(actions: CaseActionsApi, caseNo: string, body: B, by: string): Promise<Case>;
}

const reason = { ...text('why', 1_000), minLength: 1 };

const SHELVE: Action<{ until: string | number; reason: string }> = {
  path: 'shelve',
  access: ['dispatcher', 'operator'],
  summary: 'Let the updates of a case rest for a while',
  description:
    'Until `until`, at most 24 hours ahead, `updated` events are not sent; one of them follows at the end. Everything else is sent as ever, and deadlines run on.',
  body: {
    ...object({ until: { ...timeBody, description: `${timeBody.description}; at most 24 h ahead` }, reason }, [
      ...(['until', 'reason'] as const),
    ]),
    examples: [{ until: '2025-12-03T12:00:00+08:00', reason: 'crew on the spot, sensor chatters' }],
  },
  run: (actions, caseNo, body, by) =>
    actions.shelve(caseNo, { until: epochOf(body.until, 'until'), reason: body.reason, by }),
};

const UNSHELVE: Action<undefined> = {
  path: 'unshelve',
  access: ['dispatcher', 'operator'],
  summary: 'Hear of a shelved case again',
  description: 'Before the end of its time, at which it comes back by itself.',
  body: { type: ['object', 'null'], properties: {}, additionalProperties: false },
  run: (actions, caseNo, _body, by) => actions.unshelve(caseNo, by),
};

const REGRADE: Action<{ severity: Severity; reason: string }> = {
  path: 'severity',
  access: ['dispatcher', 'operator'],
  summary: 'Make a case graver or less grave',
  description: 'Its deadlines stay; the level it may be escalated to follows.',
  body: {
    ...object({ severity: { type: 'integer', minimum: 1, maximum: 4, description: '1 life to 4 minor' }, reason }, [
      ...(['severity', 'reason'] as const),
    ]),
    examples: [{ severity: 3, reason: 'water is falling' }],
  },
  run: (actions, caseNo, body, by) => actions.regrade(caseNo, body.severity, { reason: body.reason, by }),
};

const WITHDRAW: Action<{ reason: string }> = {
  path: 'withdraw',
  access: ['operator'],
  summary: 'Take back a case that should never have been raised',
  description: 'Closes it as WITHDRAWN, with an event of that name. It counts in no rate.',
  body: { ...object({ reason }, ['reason']), examples: [{ reason: 'a drill that was not announced' }] },
  run: (actions, caseNo, body, by) => actions.withdraw(caseNo, { reason: body.reason, by }),
};

export function registerCaseActions(app: FastifyInstance, actions: CaseActionsApi, cases: Pick<CasesApi, 'get'>): void {
  const register = <B>({ path, access, summary, description, body, run }: Action<B>) =>
    app.post<{ Params: { caseNo: string } }>(
      `/v1/cases/:caseNo/${path}`,
      {
        config: { access },
        schema: { tags: ['cases'], summary, description, params: caseParams, body, response: { 200: ref('Case') } },
      },
      async (request) => {
        const { caseNo } = visibleCase(cases, request, request.params.caseNo);
        return caseJson(await run(actions, caseNo, request.body as B, request.principal.name));
      },
    );
  register(SHELVE);
  register(UNSHELVE);
  register(REGRADE);
  register(WITHDRAW);
}
