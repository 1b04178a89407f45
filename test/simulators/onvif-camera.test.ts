import { describe, expect, it, onTestFinished } from 'vitest';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { lab, soap } from './onvif-soap-call.ts';

const NOW = Date.UTC(2026, 2, 31, 23, 59, 58);
const LOGIN = { username: 'user', password: 'pass' };

async function camera(more: object = {}) {
  const simulator = createCameraSimulator({ name: 'cam', ...LOGIN, now: () => NOW, zones: ['Yard'], ...more });
  await simulator.start();
  onTestFinished(() => simulator.stop());
  const call = (body: string, target?: string) => soap(simulator.address, LOGIN, body, target);
  const subscribe = async () => {
    const { text } = await call('<tev:CreatePullPointSubscription/>');
    return /http:\/\/[^<]*(\/onvif\/subscription\?Idx=\d+)</.exec(text)?.[1] ?? text;
  };
  const pull = (target: string, timeout = 'PT0S', limit = 100) =>
    call(
      `<tev:PullMessages><tev:Timeout>${timeout}</tev:Timeout><tev:MessageLimit>${limit}</tev:MessageLimit></tev:PullMessages>`,
      target,
    );
  return { simulator, call, subscribe, pull };
}

const operations = (text: string) => [...text.matchAll(/PropertyOperation="(\w+)"/g)].map(([, operation]) => operation);

describe('pull points', () => {
  it('begin with every state, then tell changes in the words of Core 9.4', async () => {
    const { simulator, subscribe, pull } = await camera();
    const point = await subscribe();
    expect(operations((await pull(point)).text)).toEqual(['Initialized', 'Initialized', 'Initialized']);
    simulator.motion(true);
    simulator.motion(true);
    simulator.intrusion(true);
    simulator.intrusion(true);
    simulator.intrusion(false);
    const { text } = await pull(point);
    expect(operations(text)).toEqual(['Changed', 'Initialized', 'Changed', 'Changed', 'Deleted']);
    expect(text).toContain('UtcTime="2026-03-31T23:59:58.000Z"');
    simulator.lineCrossed('8');
    const crossed = (await pull(point)).text;
    expect(crossed).toContain('Name="ObjectId" Value="8"');
    expect(operations(crossed)).toEqual([]);
  });

  it('wait for an event, or for the Timeout and no less', async () => {
    const { simulator, subscribe, pull } = await camera();
    const point = await subscribe();
    await pull(point);
    const started = performance.now();
    expect((await pull(point, 'PT0.3S')).text).not.toContain('NotificationMessage');
    expect(performance.now() - started).toBeGreaterThan(280);
    const waiting = pull(point, 'PT20S');
    simulator.motion(true);
    expect(operations((await waiting).text)).toEqual(['Changed']);
  });

  it('respect MessageLimit and keep the rest', async () => {
    const { subscribe, pull } = await camera();
    const point = await subscribe();
    expect(operations((await pull(point, 'PT0S', 2)).text)).toHaveLength(2);
    expect(operations((await pull(point, 'PT0S', 2)).text)).toHaveLength(1);
  });

  it('keep what a client that went away did not get', async () => {
    const { simulator, subscribe, pull } = await camera();
    const point = await subscribe();
    await pull(point);
    await soap(
      simulator.address,
      LOGIN,
      '<tev:PullMessages><tev:Timeout>PT20S</tev:Timeout></tev:PullMessages>',
      point,
      60,
    ).catch(() => {});
    await lab.until(() => simulator.received.some(({ status }) => status === 499));
    simulator.motion(true);
    expect(operations((await pull(point)).text)).toEqual(['Changed']);
  });

  it('repeat every state at a synchronization point and are gone after Unsubscribe', async () => {
    const { call, subscribe, pull } = await camera();
    const point = await subscribe();
    await pull(point);
    await call('<tev:SetSynchronizationPoint/>', point);
    expect(operations((await pull(point)).text)).toHaveLength(3);
    expect((await call('<wsnt:Unsubscribe/>', point)).status).toBe(200);
    const gone = await pull(point);
    expect(gone.status).toBe(500);
    expect(gone.text).toContain('ResourceUnknownFault');
  });

  it('end with their lease, which Renew and pulling extend', async () => {
    const { call, subscribe, pull } = await camera();
    const renew = (end: string, point: string) =>
      call(`<wsnt:Renew><wsnt:TerminationTime>${end}</wsnt:TerminationTime></wsnt:Renew>`, point);
    const point = await subscribe();
    expect((await renew('PT0.2S', point)).text).toContain('<wsnt:TerminationTime>2026-03-31T23:59:58.');
    expect((await pull(point, 'PT0.25S')).status).toBe(200);
    expect((await renew('2026-04-01T00:00:58Z', point)).text).toContain('2026-04-01T00:00:5');
    expect((await renew('soon', point)).text).toContain('UnacceptableTerminationTimeFault');
    await renew('PT0.05S', point);
    await lab.wait(80);
    expect((await pull(point)).text).toContain('ResourceUnknownFault');
  });

  it('are few, refuse a second pull at once and a Timeout that is too long', async () => {
    const { subscribe, pull } = await camera({ maxPullPoints: 2 });
    const point = await subscribe();
    await subscribe();
    expect(await subscribe()).toContain('MaxPullPoints');
    await pull(point);
    const first = pull(point, 'PT0.3S');
    await lab.wait(60);
    expect((await pull(point)).text).toContain('UnableToGetMessagesFault');
    expect((await first).status).toBe(200);
    expect((await pull(point, 'PT2M')).text).toContain('PullMessagesFaultResponse');
  });
});

