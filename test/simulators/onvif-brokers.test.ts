import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { lab, soap } from './onvif-soap-call.ts';

const LOGIN = { username: 'user', password: 'pass' };
const NOW = Date.UTC(2026, 2, 31, 23, 59, 58);

interface Heard {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** A broker that is nobody's of ours, and what it was given. */
async function broker() {
  const aedes = await Aedes.createBroker();
  const clients: { id: string; username: string | undefined }[] = [];
  aedes.authenticate = (client, username, password, done) => {
    clients.push({ id: client.id, username });
    done(null, username === undefined || username === 'listener' || password?.toString() === 'letmein');
  };
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `mqtt://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  onTestFinished(
    () =>
      new Promise<void>((resolve) =>
        aedes.close(() => {
          server.close(() => resolve());
        }),
      ),
  );
  const heard: Heard[] = [];
  aedes.on('publish', ({ topic, payload, retain }, client) => {
    if (client) heard.push({ topic, payload: payload.toString(), retain });
  });
  return { url, heard, clients };
}

async function camera() {
  const simulator = createCameraSimulator({ name: 'cam', ...LOGIN, now: () => NOW, zones: ['Yard'] });
  await simulator.start();
  onTestFinished(() => simulator.stop());
  const call = async (body: string) => (await soap(simulator.address, LOGIN, body)).text;
  const add = (url: string, more = '') =>
    call(
      `<tev:AddEventBroker><tev:EventBroker><tev:Address>${url}</tev:Address><tev:TopicPrefix>city/cam</tev:TopicPrefix>` +
        `<tev:UserName>cam</tev:UserName><tev:Password>letmein</tev:Password>${more}</tev:EventBroker></tev:AddEventBroker>`,
    );
  return { simulator, call, add };
}

describe('an event broker', () => {
  it('gets every state retained, changes as they come, and nothing of what is deleted', async () => {
    const { url, heard, clients } = await broker();
    const { simulator, call, add } = await camera();
    await add(url, '<tev:QoS>1</tev:QoS>');
    await lab.until(() => heard.length === 3);
    expect(clients).toEqual([{ id: 'cam', username: 'cam' }]);
    expect(heard.every(({ retain }) => retain)).toBe(true);
    expect(heard[0]?.topic).toBe(
      'city/cam/onvif-ej/RuleEngine/CellMotionDetector/Motion/&VideoSourceConfig_1/Analytics_1/MotionDetector',
    );
    expect(JSON.parse(heard[0]?.payload ?? '')).toEqual({
      UtcTime: '2026-03-31T23:59:58.000Z',
      Source: {
        VideoSourceConfigurationToken: 'VideoSourceConfig_1',
        VideoAnalyticsConfigurationToken: 'Analytics_1',
        Rule: 'MotionDetector',
      },
      Data: { IsMotion: 'false' },
    });
    simulator.intrusion(true, 'Yard', '7');
    simulator.lineCrossed('7');
    simulator.intrusion(false, 'Yard', '7');
    await lab.until(() => heard.length === 8);
    expect(JSON.parse(heard[4]?.payload ?? '').Data).toEqual({ ObjectId: '7', IsInside: 'true' });
    expect(heard[5]).toMatchObject({ retain: false, topic: expect.stringContaining('LineDetector/Crossed') });
    expect(heard[7]).toMatchObject({ retain: true, payload: '' });
    const listed = await call('<tev:GetEventBrokers/>');
    expect(listed).toContain('<tev:Status>Connected</tev:Status>');
    expect(listed).not.toContain('letmein');
  });

  it('outlasts a restart, can be changed and is left alone once it is deleted', async () => {
    const { url, heard, clients } = await broker();
    const { simulator, call, add } = await camera();
    await add(url);
    await lab.until(() => heard.length === 3);
    await simulator.stop();
    await simulator.start();
    await lab.until(() => heard.length === 6);
    const FILTER =
      '<tev:PublishFilter><wsnt:TopicExpression Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:VideoSource//.</wsnt:TopicExpression></tev:PublishFilter>';
    await add(url, FILTER);
    await lab.until(() => heard.length === 8);
    expect((await call('<tev:GetEventBrokers/>')).match(/<tev:EventBroker>/g)).toHaveLength(1);
    await call(`<tev:DeleteEventBroker><tev:Address>${url}</tev:Address></tev:DeleteEventBroker>`);
    simulator.tamper(true);
    await lab.wait(50);
    expect(heard).toHaveLength(8);
    expect(clients).toHaveLength(3);
    expect(await call(`<tev:DeleteEventBroker><tev:Address>${url}</tev:Address></tev:DeleteEventBroker>`)).toContain(
      'ter:NotFound',
    );
  });

  it('keeps the states for whoever comes later', async () => {
    const { url, heard } = await broker();
    const { add } = await camera();
    await add(url);
    await lab.until(() => heard.length === 3);
    const listener = await connectAsync(url, { username: 'listener', password: 'x' });
    onTestFinished(() => listener.endAsync(true));
    const kept: boolean[] = [];
    listener.on('message', (_topic, _payload, { retain }) => kept.push(retain));
    await listener.subscribeAsync('city/#');
    await lab.until(() => kept.length === 3);
    expect(kept).toEqual([true, true, true]);
  });

  it('must have an address of a known kind and a prefix, and they are few', async () => {
    const { call, add } = await camera();
    expect(await add('nowhere')).toContain('ter:InvalidAddress');
    expect(await add('ftp://127.0.0.1:1')).toContain('ter:InvalidProtocol');
    expect(
      await call(
        '<tev:AddEventBroker><tev:EventBroker><tev:Address>mqtt://127.0.0.1:1</tev:Address></tev:EventBroker></tev:AddEventBroker>',
      ),
    ).toContain('TopicPrefix');
    for (const port of [1, 2, 3, 4]) await add(`mqtt://127.0.0.1:${port}`);
    expect(await add('mqtt://127.0.0.1:5')).toContain('ter:TooManyEventBrokers');
    expect(await call('<tev:GetServiceCapabilities/>')).toContain('MaxEventBrokers="4"');
  });
});
