import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapterFor } from '../../adapters/registry.ts';
import { publishCases } from '../../gateway/case-publisher.ts';
import { realClock, stepClock } from '../../gateway/clock.ts';
import { caseEventMessages } from '../../gateway/delivery/case-event.ts';
import { type ErrorCode, GatewayError } from '../../gateway/errors.ts';
import { asyncApi } from '../../gateway/http/asyncapi.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { createRejections } from '../../gateway/ingest/rejections.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { CaseEvent } from '../../gateway/model/case.ts';
import type { Login } from '../../gateway/model/login.ts';
import { FEEDBACK, startFeedbackReader } from '../../gateway/readers.ts';
import { publishRight, subscribeRight } from '../../gateway/transport/mqtt-access.ts';
import { rawMessage } from '../support/adapter-fixtures.ts';
import { testDir } from '../support/test-dir.ts';
import { faults, golden, topicOf, topics } from './contract.ts';

const LOGINS: Readonly<Record<string, Login>> = {
  device: { kind: 'device', vendor: 'acme', device: 'smoke-17' },
  'another device': { kind: 'device', vendor: 'acme', device: 'smoke-18' },
  org: { kind: 'org', orgCode: 'lianhu' },
  'another org': { kind: 'org', orgCode: 'jiading' },
  operator: { kind: 'operator' },
};

describe('topics', () => {
  it.each(topics)('$example: published and read by those who may, by nobody else', ({ example, ...topic }) => {
    expect(topicOf(example).topic).toBe(topic.topic);
    for (const [name, login] of Object.entries(LOGINS)) {
      const right = publishRight(login, example);
      expect(right.to !== 'nowhere', `${name} publishes`).toBe(topic.publish.includes(name));
      if (right.to !== 'nowhere') expect(right.to).toBe(topic.direction === 'in' ? 'feedback' : 'ingest');
      const granted = subscribeRight(login, example);
      expect(granted, `${name} subscribes`).toBe(topic.subscribe.includes(name) ? example : undefined);
    }
  });

  it.each(topics.filter(({ alias }) => alias))('$alias is $example', ({ alias = '', example, direction }) => {
    const login = LOGINS['device'] as Login;
    if (direction === 'up') expect(publishRight(login, alias)).toMatchObject({ to: 'ingest', topic: example });
    else expect(subscribeRight(login, alias)).toBe(example);
  });

  it.each(topics.filter(({ direction }) => direction === 'up'))('$example is read by its adapter', (topic) => {
    const adapter = adapterFor({ transport: 'mqtt', vendor: 'acme', topic: topic.example });
    expect(adapter?.name).toBe(topic.adapter);
  });
});

interface Notice {
  readonly name: string;
  readonly topic: string;
  readonly notice: {
    code: ErrorCode;
    detail: string;
    path?: string;
    topic: string;
    receivedAt: string;
    count?: number;
  };
}
const rejected = golden<{
  deviceNotices: readonly Notice[];
  organisationNotices: readonly Notice[];
  feedbackNotices: readonly (Notice & { feedback: object })[];
}>('rejected');

/** What was published, in order, with its options. */
function recorder() {
  const sent: { topic: string; document: unknown; options: object | undefined }[] = [];
  const publish = async (topic: string, payload: string, options?: object) =>
    void sent.push({ topic, document: JSON.parse(payload), options });
  return { sent, publish };
}