describe('the device', () => {
  it('describes its topics as a tree', async () => {
    const { call } = await camera();
    const { text } = await call('<tev:GetEventProperties/>');
    expect(text).toContain(
      '<tns1:RuleEngine wstop:topic="false"><CellMotionDetector wstop:topic="false"><Motion wstop:topic="true">',
    );
    expect(text.match(/wstop:topic="true"/g)).toHaveLength(7);
  });

  it('tells its time without a login and refuses the rest without one', async () => {
    const { simulator } = await camera();
    const bare = (body: string) => soap(simulator.address, undefined, body);
    expect((await bare('<tds:GetSystemDateAndTime/>')).text).toContain(
      '<tt:Hour>23</tt:Hour><tt:Minute>59</tt:Minute><tt:Second>58</tt:Second></tt:Time><tt:Date><tt:Year>2026</tt:Year><tt:Month>3</tt:Month><tt:Day>31</tt:Day>',
    );
    expect((await bare('<tds:GetDeviceInformation/>')).status).toBe(401);
    expect((await bare('<tev:CreatePullPointSubscription/>')).status).toBe(401);
  });

  it('tells its time to a token of a wrong time too: that is how a client learns what is wrong with it', async () => {
    const { simulator } = await camera({ login: 'token' });
    const ask = (body: string) => soap(simulator.address, { ...LOGIN, at: NOW - 3_600_000 }, body);
    expect((await ask('<tds:GetSystemDateAndTime/>')).status).toBe(200);
    expect((await ask('<tds:GetDeviceInformation/>')).text).toContain('ter:NotAuthorized');
  });

  it('refuses wrong, old and repeated tokens', async () => {
    const { simulator } = await camera({ login: 'token' });
    const ask = (login: object) => soap(simulator.address, { ...LOGIN, at: NOW, ...login }, '<tds:GetScopes/>');
    expect((await ask({})).status).toBe(200);
    expect((await ask({ password: 'x' })).text).toContain('ter:NotAuthorized');
    expect((await ask({ at: NOW - 400_000 })).status).toBe(400);
    expect((await ask({ nonce: 'same' })).status).toBe(200);
    expect((await ask({ nonce: 'same' })).status).toBe(400);
  });

  it('answers what it does not know, and what is no XML, with faults', async () => {
    const { call } = await camera();
    expect((await call('<tds:SystemReboot/>')).text).toContain('ter:ActionNotSupported');
    expect((await call('<a><b></a>')).status).toBe(400);
    expect((await call('<a/><!DOCTYPE a>')).status).toBe(400);
  });

  it('keeps its port over a restart and forgets its subscriptions', async () => {
    const { simulator, subscribe, pull } = await camera();
    const { address } = simulator;
    const point = await subscribe();
    await simulator.stop();
    await simulator.start();
    expect(simulator.address).toBe(address);
    expect((await pull(point)).text).toContain('ResourceUnknownFault');
  });
});
