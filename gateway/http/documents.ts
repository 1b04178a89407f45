import type { FastifyInstance } from 'fastify';
import { ERRORS } from '../errors.ts';
import { CASE_EVENT_TYPES } from '../model/case.ts';
import { overridesSchema } from './rule-overrides.ts';
import { crs, name, object, time } from './schemas.ts';

/** The documents that answers are made of, as the OpenAPI document describes them. Open: later versions may add members. */
const open = (properties: Record<string, unknown>, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
});

const bilingual = open({ zh: { type: 'string' }, en: { type: 'string' } }, ['zh', 'en']);
const texts = { type: 'array', items: { type: 'string' } };

const problem = {
  $id: 'Problem',
  ...open(
    {
      type: { type: 'string', examples: ['urn:gridwarden:error:CASE_NOT_FOUND'] },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'what was wrong with this request and what to do' },
      code: { type: 'string', enum: Object.keys(ERRORS), description: 'match on this' },
      instance: { type: 'string' },
      path: { type: 'string', description: 'the field that is wrong' },
      errors: {
        type: 'array',
        items: open({ path: { type: 'string' }, detail: { type: 'string' } }, ['path', 'detail']),
      },
      allowed: { ...texts, description: 'with STEP_ILLEGAL: the feedback types the case takes now' },
    },
    ['type', 'title', 'status', 'detail', 'code', 'instance'],
  ),
};

/** What a case can say of its life after it was raised; each member is absent until there is something to say. */
const life = {
  disposedAt: { ...time, description: 'the disposal that stands' },
  verification: {
    ...open(
      {
        state: { type: 'string', enum: ['WATCHING', 'VERIFIED', 'FAILED', 'HUMAN'] },
        by: { type: 'string', enum: ['SENSOR', 'HUMAN'] },
        at: time,
        due: { ...time, description: 'while WATCHING: when the quiet period ends if nothing happens' },
        reason: { type: 'string' },
      },
      ['state', 'by', 'at'],
    ),
    description: "step 4: what the case's own sensors say after the disposal",
  },
  shelvedUntil: { ...time, description: 'its updates rest until then' },
  escalation: { type: 'integer', description: 'steps up the ladder so far' },
  handlingLevel: { type: 'string', enum: ['GRID', 'UNIT', 'AREA', 'STREET', 'DISTRICT'] },
  recipients: { ...texts, description: 'who is told beside orgCode' },
  autoAccept: { type: 'boolean', description: 'raised and accepted without a manual gate' },
  emergencyFlow: { type: 'integer' },
  dutyHint: open({ post: { type: 'string' }, name: bilingual, role: { type: 'string' } }, ['post', 'name', 'role']),
  incidentNo: { type: 'string', description: 'the case that stands for the whole incident' },
  parts: { ...texts, description: 'cases that are parts of this incident' },
  mergedInto: { type: 'string', description: 'the case it goes on in' },
  layer: { type: 'string', enum: ['UNDERGROUND', 'GROUND', 'FACADE', 'AIR'] },
  line: { type: 'string', enum: ['COMPREHENSIVE', 'POLICE', 'GRID'] },
  mode: { type: 'string', description: 'operating mode in force when it was raised' },
};

const SUB_STATES = [
  ...['RAISED', 'PENDING_REVIEW', 'ACCEPTED', 'DISPATCHED', 'ARRIVED', 'IN_PROGRESS', 'SUSPENDED', 'DISPOSED'],
  ...['CHECKING', 'PASSED', 'FAILED', 'URGED', 'OVERDUE', 'ESCALATED', 'CLOSED', 'REJECTED', 'FALSE_ALARM', 'MERGED'],
  ...['WITHDRAWN', 'ARCHIVED'],
];

