import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PERSONA_NAMES, PERSONAS } from '../../simulators/onvif/personas.ts';
import { QUIRKS } from '../../simulators/onvif/quirks.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { lab, soap } from './onvif-soap-call.ts';

const NOW = Date.UTC(2026, 2, 31, 23, 59, 58);
const LOGIN = { username: 'user', password: 'pass' };

async function camera(more: object = {}) {
  const simulator = createCameraSimulator({ name: 'cam', ...LOGIN, now: () => NOW, zones: ['Yard'], ...more });
  await simulator.start();
  onTestFinished(() => simulator.stop());
  const call = (body: string, target?: string) => soap(simulator.address, LOGIN, body, target);
  const subscribe = async () => (await call('<tev:CreatePullPointSubscription/>')).text;
  const pull = async (target = '/onvif/subscription?Idx=1') =>
    (
      await call(
        '<tev:PullMessages><tev:Timeout>PT0S</tev:Timeout><tev:MessageLimit>100</tev:MessageLimit></tev:PullMessages>',
        target,
      )
    ).text;
  return { simulator, call, subscribe, pull };
}

const addresses = (text: string) => /<a:Address>([^<]*)</.exec(text)?.[1];

describe('a switch', () => {
  it('works at once, in the form that is named, and back', async () => {
    const { simulator, subscribe } = await camera();
    const plain = addresses(await subscribe());
    expect(plain).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/onvif\/subscription\?Idx=1$/);
    simulator.setQuirk(1, true, 'urn');
    expect(addresses(await subscribe())).toMatch(/^urn:uuid:/);
    simulator.setQuirk(1, false);
    expect(addresses(await subscribe())).toMatch(/Idx=3$/);
  });

  it('takes the forms in turn where none is named', async () => {
    const { simulator, subscribe } = await camera({ maxPullPoints: 20 });
    simulator.setQuirk(1, true);
    const forms = QUIRKS.get(1)?.forms ?? [];
    const given: (string | undefined)[] = [];
    for (const _ of forms) given.push(addresses(await subscribe()));
    expect(new Set(given).size).toBe(forms.length);
    expect(given).toContain('');
  });

  it('must exist, and so must its form', async () => {
    const { simulator } = await camera();
    expect(() => simulator.setQuirk(31, true)).toThrow('no quirk 31');
    expect(() => simulator.setQuirk(0, false)).toThrow('no quirk 0');
    expect(() => simulator.setQuirk(7, true, 'late')).toThrow('quirk 7 has no form "late", but cut, early, never');
    expect(simulator.quirks).toEqual([]);
  });

  it('goes together with others', async () => {
    const { simulator, subscribe, pull } = await camera();
    for (const number of [15, 14, 21]) simulator.setQuirk(number, true);
    expect(simulator.quirks).toEqual([14, 15, 21]);
    await subscribe();
    await pull();
    simulator.motion(true);
    const told = await pull();
    expect(told.match(/<wsnt:NotificationMessage>/g)?.length).toBe(4);
    expect(told).toContain('MotionAlarm');
    expect(told.match(/PropertyOperation="Initialized"/g)?.length).toBe(2);
  });
});

describe('a persona', () => {
  it.each(PERSONA_NAMES)('%s is a list of quirks that exist', async (persona) => {
    const { simulator } = await camera({ persona, quirks: [30], tls: false });
    expect(simulator.quirks).toEqual([...new Set([...PERSONAS[persona], 30])].sort((a, b) => a - b));
  });

  it('is in all respects a peer that serves', async () => {
    const { simulator } = await camera({ persona: 'bosch-like' });
    expect(simulator.address).toMatch(/^https:/);
    expect(simulator.fingerprint).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });
});

it('the README beside them lists every quirk and every persona as it is', () => {
  const readme = readFileSync('simulators/onvif/README.md', 'utf8');
  for (const { number, title, does } of QUIRKS.values()) expect(readme).toContain(`| ${number} | ${title} | ${does} |`);
  for (const [name, quirks] of Object.entries(PERSONAS))
    expect(readme).toContain(`| \`${name}\` | ${quirks.join(', ') || 'none'} |`);
});

it('two hundred peers live in one process, each on a port of its own', async () => {
  const peers = Array.from({ length: 200 }, (_, index) =>
    createCameraSimulator({ name: `cam-${index}`, ...LOGIN, now: () => NOW, zones: ['Yard'] }),
  );
  await Promise.all(peers.map((peer) => peer.start()));
  onTestFinished(async () => {
    await Promise.all(peers.map((peer) => peer.stop()));
  });
  expect(new Set(peers.map(({ address }) => address)).size).toBe(200);
  const answers = await Promise.all(
    peers.map(({ address }) => soap(address, undefined, '<tds:GetSystemDateAndTime/>')),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  await lab.until(() => peers.every(({ received }) => received.length === 1));
});
