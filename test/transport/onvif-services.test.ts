import { describe, expect, it } from 'vitest';
import { type Clock, realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { findEventService, measureSkew, pathOf } from '../../gateway/transport/onvif-services.ts';
import type { SoapCall, SoapClient } from '../../gateway/transport/onvif-soap.ts';
import { readXml } from '../../gateway/xml.ts';

const NOW = Date.UTC(2026, 2, 1, 8, 0, 0, 500);
const clock: Clock = { ...realClock(), now: () => NOW };

/** A client that answers each call with the next XML or error. */
function access(answers: readonly (string | GatewayError)[], date = '') {
  const calls: SoapCall[] = [];
  const client: SoapClient = {
    scheme: 'none',
    host: 'device',
    origin: 'http://cam',
    close: async () => {},
    async call(call) {
      calls.push(call);
      const answer = answers[calls.length - 1] ?? new GatewayError('ONVIF_FAULT', 'nothing more');
      if (answer instanceof GatewayError) throw answer;
      const body = readXml(answer);
      return { body, scope: body.scope, notifications: [], date };
    },
  };
  return { calls, access: { client, clock, devicePath: '/d' } };
}

const time = (year: number, month: number, day: number, hour: number) =>
  `<R><SystemDateAndTime><UTCDateTime><Time><Hour>${hour}</Hour><Minute>0</Minute><Second>0</Second></Time>` +
  `<Date><Year>${year}</Year><Month>${month}</Month><Day>${day}</Day></Date></UTCDateTime></SystemDateAndTime></R>`;

describe('the clock of a device', () => {
  it.each([
    ['right, as far as whole seconds tell', time(2026, 3, 1, 8), 0],
    ['an hour ahead', time(2026, 3, 1, 9), 3_599_500],
    ['never set', time(1970, 1, 1, 0), -NOW],
    ['no date', time(0, 0, 0, 0), undefined],
    ['not told', '<R/>', undefined],
  ])('is %s', async (_what, xml, skew) => {
    expect(await measureSkew(access([xml]).access)).toBe(skew);
  });

  it('is taken from the HTTP date where the answer has none', async () => {
    expect(await measureSkew(access(['<R/>'], 'Sun, 01 Mar 2026 09:00:00 GMT').access)).toBe(3_599_500);
  });

  it('is asked for without login first, with one only when that is refused', async () => {
    const first = access([time(2026, 3, 1, 8)]);
    await measureSkew(first.access);
    expect(first.calls.map(({ anonymous }) => anonymous)).toEqual([true]);
    const second = access([new GatewayError('ONVIF_AUTH', 'no'), time(2026, 3, 1, 9)]);
    expect(await measureSkew(second.access)).toBe(3_599_500);
    expect(second.calls.map(({ anonymous }) => anonymous)).toEqual([true, false]);
  });

  it('is unknown after a fault, but an absent device is an error', async () => {
    expect(await measureSkew(access([new GatewayError('ONVIF_FAULT', 'x')]).access)).toBeUndefined();
    const away = measureSkew(access([new GatewayError('ONVIF_UNREACHABLE', 'x')]).access);
    await expect(away).rejects.toMatchObject({ code: 'ONVIF_UNREACHABLE' });
  });
});

const service = (namespace: string, address: string) =>
  `<Service><Namespace>${namespace}</Namespace><XAddr>${address}</XAddr></Service>`;
const EVENTS = 'http://www.onvif.org/ver10/events/wsdl';

describe('the event service', () => {
  it('is found by GetServices', async () => {
    const found = access([
      `<R>${service('urn:other', 'http://x/o')}${service(EVENTS, 'http://10.9.9.9:81/ev?x=1')}</R>`,
    ]);
    expect(await findEventService(found.access)).toEqual({ address: 'http://10.9.9.9:81/ev?x=1', path: '/ev?x=1' });
  });

  it('is found by GetCapabilities on older devices', async () => {
    const capabilities = '<R><Capabilities><Events><XAddr>http://x/events</XAddr></Events></Capabilities></R>';
    const found = access([new GatewayError('ONVIF_FAULT', 'not supported'), capabilities]);
    expect(await findEventService(found.access)).toEqual({ address: 'http://x/events', path: '/events' });
  });

  it('is looked for at the device service when none is named', async () => {
    expect(await findEventService(access(['<R/>', '<R/>']).access)).toEqual({ address: '/d', path: '/d' });
  });

  it('is not looked for after a refused login', async () => {
    const refused = access([new GatewayError('ONVIF_AUTH', 'no')]);
    await expect(findEventService(refused.access)).rejects.toMatchObject({ code: 'ONVIF_AUTH' });
    expect(refused.calls).toHaveLength(1);
  });
});

describe('the path of an address', () => {
  it.each([
    ['http://10.0.0.1:8000/onvif/sub?Idx=5', '/onvif/sub?Idx=5'],
    ['http://cam/a%2Fb?x=%20&y=//z', '/a%2Fb?x=%20&y=//z'],
    ['http:///onvif/x', '/onvif/x'],
    ['http://cam?x=1', '/?x=1'],
    ['http://cam', '/'],
    ['/onvif/x', '/onvif/x'],
    ['http://cam/a#b', '/a'],
  ])('%s is %s', (address, path) => {
    expect(pathOf(address)).toBe(path);
  });

  it.each(['', 'urn:uuid:123', 'http://cam/a b', 'http://cam/a\r\nHost: evil', 'cam/onvif'])(
    '%j has none',
    (address) => {
      expect(pathOf(address)).toBeUndefined();
    },
  );
});
