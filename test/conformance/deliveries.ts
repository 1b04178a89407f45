import { equal, ok } from 'node:assert/strict';
import { connectPacket, hex, packet, text, u16 } from '../support/mqtt-raw.ts';
import type { Stage } from './peer.ts';
import type { Scenario } from './scenarios.ts';

interface Flow {
  readonly qos: 1 | 2;
  /** First bytes of the client's answers. */
  readonly answers: readonly number[];
  /** First bytes of what the server says to each but the last. */
  readonly says?: readonly number[];
  readonly ends: 'open' | 'closed';
}

const [PUBACK, PUBREC, PUBREL, PUBCOMP] = [0x40, 0x50, 0x62, 0x70];
const NAMES = new Map([
  [PUBACK, 'PUBACK'],
  [PUBREC, 'PUBREC'],
  [PUBCOMP, 'PUBCOMP'],
]);

const FLOWS: readonly Flow[] = [
  { qos: 1, answers: [PUBACK], ends: 'open' },
  { qos: 1, answers: [PUBREC], ends: 'closed' },
  { qos: 1, answers: [PUBCOMP], ends: 'closed' },
  { qos: 2, answers: [PUBREC, PUBCOMP], says: [PUBREL], ends: 'open' },
  { qos: 2, answers: [PUBACK], ends: 'closed' },
  { qos: 2, answers: [PUBCOMP], ends: 'closed' },
  { qos: 2, answers: [PUBREC, PUBACK], says: [PUBREL], ends: 'closed' },
  { qos: 2, answers: [PUBREC, PUBREC, PUBCOMP], says: [PUBREL, PUBREL], ends: 'open' },
];

/** §4.3.2, §4.3.3: how a subscriber may answer a message, and how it may not. */
export const DELIVERIES: readonly Scenario[] = FLOWS.map((flow) => {
  const told = flow.answers.map((first) => NAMES.get(first)).join(', ');
  return {
    clause: flow.ends === 'open' ? `MQTT-4.3.${flow.qos + 1}-1` : 'MQTT-4.8.0-1',
    name: `a QoS ${flow.qos} message answered by ${told}: ${flow.ends}`,
    play: (stage) => answer(stage, `answer/${flow.qos}/${flow.answers.join('-')}`, flow),
  };
});

async function answer({ raw, join }: Stage, topic: string, { qos, answers, says = [], ends }: Flow): Promise<void> {
  const one = await raw();
  one.send(connectPacket({ id: `${topic}/one` }), packet(0x82, u16(1), text(topic), u16(qos).subarray(1)));
  await one.gets(hex('90030001'));
  const two = await join(`${topic}/two`);
  await two.client.publishAsync(topic, 'message', { qos });
  await one.gets(Buffer.from('message'));
  const at = one.received().indexOf('message') - 2;
  const id = one.received().subarray(at, at + 2);
  let heard = one.received().length;
  for (const [index, first] of answers.entries()) {
    one.send(packet(first, id));
    const said = says[index];
    if (said === undefined) continue;
    heard += 4;
    ok(await one.length(heard), 'closed');
    equal(one.received().subarray(-4).toString('hex'), packet(said, id).toString('hex'));
  }
  if (ends === 'closed') return one.closed;
  one.send(hex('c000'));
  ok(await one.gets(hex('d000')), 'closed');
}