describe('notices', () => {
  it('tell a device what was wrong', () => {
    const { sent, publish } = recorder();
    const clock = stepClock(1_764_720_000_250);
    const rejections = createRejections({ publish, clock, metrics: createMetrics() });
    for (const { notice } of rejected.deviceNotices)
      for (let times = notice.count ?? 1; times > 0; times--) {
        const { code, detail, path, topic, receivedAt } = notice;
        const about = { code, detail, topic, receivedAt: Date.parse(receivedAt), ...(path ? { path } : {}) };
        rejections.notify({ deviceId: 'acme/smoke-17', ...about });
      }
    clock.advance(clock.now() + 1_000);
    rejections.stop();
    // No options: QoS 0, not retained.
    const expected = rejected.deviceNotices.map(({ topic, notice }) => ({
      topic,
      document: notice,
      options: undefined,
    }));
    expect(sent).toEqual(expected);
    expect(topicOf(sent[0]?.topic ?? '')).toMatchObject({ payload: 'Rejected', qos: 0, retain: false });
    for (const { document } of sent) expect(faults(document, 'Rejected')).toEqual([]);
  });

  it('tell an organisation what it may not publish, and an operator nothing', () => {
    const { sent, publish } = recorder();
    const rejections = createRejections({ publish, clock: stepClock(0), metrics: createMetrics() });
    for (const { topic, notice } of rejected.organisationNotices) {
      const { code, detail, topic: published } = notice;
      const right = publishRight({ kind: 'org', orgCode: 'lianhu' }, published);
      expect(right).toMatchObject({ code, detail });
      const about = { code, detail, topic: published, receivedAt: Date.parse(notice.receivedAt) };
      rejections.notify({ ...about, deviceId: 'org', orgCode: 'lianhu' });
      rejections.notify({ ...about, deviceId: 'operator' });
      expect(sent).toEqual([{ topic, document: notice, options: undefined }]);
      expect(faults(notice, 'Rejected')).toEqual([]);
    }
    rejections.stop();
  });

  it('tell an organisation why its feedback was not applied', async () => {
    const path = testDir();
    const common = { clock: realClock(), log: silentLog(), metrics: createMetrics() };
    const inbox = openInbox({ ...common, path, quota: 1e9, other: FEEDBACK, seal: openSeal(join(path, 'keys')) });
    const answers: { orgCode: string; document: object }[] = [];
    const reader = startFeedbackReader({
      ...{ inbox, clock: common.clock, logger: common.log },
      apply: async ({ caseNo }) => {
        throw new GatewayError('CASE_NOT_FOUND', `there is no case ${caseNo}`);
      },
      answer: (orgCode, document) => void answers.push({ orgCode, document }),
    });
    for (const { feedback } of rejected.feedbackNotices)
      await inbox.append({
        ...rawMessage({ json: feedback, vendor: 'feedback', device: 'lianhu', topic: 'v1/feedback/lianhu' }),
      });
    await reader.idle();
    expect(answers).toMatchObject(
      rejected.feedbackNotices.map(({ notice: document }) => ({ orgCode: 'lianhu', document })),
    );
    for (const { document } of answers) expect(faults(document, 'Rejected')).toEqual([]);
    await reader.stop();
    await inbox.close();
  });
});

describe('case events', () => {
  const { gatewayId, events } = golden<{
    gatewayId: string;
    events: readonly { event: CaseEvent; cloudEvent: object }[];
  }>('case-events');

  it('go out live on the topic of their organisation', () => {
    const { sent, publish } = recorder();
    let notice = () => {};
    let head = 0;
    publishCases({
      events: {
        read: (after, limit) =>
          events
            .slice(after, Math.min(head, after + limit))
            .map(({ event }, index) => ({ ...event, sequence: after + index + 1 })),
        head: () => head,
        onAppend(listener) {
          notice = listener;
          return () => {};
        },
      },
      messagesOf: ({ sequence }) => caseEventMessages(gatewayId, events[sequence - 1]?.event as CaseEvent),
      ...{ publish, log: silentLog() },
    });
    head = events.length;
    notice();
    expect(sent.map(({ document }) => document)).toEqual(events.map(({ cloudEvent }) => cloudEvent));
    const { schemas } = (asyncApi('0') as { components: { schemas: object } }).components;
    for (const { topic, document, options } of sent) {
      const { payload = '', qos, retain } = topicOf(topic);
      expect([options, retain]).toEqual([{ qos }, false]);
      expect(faults(document, payload, schemas)).toEqual([]);
    }
  });

  it.each([
    [false, 'v1/cases/{orgCode}/{verb}'],
    [true, 'v1/restricted-cases/{orgCode}/{verb}'],
  ])('of restricted cases (%s) stand on %s', (restricted, topic) => {
    for (const { event } of events) {
      const told = { ...event.case, restricted, recipients: ['610104'] };
      const messages = caseEventMessages(gatewayId, { ...event, case: told });
      expect(messages.map((message) => topicOf(message.topic).topic)).toEqual([topic, topic]);
    }
  });
});
