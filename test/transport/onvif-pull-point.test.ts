import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { openPullPoint } from '../../gateway/transport/onvif-pull-point.ts';
import type { SoapCall, SoapClient } from '../../gateway/transport/onvif-soap.ts';
import { readXml, textAt } from '../../gateway/xml.ts';

const SERVICE = { address: 'http://cam/events', path: '/events' };
const fault = (...details: string[]) =>
  new GatewayError('ONVIF_FAULT', 'fault', {
    cause: { codes: [], reason: '', details: details.map((name) => readXml(`<${name}/>`)) },
  });
const reset = new GatewayError('ONVIF_UNREACHABLE', 'reset');

/** A pull point of a device that answers as the test says, on a machine clock that the test moves. */
async function pullPoint(answers: (operation: string, body: string) => string | GatewayError, reference?: string) {
  const calls: (SoapCall & { readonly operation: string })[] = [];
  let machine = 0;
  const waits: number[] = [];
  const created =
    reference ?? '<SubscriptionReference><Address>http://192.0.2.9/sub?Idx=5</Address></SubscriptionReference>';
  const client: SoapClient = {
    scheme: 'none',
    host: 'cam',
    origin: 'http://cam',
    close: async () => {},
    async call(call) {
      const operation = /(\w+)Request$/.exec(call.action)?.[1] ?? '';
      calls.push({ ...call, operation });
      const answer = operation === 'CreatePullPointSubscription' ? `<R>${created}</R>` : answers(operation, call.body);
      if (answer instanceof GatewayError) throw answer;
      const body = readXml(answer);
      return { body, scope: body.scope, notifications: [], date: '' };
    },
  };
  const clock = {
    now: () => 0,
    monotonic: () => machine,
    wait: async (ms: number) => {
      waits.push(ms);
    },
  };
  const point = await openPullPoint({ client, clock, devicePath: '/d' }, SERVICE, 30_000);
  const pass = (ms: number) => {
    machine += ms;
  };
  return { point, calls, waits, pass, operations: () => calls.map(({ operation }) => operation) };
}

const times = (seconds: number) =>
  `<R><CurrentTime>2026-03-01T08:00:00Z</CurrentTime><TerminationTime>2026-03-01T08:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}Z</TerminationTime></R>`;
const timeoutOf = (call: SoapCall | undefined) => textAt(readXml(call?.body ?? ''), 'Timeout');

describe('a pull point', () => {
  it('is asked at its own path and query, with its address and reference parameters', async () => {
    const { point, calls } = await pullPoint(
      () => times(60),
      '<SubscriptionReference xmlns:ax="urn:ax"><Address>http://192.0.2.9/sub?a=%2F&amp;b</Address>' +
        '<ReferenceParameters><ax:Id ax:x="1">5</ax:Id></ReferenceParameters></SubscriptionReference>',
    );
    await point.pull();
    expect(calls[1]).toMatchObject({
      path: '/sub?a=%2F&b',
      deadlineMs: 45_000,
      to: { address: 'http://192.0.2.9/sub?a=%2F&b' },
    });
    const parameter = readXml(calls[1]?.to?.referenceParameters ?? '');
    expect(parameter.text).toBe('5');
    expect(parameter.scope.get('ax')).toBe('urn:ax');
    expect(parameter.attributes.get('gwa:IsReferenceParameter')).toBe('true');
  });

  it.each(['', 'urn:uuid:5', 'http://cam/a b'])(
    'with the unusable address "%s" is asked at the event service',
    async (address) => {
      const { point, calls } = await pullPoint(
        () => times(60),
        `<SubscriptionReference><Address>${address}</Address></SubscriptionReference>`,
      );
      await point.pull();
      expect(calls[1]?.path).toBe('/events');
    },
  );

  it.each([
    ['by the address that was dialled', 'http://cam/sub?Idx=5', '/sub?Idx=5'],
    ['at the event service', 'http://cam/events', '/events'],
  ])('that the device knows only %s is found before another one is made', async (_how, address, path) => {
    const tried: (string | undefined)[] = [];
    const { point, calls, operations } = await pullPoint((operation) => {
      const last = calls.at(-1);
      tried.push(last?.to?.address);
      return operation !== 'PullMessages' || last?.to?.address === address ? times(60) : fault('ResourceUnknownFault');
    });
    await point.pull();
    expect(tried[0]).toBe('http://192.0.2.9/sub?Idx=5');
    expect(point.subscription).toMatchObject({ address, path });
    await point.pull();
    await point.close();
    expect(calls.slice(-2).map((call) => [call.path, call.to?.address])).toEqual([
      [path, address],
      [path, address],
    ]);
    expect(operations().filter((operation) => operation === 'CreatePullPointSubscription')).toHaveLength(1);
  });

  it('that is nowhere is given up after all of these', async () => {
    const { point, calls } = await pullPoint(() => fault('ResourceUnknownFault'));
    await expect(point.pull()).rejects.toMatchObject({ code: 'ONVIF_FAULT' });
    expect(calls.slice(1).map(({ path, to }) => [path, to?.address])).toEqual([
      ['/sub?Idx=5', 'http://192.0.2.9/sub?Idx=5'],
      ['/sub?Idx=5', 'http://cam/sub?Idx=5'],
      ['/events', 'http://cam/events'],
    ]);
  });

  it('without a reference is an error', async () => {
    await expect(pullPoint(() => times(60), '<Nothing/>')).rejects.toMatchObject({ code: 'ONVIF_XML' });
  });
});

