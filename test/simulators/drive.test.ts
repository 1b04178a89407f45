import { expect, test } from 'vitest';
import { drive, type Stage } from '../../simulators/drive.ts';
import { GatewayRefusal } from '../../simulators/gateway-http.ts';
import { createLabClock } from '../../simulators/lab-clock.ts';
import type { Publication, Tick } from '../../simulators/traffic.ts';

const publication = (topic: string): Publication => ({
  device: 'smoke-001',
  terminal: 'own',
  topic,
  payload: '{}',
  retain: false,
  dup: false,
  cut: false,
});
const tick = (at: number, over: Partial<Tick> = {}): Tick => ({ at, publications: [], calls: [], kills: [], ...over });

const noPeers = {
  forgotten() {},
  known: async () => {},
  setQuirk: (device: string) => {
    throw new Error(`no camera or door controller is called ${device}`);
  },
};

function createStage(over: Partial<Stage> = {}) {
  const log: string[] = [];
  const clock = createLabClock(0);
  const stage: Stage = {
    clock: { ...clock, wait: async (ms) => void log.push(`wait ${Math.round(ms)}`), machine: () => 0 },
    gateway: {
      died: new Promise(() => {}),
      kill: async () => void log.push('kill'),
      stop: async () => void log.push('stop'),
      restart: async () => void log.push('restart'),
    },
    http: {
      stepClock: async (now) => void log.push(`step ${now}`),
      feedback: async (caseNo) => void log.push(`feedback ${caseNo}`),
      request: async (method, path) => {
        log.push(`${method} ${path}`);
        return { status: path === '/v1/no' ? 404 : 200, text: 'nothing there' };
      },
    },
    mqtt: {
      publish: async (all) => void log.push(...all.map(({ topic }) => `publish ${topic}`)),
      strand: async (devices) => void log.push(`strand ${devices.join()}`),
    },
    peers: { ...noPeers, call: async (calls) => void log.push(...calls.map(({ verb }) => `call ${verb}`)) },
    dispatch: {
      answersDue: (now) => (now === 2000 ? [{ caseNo: 'A', document: {} }] : []),
      nextAnswer: () => Number.POSITIVE_INFINITY,
    },
    truth: { reach() {}, said() {}, called() {}, expected: () => [], harmless: [] },
    progress: { at() {}, note: (text) => void log.push(`note ${text}`) },
    ...over,
  };
  return { stage, log };
}

const play = (stage: Stage, ticks: Tick[], signal = new AbortController().signal) =>
  drive(stage, ticks, { paceOf: () => 0, signal });

test('at every instant: the clock first, then messages, peers and answers', async () => {
  const { stage, log } = createStage();
  const call = { device: 'block', verb: 'deny', args: [] } as const;
  const driven = await play(stage, [tick(1000, { publications: [publication('a')] }), tick(2000, { calls: [call] })]);
  expect(log).toEqual(['step 1000', 'publish a', 'step 2000', 'call deny', 'feedback A']);
  expect(driven).toEqual({ ticks: 2, messages: 1, kills: 0 });
});

test('answers in time and steps on between two instants that are far apart', async () => {
  const answers = [{ at: 61_500, answer: { caseNo: 'A', document: {} } }];
  const { stage, log } = createStage({
    dispatch: {
      answersDue: (now) => answers.splice(0, answers[0] && answers[0].at <= now ? 1 : 0).map(({ answer }) => answer),
      nextAnswer: () => answers[0]?.at ?? Number.POSITIVE_INFINITY,
    },
  });
  const driven = await play(stage, [tick(0), tick(150_000)]);
  expect(log).toEqual(['step 0', 'step 60000', 'step 61500', 'feedback A', 'step 121500', 'step 150000']);
  expect(driven.ticks).toBe(2);
});

