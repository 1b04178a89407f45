import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { timeText } from '../../simulators/lab-clock.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { lab, soap } from './onvif-soap-call.ts';

const NOW = Date.UTC(2026, 2, 31, 23, 59, 58);
const LOGIN = { username: 'user', password: 'pass' };

async function camera(more: object = {}) {
  let now = NOW;
  const simulator = createCameraSimulator({ name: 'cam', ...LOGIN, now: () => now, zones: ['Yard'], ...more });
  await simulator.start();
  onTestFinished(() => simulator.stop());
  const call = (body: string, target?: string) => soap(simulator.address, { ...LOGIN, at: now }, body, target);
  const point = async (inside = '') => {
    const { text } = await call(`<tev:CreatePullPointSubscription>${inside}</tev:CreatePullPointSubscription>`);
    return /(\/onvif\/subscription\?Idx=\d+)</.exec(text)?.[1] ?? text;
  };
  const pull = (target: string) =>
    call(
      '<tev:PullMessages><tev:Timeout>PT0S</tev:Timeout><tev:MessageLimit>100</tev:MessageLimit></tev:PullMessages>',
      target,
    );
  return {
    ...{ simulator, call, point },
    told: async (target: string) => topics((await pull(target)).text),
    later: (ms: number) => {
      now += ms;
    },
  };
}

const topics = (text: string) =>
  [...text.matchAll(/<wsnt:Topic [^>]*>tns1:([^<]+)<.*?UtcTime="([^"]+)"/g)].map(([, topic]) =>
    topic?.split('/').at(-1),
  );

describe('a filter', () => {
  const SET = 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet';
  const filter = (expression: string, dialect = SET) =>
    `<tev:Filter><wsnt:TopicExpression Dialect="${dialect}">${expression}</wsnt:TopicExpression></tev:Filter>`;

  it('chooses topics, alternatives and subtrees', async () => {
    const { simulator, point, told } = await camera();
    const one = await point(filter('tns1:VideoSource/SignalLoss'));
    const several = await point(filter('tns1:RuleEngine//.|tns1:VideoSource/SignalLoss'));
    expect(await told(one)).toEqual(['SignalLoss']);
    expect(await told(several)).toEqual(['Motion', 'SignalLoss']);
    simulator.motion(true);
    simulator.tamper(true);
    expect(await told(one)).toEqual([]);
    expect(await told(several)).toEqual(['Motion']);
  });

  it('of another dialect or of contents is refused', async () => {
    const { point } = await camera();
    expect(await point(filter('x', 'urn:other'))).toContain('TopicExpressionDialectUnknownFault');
    const content = '<tev:Filter><wsnt:MessageContent Dialect="x">true()</wsnt:MessageContent></tev:Filter>';
    expect(await point(content)).toContain('InvalidMessageContentExpressionFault');
  });
});

describe('Seek', () => {
  it('goes back to a time, forwards or in reverse, without telling states anew', async () => {
    const { simulator, call, point, told, later } = await camera();
    const target = await point();
    await told(target);
    simulator.motion(true);
    later(60_000);
    simulator.lineCrossed('1');
    later(60_000);
    simulator.tamper(true);
    await told(target);
    const seek = (minutes: number, reverse = '') =>
      call(`<tev:Seek><tev:UtcTime>${timeText(NOW + minutes * 60_000)}</tev:UtcTime>${reverse}</tev:Seek>`, target);
    await seek(1);
    expect(await told(target)).toEqual(['Begin', 'Crossed', 'ImagingService']);
    await seek(1, '<tev:Reverse>true</tev:Reverse>');
    expect((await told(target)).slice(0, 2)).toEqual(['Crossed', 'Motion']);
    expect((await call('<tev:Seek><tev:UtcTime>soon</tev:UtcTime></tev:Seek>', target)).text).toContain(
      'InvalidArgVal',
    );
  });
});

describe('push', () => {
  async function consumer() {
    const got: string[] = [];
    const server = createServer((req, res) => {
      req.setEncoding('utf8').on('data', (chunk: string) => got.push(chunk));
      req.on('end', () => res.writeHead(202).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    return { got, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/notify` };
  }

  it('tells states and changes to the consumer until Unsubscribe', async () => {
    const { simulator, call } = await camera();
    const { got, url } = await consumer();
    const { text } = await call(
      `<wsnt:Subscribe><wsnt:ConsumerReference><a:Address xmlns:a="http://www.w3.org/2005/08/addressing">${url}</a:Address></wsnt:ConsumerReference>` +
        '<wsnt:InitialTerminationTime>PT60S</wsnt:InitialTerminationTime></wsnt:Subscribe>',
    );
    const target = /(\/onvif\/subscription\?Idx=\d+)</.exec(text)?.[1] ?? '';
    expect(text).toContain('<wsnt:SubscribeResponse>');
    await lab.until(() => topics(got.join('')).length === 3);
    simulator.motion(true);
    await lab.until(() => topics(got.join('')).length === 4);
    expect(got.join('')).toContain('<wsnt:Notify>');
    expect(
      (await call('<wsnt:Renew><wsnt:TerminationTime>PT60S</wsnt:TerminationTime></wsnt:Renew>', target)).status,
    ).toBe(200);
    await call('<wsnt:Unsubscribe/>', target);
    simulator.motion(false);
    await lab.wait(50);
    expect(topics(got.join(''))).toHaveLength(4);
  });

  it('needs an address to push to', async () => {
    const { call } = await camera();
    expect((await call('<wsnt:Subscribe><wsnt:ConsumerReference/></wsnt:Subscribe>')).text).toContain(
      'SubscribeCreationFailedFault',
    );
  });
});

describe('a digest', () => {
  const hash = (algorithm: string, text: string) =>
    createHash(algorithm.startsWith('MD5') ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');

  it.each(['MD5', 'SHA-256', 'MD5-sess', 'SHA-256-sess'])('of %s lets in, once for each count', async (algorithm) => {
    const { simulator } = await camera({ login: 'digest', algorithms: [algorithm] });
    const uri = '/onvif/snapshot';
    const url = new URL(uri, simulator.address);
    const challenge = (await fetch(url)).headers.get('www-authenticate') ?? '';
    const part = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? '';
    expect(part('algorithm')).toBe(algorithm);
    const nonce = part('nonce');
    const plain = hash(algorithm, `user:${part('realm')}:pass`);
    const secret = algorithm.endsWith('-sess') ? hash(algorithm, `${plain}:${nonce}:abc`) : plain;
    const response = hash(algorithm, `${secret}:${nonce}:00000001:abc:auth:${hash(algorithm, `GET:${uri}`)}`);
    const get = (given: string) =>
      fetch(url, {
        headers: {
          authorization: `Digest username="user", realm="${part('realm')}", nonce="${nonce}", uri="${uri}", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="abc", response="${given}"`,
        },
      });
    expect((await get('0'.repeat(response.length))).status).toBe(401);
    const answer = await get(response);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await get(response)).status).toBe(401);
  });
});