describe('the lease', () => {
  it('is left alone while pulling extends it', async () => {
    const { point, pass, operations } = await pullPoint(() => times(30));
    for (let i = 0; i < 10; i += 1) {
      pass(30_000);
      await point.pull();
    }
    expect(operations()).not.toContain('Renew');
  });

  it('is renewed where pulling does not, and not more often than needed', async () => {
    const { point, pass, operations, calls } = await pullPoint((operation) =>
      operation === 'Renew' ? times(120) : '<R/>',
    );
    for (let i = 0; i < 12; i += 1) {
      pass(30_000);
      await point.pull();
    }
    const renewals = operations().filter((operation) => operation === 'Renew');
    expect(renewals).toHaveLength(3);
    expect(calls.find(({ operation }) => operation === 'Renew')?.body).toContain('PT120S');
  });

  it('is renewed by an absolute time of the device where a duration is refused', async () => {
    const { point, calls } = await pullPoint((operation, body) =>
      operation !== 'Renew' ? times(15) : body.includes('PT') ? fault() : times(120),
    );
    await point.pull();
    expect(
      calls
        .filter(({ operation }) => operation === 'Renew')
        .map(({ body }) => textAt(readXml(body), 'TerminationTime')),
    ).toEqual(['PT120S', '2026-03-01T08:02:00.000Z']);
  });

  it('is not renewed any more once the device refused every form', async () => {
    const { point, pass, operations } = await pullPoint((operation) => (operation === 'Renew' ? fault() : times(15)));
    for (let i = 0; i < 5; i += 1) {
      await point.pull();
      pass(60_000);
    }
    expect(operations().filter((operation) => operation === 'Renew')).toHaveLength(2);
  });

  it.each(['nonsense', '9999-99-99T99:99:99Z', ''])('takes no harm from the time "%s"', async (time) => {
    const { point, operations } = await pullPoint(
      () => `<R><CurrentTime>${time}</CurrentTime><TerminationTime>${time}</TerminationTime></R>`,
    );
    await point.pull();
    expect(operations()).toEqual(['CreatePullPointSubscription', 'PullMessages']);
  });
});

describe('a pull', () => {
  it('that is cut is repeated on the same subscription with a shorter Timeout', async () => {
    let left = 2;
    const { point, calls, waits } = await pullPoint(() => (left-- > 0 ? reset : times(60)));
    await point.pull();
    expect(calls.slice(1).map(timeoutOf)).toEqual(['PT30S', 'PT10S', 'PT5S']);
    expect(waits).toEqual([1_000, 1_000]);
  });

  it('that is cut three times in a row gives the subscription up', async () => {
    const { point, calls } = await pullPoint(() => reset);
    await expect(point.pull()).rejects.toBe(reset);
    expect(calls).toHaveLength(4);
  });

  it('that asks for too much asks for less', async () => {
    let first = true;
    const { point, calls } = await pullPoint(() => {
      if (!first) return times(60);
      first = false;
      return fault('PullMessagesFaultResponse');
    });
    await point.pull();
    expect(timeoutOf(calls[2])).toBe('PT10S');
    expect(calls[2]?.body).toContain('<MessageLimit>10</MessageLimit>');
  });

  it('of a subscription that the device forgot is not repeated', async () => {
    let known = true;
    const { point, calls } = await pullPoint(() => (known ? times(60) : fault('ResourceUnknownFault')));
    await point.pull();
    known = false;
    await expect(point.pull()).rejects.toMatchObject({ code: 'ONVIF_FAULT' });
    expect(calls).toHaveLength(3);
  });
});

describe('closing', () => {
  it('unsubscribes, and an error then is nobody’s concern', async () => {
    const { point, operations } = await pullPoint(() => fault());
    await point.close();
    expect(operations()).toEqual(['CreatePullPointSubscription', 'Unsubscribe']);
  });
});
