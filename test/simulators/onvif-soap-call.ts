import { createHash, randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { createLabClock, timeText } from '../../simulators/lab-clock.ts';

const NAMESPACES = {
  s: 'http://www.w3.org/2003/05/soap-envelope',
  tds: 'http://www.onvif.org/ver10/device/wsdl',
  tev: 'http://www.onvif.org/ver10/events/wsdl',
  wsnt: 'http://docs.oasis-open.org/wsn/b-2',
  tac: 'http://www.onvif.org/ver10/accesscontrol/wsdl',
  tdc: 'http://www.onvif.org/ver10/doorcontrol/wsdl',
  tcr: 'http://www.onvif.org/ver10/credential/wsdl',
};
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';

/** The machine's time for tests of simulators. */
export const lab = {
  wait: createLabClock(0).wait,
  until: (reached: () => unknown) => vi.waitUntil(reached, { timeout: 8_000, interval: 5 }),
};

/** `at`: the time the token claims, epoch ms; the simulators of these tests live in one instant. */
export interface TokenLogin {
  readonly username: string;
  readonly password: string;
  readonly at?: number;
  readonly nonce?: string;
}

const NOW = Date.UTC(2026, 2, 31, 23, 59, 58);

function security({ username, password, at = NOW, nonce = randomUUID() }: TokenLogin): string {
  const created = timeText(at);
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return (
    `<Security xmlns="${WSSE}"><UsernameToken><Username>${username}</Username><Password>${digest}</Password>` +
    `<Nonce>${Buffer.from(nonce).toString('base64')}</Nonce><Created>${created}</Created></UsernameToken></Security>`
  );
}

/** One SOAP request with a UsernameToken, by hand; `cutAfter` ends it after that many machine ms. */
export async function soap(
  address: string,
  login: TokenLogin | undefined,
  body: string,
  target = '/onvif/device_service',
  cutAfter?: number,
): Promise<{ readonly status: number; readonly text: string }> {
  const declarations = Object.entries(NAMESPACES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  const header = login ? `<s:Header>${security(login)}</s:Header>` : '';
  const cut = new AbortController();
  if (cutAfter !== undefined) void lab.wait(cutAfter).then(() => cut.abort());
  const response = await fetch(new URL(target, address), {
    method: 'POST',
    body: `<s:Envelope${declarations.join('')}>${header}<s:Body>${body}</s:Body></s:Envelope>`,
    signal: cut.signal,
  });
  return { status: response.status, text: await response.text() };
}
