import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { CONNACK, connectPacket, DISCONNECT, hex, packet, text, u16 } from '../support/mqtt-raw.ts';
import type { Heard, Stage } from './peer.ts';

/** What a server does over several packets or connections. Every scenario has topics and client ids of its own. */
export interface Scenario {
  readonly clause: string;
  readonly name: string;
  play(stage: Stage): Promise<void>;
}

const payloads = (heard: readonly Heard[]) => heard.map(({ payload }) => payload);
const QOS = [0, 1, 2] as const;
const kept = { clean: false } as const;

const CONNECTING: readonly Scenario[] = [
  {
    clause: 'MQTT-3.1.4-2',
    name: 'a client id that connects again ends the connection before',
    async play({ join, until }) {
      const first = await join('takeover');
      const second = await join('takeover');
      await until('the first is closed', () => !first.client.connected);
      ok(second.client.connected);
    },
  },
  {
    clause: 'MQTT-3.1.3-8',
    name: 'an empty client id needs a clean session',
    async play({ raw, join }) {
      const refused = await raw();
      refused.send(connectPacket({ id: '', flags: 0 }));
      await refused.closed;
      equal(refused.received().toString('hex'), '20020002');
      await join('');
      await join('');
    },
  },
  {
    clause: 'MQTT-3.1.2-24',
    name: 'who is silent for one and a half times its keep alive is ended, and its will goes out',
    async play({ join, raw }) {
      const watcher = await join('ka/watch');
      await watcher.client.subscribeAsync('ka/will', { qos: 2 });
      const silent = await raw();
      silent.send(
        connectPacket({ id: 'ka/silent', keepAlive: 1, flags: 0x0e, rest: [text('ka/will'), text('expired')] }),
      );
      await silent.closed;
      deepEqual(payloads(await watcher.hears(1)), ['expired']);
    },
  },
  {
    clause: 'MQTT-3.1.2-24',
    name: 'who sends a PINGREQ in time stays',
    async play({ raw, wait }) {
      const one = await raw();
      one.send(connectPacket({ id: 'ka/alive', keepAlive: 1 }));
      for (let times = 0; times < 3; times++) {
        await wait(800);
        one.send(hex('c000'));
      }
      ok(await one.gets(hex('d000d000d000')));
    },
  },
];

const WILLS: readonly Scenario[] = QOS.flatMap((qos): Scenario[] =>
  [false, true].map((retain) => ({
    clause: 'MQTT-3.1.2-8',
    name: `a will of QoS ${qos}, ${retain ? '' : 'not '}retained, goes out when the connection breaks`,
    async play({ join, until, quiet }) {
      const topic = `will/${qos}/${retain}`;
      const watcher = await join(`${topic}/watch`);
      await watcher.client.subscribeAsync(topic, { qos: 2 });
      const will = { topic, payload: Buffer.from('gone'), qos, retain };
      const victim = await join(`${topic}/victim`, { will });
      victim.client.stream.destroy();
      deepEqual(await watcher.hears(1), [{ topic, payload: 'gone', qos, retain: false, dup: false }]);
      const later = await join(`${topic}/later`);
      await later.client.subscribeAsync(topic, { qos: 2 });
      if (retain) deepEqual(await later.hears(1), [{ topic, payload: 'gone', qos, retain: true, dup: false }]);
      else await quiet();
      equal(later.heard.length, retain ? 1 : 0);
      await until('heard once', () => watcher.heard.length === 1);
    },
  })),
);

const GOODBYES: readonly Scenario[] = [
  {
    clause: 'MQTT-3.14.4-3',
    name: 'no will after a DISCONNECT',
    async play({ join, quiet }) {
      const watcher = await join('nowill/watch');
      await watcher.client.subscribeAsync('nowill');
      const one = await join('nowill/one', {
        will: { topic: 'nowill', payload: Buffer.from('x'), qos: 1, retain: false },
      });
      await one.leave();
      await quiet();
      deepEqual(watcher.heard, []);
    },
  },
  {
    clause: 'MQTT-3.1.2-8',
    name: 'a will goes out when the client breaks the protocol',
    async play({ join, raw }) {
      const watcher = await join('rude/watch');
      await watcher.client.subscribeAsync('rude', { qos: 1 });
      const rude = await raw();
      rude.send(connectPacket({ id: 'rude/one', flags: 0x06, rest: [text('rude'), text('gone')] }), hex('f000'));
      await rude.closed;
      deepEqual(payloads(await watcher.hears(1)), ['gone']);
    },
  },
];

