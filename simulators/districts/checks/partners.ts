import { z } from 'zod';
import { assertAll, assertion, select } from '../assertion.ts';
import { checkKind } from '../check.ts';
import { startPartner } from '../partner-platform.ts';
import { Unmet } from '../unmet.ts';

/** Machine ms a delivery may take. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 50;

/** A platform begins to receive cases by webhook. */
export const receiverCheck = checkKind(
  'receiver',
  { name: z.string(), filter: z.record(z.string(), z.unknown()).optional() },
  async (stand, { name, filter }) => {
    const partner = await startPartner();
    stand.partners.set(name, partner);
    const body = { receiverId: name, url: partner.url, ...(filter ? { filter } : {}) };
    const { status, text } = await stand.http.request('POST', '/v1/receivers', body);
    if (status !== 201) throw new Unmet(`receiver ${name} answered ${status}: ${text.slice(0, 300)}`);
    return 0;
  },
);

/** A platform goes down, or comes back. */
export const outageCheck = checkKind(
  'outage',
  { receiver: z.string(), down: z.boolean() },
  (stand, { receiver, down }) => {
    stand.partners.get(receiver)?.setDown(down);
    return 0;
  },
);

/** What a platform has of the events of one type: so many cases, and no other within the patience of the lab. */
export const receivedCheck = checkKind(
  'received',
  {
    receiver: z.string(),
    verb: z.string().default('raised'),
    count: z.int().min(0),
    expect: z.array(assertion).default([]),
    save: z.record(z.string(), z.string()).default({}),
  },
  async (stand, { receiver, verb, count, expect, save }) => {
    const partner = stand.partners.get(receiver);
    if (!partner) throw new Error(`no step made a receiver ${receiver}`);
    const got = () => partner.events.filter((event) => event.verb === verb).map(({ data }) => data);
    const until = stand.clock.machine() + PATIENCE_MS;
    while (got().length < count && stand.clock.machine() < until) {
      await stand.http.stepClock(stand.clock.now());
      await stand.clock.wait(LOOK_MS);
    }
    if (got().length !== count) throw new Unmet(`${receiver} got ${got().length} ${verb}, expected ${count}`);
    for (const [name, at] of Object.entries(save)) stand.saved.set(name, select(got(), at));
    return 1 + assertAll(got(), expect, receiver);
  },
);