test('an operator asks before anything is said, and is told of an answer nobody wanted', async () => {
  const { stage, log } = createStage();
  const request = { at: 0, method: 'PUT', path: '/v1/mode', body: { mode: 'FLOOD' } } as const;
  await play(stage, [tick(1000, { publications: [publication('a')], requests: [request] })]);
  expect(log).toEqual(['step 1000', 'PUT /v1/mode', 'note PUT /v1/mode answered 200', 'publish a']);
  const refused = { ...request, path: '/v1/no' };
  await expect(play(stage, [tick(2000, { requests: [refused] })])).rejects.toThrow('PUT /v1/no answered 404, expected');
  await play(stage, [tick(3000, { requests: [{ ...refused, status: 404 }] })]);
});

test('waits for the pace of the scenario', async () => {
  const { stage, log } = createStage();
  await drive(stage, [tick(0), tick(1000)], { paceOf: (at) => at / 10, signal: new AbortController().signal });
  expect(log).toEqual(['step 0', 'wait 100', 'step 1000']);
});

test.each([
  ['unacknowledged', ['step 1000', 'publish a', 'wait 1', 'kill', 'restart', 'step 1000']],
  ['acknowledged', ['step 1000', 'publish a', 'kill', 'restart', 'step 1000']],
  ['restart', ['step 1000', 'publish a', 'stop', 'restart', 'step 1000']],
  ['stepping', ['step 1000', 'wait 1', 'kill', 'restart', 'step 1000', 'publish a', 'step 1000']],
] as const)('a crash with messages %s', async (moment, expected) => {
  const { stage, log } = createStage();
  const driven = await play(stage, [tick(1000, { publications: [publication('a')], kills: [moment] })]);
  expect(log.filter((line) => !line.startsWith('note'))).toEqual(expected);
  expect(driven.kills).toBe(1);
});

test('connections are left half open before anything is said, and peers are told of their oddities', async () => {
  const odd = { device: 'eye', quirk: 7, on: true };
  const strange = tick(1000, { publications: [publication('a')], strands: ['smoke-001'], quirks: [odd] });
  const { stage, log } = createStage();
  await play(stage, [strange]);
  expect(log).toEqual([
    'step 1000',
    'strand smoke-001',
    'note quirk 7 of eye: no camera or door controller is called eye',
    'publish a',
  ]);
  const setQuirk = (device: string, quirk: number, on: boolean) => void log.push(`quirk ${quirk} of ${device} ${on}`);
  const peers = { ...noPeers, call: async () => {}, setQuirk };
  await play({ ...stage, peers }, [tick(2000, { quirks: [odd] })]);
  expect(log).toContain('quirk 7 of eye true');
});

test('a feedback the gateway refuses is noted; a gateway that is away ends the run', async () => {
  const refusing = (status: number) => {
    const stepClock = async () => {};
    const feedback = () => Promise.reject(new GatewayRefusal('POST /feedback', status, 'no'));
    return createStage({ http: { stepClock, feedback, request: async () => ({ status: 200, text: '' }) } });
  };
  const refused = refusing(409);
  await play(refused.stage, [tick(2000)]);
  expect(refused.log).toEqual([expect.stringContaining('answered 409')]);
  await expect(play(refusing(0).stage, [tick(2000)])).rejects.toThrow('answered nothing');
});

test('a gateway that ends by itself ends the run with its last words', async () => {
  const { stage } = createStage();
  const stuck: Stage = {
    ...stage,
    gateway: { ...stage.gateway, died: Promise.resolve('out of memory') },
    http: { ...stage.http, stepClock: () => new Promise(() => {}) },
  };
  await expect(play(stuck, [tick(1000)])).rejects.toThrow('out of memory');
});

test('an interruption stops before the next instant', async () => {
  const controller = new AbortController();
  const { stage, log } = createStage({ peers: { ...noPeers, call: async () => controller.abort() } });
  expect(await play(stage, [tick(1000), tick(2000)], controller.signal)).toMatchObject({ ticks: 1 });
  expect(log).toEqual(['step 1000']);
});