const RETAINED: readonly Scenario[] = [
  {
    clause: 'MQTT-3.3.1-6',
    name: 'the last retained message of each topic is sent to a new subscription, with the flag',
    async play({ join, quiet }) {
      const one = await join('ret/pub');
      for (const qos of QOS)
        for (const payload of ['old', `qos ${qos}`])
          await one.client.publishAsync(`ret/t/${qos}`, payload, { qos, retain: true });
      await quiet();
      const two = await join('ret/sub');
      await two.client.subscribeAsync('ret/t/+', { qos: 2 });
      await two.hears(3);
      const sorted = [...two.heard].sort((a, b) => (a.topic < b.topic ? -1 : 1));
      deepEqual(
        sorted.map(({ payload, qos, retain }) => [payload, qos, retain]),
        QOS.map((qos) => [`qos ${qos}`, qos, true]),
      );
    },
  },
  {
    clause: 'MQTT-3.3.1-10',
    name: 'an empty retained message takes the one before away, and is itself delivered',
    async play({ join, quiet }) {
      const one = await join('clear/one');
      await one.client.subscribeAsync('clear/live');
      for (const qos of QOS) {
        await one.client.publishAsync(`clear/t/${qos}`, 'x', { qos, retain: true });
        await one.client.publishAsync(`clear/t/${qos}`, '', { qos, retain: true });
      }
      await one.client.publishAsync('clear/live', '', { qos: 1, retain: true });
      deepEqual(payloads(await one.hears(1)), ['']);
      const two = await join('clear/two');
      await two.client.subscribeAsync('clear/#', { qos: 2 });
      await quiet();
      deepEqual(two.heard, []);
    },
  },
  {
    clause: 'MQTT-3.3.1-9',
    name: 'a subscription that stands gets retained messages without the flag',
    async play({ join }) {
      const one = await join('live/one');
      await one.client.subscribeAsync('live/#', { qos: 2 });
      for (const qos of QOS) await one.client.publishAsync(`live/${qos}`, 'x', { qos, retain: true });
      deepEqual(
        (await one.hears(3)).map(({ retain }) => retain),
        [false, false, false],
      );
    },
  },
  {
    clause: 'MQTT-3.3.1-12',
    name: 'a message without the flag is not kept, and leaves the kept one alone',
    async play({ join, quiet }) {
      const one = await join('notkept/one');
      await one.client.publishAsync('notkept/a', 'kept', { qos: 1, retain: true });
      await one.client.publishAsync('notkept/a', 'passing', { qos: 1 });
      await one.client.publishAsync('notkept/b', 'passing', { qos: 1 });
      const two = await join('notkept/two');
      await two.client.subscribeAsync('notkept/#', { qos: 1 });
      await two.hears(1);
      await quiet();
      deepEqual(payloads(two.heard), ['kept']);
    },
  },
  {
    clause: 'MQTT-3.8.4-3',
    name: 'subscribing again sends the retained messages again',
    async play({ join }) {
      const one = await join('resub/one');
      await one.client.publishAsync('resub/a', 'x', { qos: 1, retain: true });
      for (let times = 1; times <= 3; times++) {
        await one.client.subscribeAsync('resub/a', { qos: 1 });
        await one.hears(times);
      }
    },
  },
  ...(
    [
      ['level/', 'level/+', true],
      ['/level', '+/level', true],
      ['level2', 'level2/#', true],
      ['level3/a', 'level3/+', true],
      ['level4/a/b', 'level4/+', false],
      ['Level5', 'level5', false],
      ['level6/a', '+/+', true],
    ] as const
  ).map(
    ([topic, filter, matches]): Scenario => ({
      clause: '§4.7.1',
      name: `a retained message of ${topic} is ${matches ? '' : 'not '}found by ${filter}`,
      async play({ join, until, quiet }) {
        const one = await join(`find/${topic}/pub`);
        await one.client.publishAsync(topic, 'x', { qos: 1, retain: true });
        const two = await join(`find/${topic}/sub`);
        await two.client.subscribeAsync(filter, { qos: 1 });
        const found = () => two.heard.some((heard) => heard.topic === topic);
        if (matches) await until('found', found);
        else await quiet();
        equal(found(), matches);
        await one.client.publishAsync(topic, '', { qos: 1, retain: true });
      },
    }),
  ),
];