export const caseDocument = {
  $id: 'Case',
  ...open(
    {
      caseNo: { type: 'string', pattern: '^\\d{4}S\\d{7}$', examples: ['2512S0000001'] },
      candidateId: { type: 'string' },
      categoryCode: { type: 'string', pattern: '^[CE]\\d{4}', examples: ['E0498'] },
      categoryName: bilingual,
      catalogueVersion: { type: 'string' },
      kind: { type: 'string', enum: ['ALARM', 'WARNING', 'CLUE', 'FAULT'] },
      severity: { type: 'integer', minimum: 1, maximum: 4, description: '1 life, 2 serious, 3 moderate, 4 minor' },
      certainty: { type: 'number', minimum: 0, maximum: 1 },
      step: {
        type: 'integer',
        minimum: 1,
        maximum: 6,
        description: '1 report, 2 dispatch, 3 disposal, 4 check, 5 urge, 6 close',
      },
      subState: { type: 'string', enum: SUB_STATES },
      stepName: {
        ...bilingual,
        description: 'the name of the step: 发现上报, 指挥派遣, 处置反馈, 任务核查, 督促办理, 结单归档',
      },
      phase: {
        ...open({ fourInOne: bilingual, shanghai: bilingual }, ['fourInOne', 'shanghai']),
        description:
          'the step in the four phases (发现受理, 指挥派遣, 任务处理, 反馈核实) and in the seven of Shanghai',
      },
      location: open({ lon: { type: 'number' }, lat: { type: 'number' }, crs: { type: 'string' } }, [
        'lon',
        'lat',
        'crs',
      ]),
      gridCode: { type: 'string', description: 'leaf of the responsible grid system, or UNGRIDDED' },
      grids: {
        type: 'array',
        items: open(
          {
            ...{ system: { type: 'string' }, version: { type: 'string' }, code: { type: 'string' }, path: texts },
            type: { type: 'string', enum: ['URBAN', 'SELF_GOVERNED', 'OVERLAY'] },
          },
          ['system', 'version', 'code', 'path'],
        ),
      },
      responsibleDept: { type: 'string' },
      responderRole: { type: 'string' },
      orgCode: { type: 'string' },
      responseDeadline: time,
      disposalDeadline: time,
      firstAt: time,
      lastAt: time,
      raisedAt: time,
      clearedAt: { ...time, description: 'when the sensor itself said it is over; absent while it lasts' },
      closedAt: { ...time, description: 'absent while the case is open' },
      devices: texts,
      occurrences: { type: 'integer' },
      evidence: {
        type: 'array',
        items: open(
          {
            kind: { type: 'string', enum: ['SERIES', 'EVENT', 'SNAPSHOT', 'CLIP', 'DOC'] },
            uri: { type: 'string', description: 'a path on this server, or an absolute URI' },
            capturedAt: time,
            note: { type: 'string' },
          },
          ['kind', 'uri', 'capturedAt'],
        ),
      },
      verdict: open(
        {
          ruleId: { type: 'string' },
          ruleVersion: { type: 'string' },
          episode: { type: 'integer' },
          inputs: { type: 'object', description: 'channel values, limits and state at the decision' },
        },
        ['ruleId', 'ruleVersion', 'episode', 'inputs'],
      ),
      restricted: { type: 'boolean' },
      simulated: { type: 'boolean' },
      previousCaseNo: { type: 'string' },
      ...life,
    },
    [
      ...['caseNo', 'candidateId', 'categoryCode', 'categoryName', 'kind', 'severity', 'certainty', 'step', 'subState'],
      ...['gridCode', 'grids', 'responsibleDept', 'responderRole', 'orgCode', 'responseDeadline', 'disposalDeadline'],
      ...[
        'stepName',
        'phase',
        'firstAt',
        'lastAt',
        'raisedAt',
        'devices',
        'occurrences',
        'evidence',
        'verdict',
        'restricted',
        'simulated',
      ],
    ],
  ),
};

export const caseEvent = {
  $id: 'CaseEvent',
  description: 'CloudEvents 1.0, structured JSON; webhooks carry the same document',
  ...open(
    {
      specversion: { type: 'string', const: '1.0' },
      id: { type: 'string', description: 'constant over every delivery: the idempotency key', examples: ['gw1-17'] },
      source: { type: 'string', examples: ['/gateway/gw1'] },
      type: { type: 'string', enum: CASE_EVENT_TYPES.map((type) => `cn.grid.case.${type}.v1`) },
      subject: { type: 'string', description: 'caseNo' },
      time,
      sequence: { type: 'string', pattern: '^\\d{20}$', description: 'order of commit; the cursor of the feed' },
      partitionkey: { type: 'string', description: 'grid code' },
      datacontenttype: { type: 'string', const: 'application/json' },
      data: {
        allOf: [{ $ref: 'Case#' }, { type: 'object', properties: { reason: { type: 'string' } } }],
        description: 'the case as it was after the event, and why it happened',
      },
    },
    ['specversion', 'id', 'source', 'type', 'subject', 'time', 'sequence', 'partitionkey', 'datacontenttype', 'data'],
  ),
};

const device = {
  $id: 'Device',
  ...open(
    {
      deviceId: { type: 'string', examples: ['acme/smoke-17'] },
      vendor: name('part of the topic', 'acme'),
      device: name('part of the topic', 'smoke-17'),
      typeId: { type: 'string', examples: ['smoke'] },
      name: { type: 'string' },
      position: object({ lon: { type: 'number' }, lat: { type: 'number' }, crs }, ['lon', 'lat', 'crs']),
      mobility: { type: 'string', enum: ['FIXED', 'MOBILE'] },
      siteClass: { type: 'string' },
      assetCode: { type: 'string' },
      orgCode: { type: 'string' },
      parent: { type: 'string', description: 'the device it is connected through' },
      maintenance: { type: 'array', items: object({ from: time, until: time }, ['from', 'until']) },
      overrides: overridesSchema,
      overrideMisfits: {
        ...{ type: 'array', items: { type: 'string' } },
        description: 'what of `overrides` has no place in the type as it is now, such as a rule that is gone',
      },
      simulated: { type: 'boolean' },
      lastSeen: { ...time, description: 'last accepted message; absent when there was none' },
    },
    ['deviceId', 'vendor', 'device', 'typeId', 'mobility', 'siteClass', 'simulated'],
  ),
};

const receiver = {
  $id: 'Receiver',
  ...open(
    {
      receiverId: { type: 'string' },
      url: { type: 'string' },
      contentType: { type: 'string', enum: ['application/json', 'application/protobuf'] },
      filter: { type: 'object' },
      fallback: { type: 'string', description: 'receiver of life-safety cases that this one fails to take' },
      state: {
        ...{ type: 'string', enum: ['enabled', 'paused', 'disabled'] },
        description: 'paused by an operator, disabled by its own 410; what comes waits',
      },
      disabledReason: { type: 'string' },
      createdAt: time,
      oldSecretUntil: { ...time, description: 'while a rotation lasts: until when the old secret signs as well' },
    },
    ['receiverId', 'url', 'contentType', 'filter', 'state', 'createdAt'],
  ),
};

/** Registers the shared documents under their ids. */
export function addDocuments(app: FastifyInstance): void {
  for (const schema of [problem, caseDocument, caseEvent, device, receiver]) app.addSchema(schema);
}
