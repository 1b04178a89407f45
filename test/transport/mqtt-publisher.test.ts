import { describe, expect, it } from 'vitest';
import { createPublisher, type OutMessage } from '../../gateway/transport/mqtt-publisher.ts';
import { mqttRig, until } from '../support/mqtt-rig.ts';

const message = (payload: string, qos: 0 | 1 = 0, retain = false): OutMessage => ({ topic: 't', payload, qos, retain });

describe('publisher', () => {
  it('lets a message wait that would overtake the one before, and no other', async () => {
    const sent: string[] = [];
    const publish = createPublisher(({ payload }, done) => {
      sent.push(String(payload));
      done();
    });
    const done: string[] = [];
    for (const entry of [message('a'), message('b', 1), message('c', 1), message('d'), message('e', 1, true)])
      publish(entry, () => done.push(String(entry.payload)));
    expect(sent).toEqual(['a', 'b', 'c']);
    await until(() => done.length === 5);
    expect(sent).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes messages while it publishes, and passes failures on', () => {
    const sent: string[] = [];
    const publish = createPublisher(({ payload }, done) => {
      sent.push(String(payload));
      if (payload === 'first') publish(message('second'), () => undefined);
      done(new Error('no'));
    });
    const errors: (string | undefined)[] = [];
    publish(message('first'), (error) => errors.push(error?.message));
    expect([sent, errors]).toEqual([['first', 'second'], ['no']]);
  });

  it('loses none of the gateway’s own messages of mixed QoS to one subscriber', async () => {
    const { client, broker } = await mqttRig();
    const device = await client('acme/s1');
    const seen: string[] = [];
    device.on('message', (_topic, payload) => seen.push(payload.toString()));
    await device.subscribeAsync('v1/me/down/#', { qos: 1 });
    const all = Array.from({ length: 40 }, (_, index) => String(index));
    await Promise.all(
      all.map((text, index) =>
        broker.publish('v1/acme/s1/down/config', text, { qos: (index % 2) as 0 | 1, retain: index % 3 === 0 }),
      ),
    );
    await until(() => seen.length === all.length);
    expect(seen).toEqual(all);
  });
});