/** §3.8.4: the QoS of delivery is the lesser of what was published and what was granted; three ways a message comes. */
const LOWERED: readonly Scenario[] = QOS.flatMap((sent) =>
  QOS.flatMap((granted) =>
    ['exact', 'wild'].map(
      (kind): Scenario => ({
        clause: 'MQTT-3.8.4-6',
        name: `QoS ${sent} published, ${granted} granted to a ${kind} filter: live and retained`,
        async play({ join }) {
          const topic = `lower/${sent}/${granted}/${kind}`;
          const filter = kind === 'exact' ? topic : `${topic}/#`;
          const one = await join(`${topic}/one`);
          const two = await join(`${topic}/two`);
          await one.client.subscribeAsync(filter, { qos: granted });
          await two.client.publishAsync(topic, 'x', { qos: sent, retain: true });
          const wanted = Math.min(sent, granted);
          deepEqual(
            (await one.hears(1)).map(({ qos }) => qos),
            [wanted],
          );
          await two.client.subscribeAsync(filter, { qos: granted });
          deepEqual(
            (await two.hears(1)).map(({ qos }) => qos),
            [wanted],
          );
        },
      }),
    ),
  ),
);

const AWAY: readonly Scenario[] = [
  {
    clause: 'MQTT-3.1.2-5',
    name: 'QoS 1 and 2 messages wait for a session that is away, in order and at the granted QoS',
    async play({ join, quiet }) {
      const one = await join('away/one', kept);
      await one.client.subscribeAsync({ 'away/#': { qos: 2 }, 'away1/+': { qos: 1 } });
      await one.leave();
      const two = await join('away/two');
      for (const turn of ['a', 'b'])
        for (const qos of [1, 2] as const) await two.client.publishAsync('away/t', `qos ${qos} ${turn}`, { qos });
      await two.client.publishAsync('away1/t', 'lowered', { qos: 2 });
      const back = await join('away/one', kept);
      await back.hears(5);
      await quiet();
      ok(back.sessionPresent);
      // Order is promised for each topic and QoS (MQTT-4.6.0-6); of QoS 2 a client may hear when the exchange is over.
      const told = back.heard.map(({ payload, qos, dup, retain }) => [payload, qos, dup, retain].join());
      deepEqual(
        told.filter((line) => line.includes(',1,')),
        ['qos 1 a,1,false,false', 'qos 1 b,1,false,false', 'lowered,1,false,false'],
      );
      deepEqual(
        told.filter((line) => line.includes(',2,')),
        ['qos 2 a,2,false,false', 'qos 2 b,2,false,false'],
      );
    },
  },
  {
    clause: 'MQTT-3.3.1-9',
    name: 'a retained message that waited comes without the flag',
    async play({ join }) {
      const one = await join('awayret/one', kept);
      await one.client.subscribeAsync('awayret/t', { qos: 1 });
      await one.leave();
      const two = await join('awayret/two');
      await two.client.publishAsync('awayret/t', 'x', { qos: 1, retain: true });
      const back = await join('awayret/one', kept);
      deepEqual(
        (await back.hears(1)).map(({ retain }) => retain),
        [false],
      );
    },
  },
  {
    clause: 'MQTT-3.1.2-6',
    name: 'a clean session ends the one before, with its subscriptions and what waited',
    async play({ join, quiet }) {
      const one = await join('clean/one', kept);
      await one.client.subscribeAsync('clean/t', { qos: 1 });
      await one.leave();
      const two = await join('clean/two');
      await two.client.publishAsync('clean/t', 'waits', { qos: 1 });
      const clean = await join('clean/one');
      await two.client.publishAsync('clean/t', 'live', { qos: 1 });
      await quiet();
      await clean.leave();
      const again = await join('clean/one', kept);
      await two.client.publishAsync('clean/t', 'later', { qos: 1 });
      await quiet();
      deepEqual([clean.heard, clean.sessionPresent, again.heard, again.sessionPresent], [[], false, [], false]);
    },
  },
  {
    clause: 'MQTT-3.2.2-2',
    name: 'a session is present also without subscriptions',
    async play({ join }) {
      const first = await join('present/one', kept);
      await first.leave();
      const second = await join('present/one', kept);
      deepEqual([first.sessionPresent, second.sessionPresent], [false, true]);
    },
  },
  ...([1, 2] as const).map(
    (qos): Scenario => ({
      clause: 'MQTT-4.4.0-1',
      name: `a QoS ${qos} message that was not acknowledged comes again after a reconnect, same id, DUP set`,
      async play({ raw, join }) {
        const [id, topic] = [`redo${qos}/one`, `redo${qos}/t`];
        const one = await raw();
        one.send(connectPacket({ id, flags: 0 }), packet(0x82, u16(1), text(`redo${qos}/#`), '02'));
        await one.gets(hex('9003000102'));
        const two = await join(`redo${qos}/two`);
        await two.client.publishAsync(topic, 'again', { qos });
        const head = text(topic);
        await one.gets(head);
        const at = one.received().indexOf(head) + head.length;
        await one.length(at + 2 + 5);
        const number = one.received().subarray(at, at + 2);
        one.socket.destroy();
        const back = await raw();
        back.send(connectPacket({ id, flags: 0 }));
        ok(await back.gets(packet(0x38 | (qos << 1), head, number, Buffer.from('again'))), 'closed');
      },
    }),
  ),
  {
    clause: 'MQTT-4.4.0-1',
    name: 'a PUBREL that was not answered comes again after a reconnect',
    async play({ raw, join }) {
      const one = await raw();
      one.send(connectPacket({ id: 'rel/one', flags: 0 }), packet(0x82, u16(1), text('rel/t'), '02'));
      await one.gets(hex('9003000102'));
      const two = await join('rel/two');
      await two.client.publishAsync('rel/t', 'x', { qos: 2 });
      const head = text('rel/t');
      await one.gets(head);
      const at = one.received().indexOf(head) + head.length;
      await one.length(at + 3);
      const number = one.received().subarray(at, at + 2);
      one.send(packet(0x50, number));
      await one.gets(packet(0x62, number));
      one.socket.destroy();
      const back = await raw();
      back.send(connectPacket({ id: 'rel/one', flags: 0 }));
      ok(await back.gets(packet(0x62, number)), 'closed');
      equal(back.received().includes(head), false);
      back.send(packet(0x70, number), hex('c000'));
      ok(await back.gets(hex('d000')), 'closed');
    },
  },
  {
    clause: 'MQTT-4.3.3-2',
    name: 'a QoS 2 message sent again after a reconnect is delivered once',
    async play({ raw, join, quiet }) {
      const watcher = await join('once/watch');
      await watcher.client.subscribeAsync('once/t', { qos: 2 });
      const publish = (first: number) => packet(first, text('once/t'), u16(21), Buffer.from('once'));
      const one = await raw();
      one.send(connectPacket({ id: 'once/one', flags: 0 }), publish(0x34));
      await one.gets(hex('50020015'));
      one.socket.destroy();
      const back = await raw();
      back.send(connectPacket({ id: 'once/one', flags: 0 }), publish(0x3c), publish(0x34));
      ok(await back.gets(hex('5002001550020015')), 'closed');
      back.send(hex('62020015'));
      ok(await back.gets(hex('70020015')), 'closed');
      await quiet();
      deepEqual(payloads(watcher.heard), ['once']);
    },
  },
];

const DELIVERY: readonly Scenario[] = [
  {
    clause: 'MQTT-4.6.0-6',
    name: '300 messages of one publisher come in order, at every QoS',
    async play({ join }) {
      for (const qos of QOS) {
        const one = await join(`order/${qos}/one`);
        const two = await join(`order/${qos}/two`);
        await one.client.subscribeAsync(`order/${qos}`, { qos });
        const sent = Array.from({ length: 100 }, (_, index) => String(index));
        await Promise.all(sent.map((payload) => two.client.publishAsync(`order/${qos}`, payload, { qos })));
        deepEqual(payloads(await one.hears(100)), sent);
      }
    },
  },
  {
    clause: 'MQTT-3.3.5-1',
    name: 'overlapping subscriptions get the message at the highest QoS, once or once for each',
    async play({ join, quiet }) {
      const one = await join('over/one');
      await one.client.subscribeAsync({ 'over/#': { qos: 2 }, 'over/+': { qos: 1 } });
      await one.client.publishAsync('over/t', 'x', { qos: 2 });
      await one.hears(1);
      await quiet();
      const qos = one.heard.map((heard) => heard.qos).sort();
      ok(qos.join() === '2' || qos.join() === '1,2', `QoS ${qos}`);
    },
  },
  {
    clause: 'MQTT-3.3.1-3',
    name: 'the DUP flag of a publisher is not handed on',
    async play({ join, raw }) {
      const watcher = await join('dup/watch');
      await watcher.client.subscribeAsync('dup/t', { qos: 2 });
      const one = await raw();
      one.send(connectPacket({ id: 'dup/one' }), packet(0x3a, text('dup/t'), u16(5), Buffer.from('x')));
      deepEqual(
        (await watcher.hears(1)).map(({ dup }) => dup),
        [false],
      );
    },
  },
  {
    clause: 'MQTT-4.7.2-1',
    name: 'a filter that begins with a wildcard does not match a topic that begins with $',
    async play({ join, raw, quiet }) {
      const watcher = await join('dollar/watch');
      await watcher.client.subscribeAsync(['#', '+/dollar']);
      const one = await raw();
      one.send(connectPacket({ id: 'dollar/one' }), packet(0x30, text('$x/dollar'), Buffer.from('x')));
      await quiet();
      equal(
        watcher.heard.some(({ topic }) => topic.startsWith('$')),
        false,
      );
    },
  },
  {
    clause: 'MQTT-4.7.2-1',
    name: 'a publish to a topic that begins with $ is acknowledged, and heard by who names it, not by a session away with +',
    async play({ join, raw, quiet }) {
      const away = await join('dollar/away', { clean: false });
      await away.client.subscribeAsync('+/ack', { qos: 1 });
      await away.leave();
      const naming = await join('dollar/naming');
      await naming.client.subscribeAsync('$y/ack', { qos: 1 });
      const one = await raw();
      one.send(connectPacket({ id: 'dollar/ack' }), packet(0x32, text('$y/ack'), u16(7), Buffer.from('x')));
      ok(await one.gets(hex('40020007')), one.received().toString('hex'));
      await naming.hears(1);
      const back = await join('dollar/away', { clean: false });
      await quiet();
      deepEqual(back.heard, []);
    },
  },
  {
    clause: 'MQTT-3.9.3-2',
    name: 'a subscription that is refused is answered 0x80, and the connection stays',
    async play({ raw }) {
      const one = await raw();
      one.send(
        connectPacket({ id: 'refused/one' }),
        packet(0x82, u16(1), text('test/nosubscribe'), '02', text('refused/b'), '01'),
      );
      ok(await one.gets(hex('900400018001')), one.received().toString('hex'));
      one.send(hex('c000'));
      ok(await one.gets(hex('d000')));
    },
  },
  {
    clause: 'MQTT-3.10.4-2',
    name: 'no messages after UNSUBSCRIBE, all messages of other filters',
    async play({ join, quiet }) {
      const one = await join('unsub/one');
      await one.client.subscribeAsync(['unsub/a', 'unsub/b', 'unsub/c/#'], { qos: 1 });
      await one.client.unsubscribeAsync(['unsub/a', 'unsub/c/#']);
      for (const topic of ['unsub/a', 'unsub/b', 'unsub/c/d']) await one.client.publishAsync(topic, topic, { qos: 1 });
      await one.hears(1);
      await quiet();
      deepEqual(payloads(one.heard), ['unsub/b']);
    },
  },
  {
    clause: 'MQTT-3.8.4-3',
    name: 'a filter that is subscribed to again is replaced',
    async play({ join, quiet }) {
      const one = await join('repl/one');
      for (const qos of [0, 2, 1] as const) await one.client.subscribeAsync('repl/t', { qos });
      await one.client.publishAsync('repl/t', 'x', { qos: 2 });
      await one.hears(1);
      await quiet();
      deepEqual(
        one.heard.map(({ qos }) => qos),
        [1],
      );
    },
  },
  {
    clause: '§3.3.5',
    name: 'a payload of 200 KiB goes through unchanged, at every QoS',
    async play({ join }) {
      const one = await join('large/one');
      await one.client.subscribeAsync('large/t', { qos: 2 });
      const large = 'x'.repeat(200 << 10);
      for (const qos of QOS) await one.client.publishAsync('large/t', large, { qos });
      for (const { payload } of await one.hears(3)) ok(payload === large);
    },
  },
  {
    clause: 'MQTT 3.1',
    name: 'a client of MQTT 3.1 publishes and subscribes',
    async play({ join }) {
      const one = await join('old1', { protocolId: 'MQIsdp', protocolVersion: 3 });
      await one.client.subscribeAsync('old/t', { qos: 2 });
      for (const qos of QOS) await one.client.publishAsync('old/t', 'x', { qos });
      deepEqual((await one.hears(3)).map(({ qos }) => qos).sort(), [0, 1, 2]);
    },
  },
  {
    clause: 'MQTT-3.1.2-2',
    name: 'a client of MQTT 5 is told which version it may speak',
    async play({ join }) {
      await rejects(join('five', { protocolVersion: 5 }), /version/i);
    },
  },
  {
    clause: 'MQTT-3.14.4-1',
    name: 'the server ends the connection after a DISCONNECT that comes with its CONNECT',
    async play({ raw }) {
      const one = await raw();
      one.send(connectPacket({ id: 'brief' }), DISCONNECT);
      await one.closed;
      deepEqual(one.received(), CONNACK);
    },
  },
];

export const SCENARIOS: readonly Scenario[] = [
  ...CONNECTING,
  ...WILLS,
  ...GOODBYES,
  ...RETAINED,
  ...LOWERED,
  ...AWAY,
  ...DELIVERY,
];
