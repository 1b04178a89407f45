import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { faultOf, readAnswer, replyOf, type SoapReply } from './onvif-answer.ts';
import { type DigestChallenge, digestAuthorization, digestChallenge, nextNonce } from './onvif-digest.ts';
import {
  addressingHeaders,
  envelope,
  refusesHeaders,
  refusesVersion,
  type SoapVersion,
  usernameTokenHeader,
} from './onvif-envelope.ts';
import { createPinnedHttp, type HttpAnswer, type PinnedHttpOptions } from './onvif-http.ts';

export interface SoapCall {
  /** Path and query on the configured host. */
  readonly path: string;
  /** The action URI of the operation, for the Content-Type and WS-Addressing. */
  readonly action: string;
  /** The element that goes into the SOAP body. */
  readonly body: string;
  readonly deadlineMs: number;
  /** Set for the event services: the address as the device gave it, and its reference parameters as header elements. */
  readonly to?: { readonly address: string; readonly referenceParameters: string };
  /** Sends no credentials, not even when they are asked for. */
  readonly anonymous?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** How the device wants to be logged in to; `none` until it asked. */
export type LoginScheme = 'none' | 'digest' | 'token';

/** SOAP calls to one device. Not for concurrent calls that both need a login: the digest count is one sequence. */
export interface SoapClient {
  readonly scheme: LoginScheme;
  /** `host:port` of the device, for messages. */
  readonly host: string;
  /** The only origin that is dialled, e.g. `http://192.0.2.7:8080`. */
  readonly origin: string;
  /**
   * One call with its login. Throws ONVIF_UNREACHABLE, ONVIF_AUTH, ONVIF_FAULT (with the SoapFault as `cause`) or
   * ONVIF_XML, each with what to do in `detail`.
   */
  call(call: SoapCall): Promise<SoapReply>;
  close(): Promise<void>;
}

export interface SoapClientOptions extends Omit<PinnedHttpOptions, 'clock'> {
  readonly username: string;
  readonly password: string;
  readonly clock: Pick<Clock, 'now' | 'wait'>;
  /** Device clock minus gateway clock in ms: a UsernameToken carries the device's time. */
  readonly skewMs: () => number;
}

/**
 * The login strategy of ONVIF Core 5.9: bare first; a Digest challenge is answered with digest, any other refusal with a
 * UsernameToken; what worked is kept. One call sends at most one password that the device has not already accepted (two
 * when it says the nonce was stale): devices lock accounts after a handful.
 */
export function createSoapClient(options: SoapClientOptions): SoapClient {
  const http = createPinnedHttp(options);
  let scheme: LoginScheme = 'none';
  let challenge: DigestChallenge | undefined;
  let uses = 0;
  let withAddressing = true;
  let version: SoapVersion = '1.2';

  const send = (call: SoapCall, login: LoginScheme, addressing: boolean): Promise<HttpAnswer> => {
    const headers: string[] = [];
    if (call.to && addressing)
      headers.push(addressingHeaders(call.to.address, call.action, randomUUID(), call.to.referenceParameters));
    else if (call.to) headers.push(call.to.referenceParameters);
    if (login === 'token') headers.push(usernameTokenHeader(tokenNow(options)));
    const body = envelope(call.body, headers, version);
    const fields: Record<string, string> = {
      ...(version === '1.2'
        ? { 'content-type': `application/soap+xml; charset=utf-8; action="${call.action}"` }
        : { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${call.action}"` }),
      'user-agent': 'gridwarden',
    };
    if (login === 'digest' && challenge) {
      uses += 1;
      const { username, password } = options;
      const request = {
        username,
        password,
        method: 'POST',
        uri: call.path,
        body,
        nc: uses,
        cnonce: randomBytes(8).toString('hex'),
      };
      fields['authorization'] = digestAuthorization(challenge, request);
    }
    return http.post({ path: call.path, headers: fields, body, deadlineMs: call.deadlineMs, signal: call.signal });
  };

  /** The scheme to try after a refusal, undefined when there is none left that was not tried. */
  const nextScheme = (answer: HttpAnswer, tried: LoginScheme, fresh: boolean): LoginScheme | undefined => {
    const offered = digestChallenge(answer.challenges);
    if (offered && tried !== 'token' && (!fresh || offered.stale)) {
      challenge = offered;
      uses = 0;
      return 'digest';
    }
    return tried === 'none' ? 'token' : undefined;
  };

  const callWith = async (call: SoapCall, addressing: boolean): Promise<SoapReply> => {
    let login: LoginScheme = call.anonymous ? 'none' : scheme;
    let fresh = false;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await send(call, login, addressing);
      const outcome = readAnswer(answer, http.host);
      if (!outcome.refused) {
        if (!call.anonymous) scheme = login;
        const next = nextNonce(answer.authenticationInfo);
        // A session key is made of its first nonce (RFC 7616 §3.4.2): it goes on with that.
        if (login === 'digest' && next !== undefined && challenge && !/-sess$/i.test(challenge.algorithm)) {
          challenge = { ...challenge, nonce: next };
          uses = 0;
        }
        return replyOf(outcome, http.host);
      }
      const next = call.anonymous || options.username === '' ? undefined : nextScheme(answer, login, fresh);
      if (!next) break;
      fresh = true;
      login = next;
    }
    if (!call.anonymous) {
      // What the device wants is learned anew the next time: it may have been reconfigured.
      scheme = 'none';
      challenge = undefined;
    }
    const hint =
      options.username === ''
        ? 'give it a user name and a password'
        : 'check user name, password and the rights of that ONVIF user';
    throw new GatewayError('ONVIF_AUTH', `${http.host} refused ${actionName(call.action)}; ${hint}`);
  };

  /** With WS-Addressing where the call has an address and the device does not choke on it. */
  const addressed = async (call: SoapCall): Promise<SoapReply> => {
    if (!call.to || !withAddressing) return callWith(call, false);
    try {
      return await callWith(call, true);
    } catch (error) {
      const fault = faultOf(error);
      if (!fault || !refusesHeaders(fault)) throw error;
      const reply = await callWith(call, false);
      withAddressing = false;
      return reply;
    }
  };

  return {
    get scheme() {
      return scheme;
    },
    host: http.host,
    origin: new URL(options.address).origin,
    async call(call) {
      try {
        return await addressed(call);
      } catch (error) {
        const fault = faultOf(error);
        if (version === '1.1' || !fault || !refusesVersion(fault)) throw error;
        version = '1.1';
        return addressed(call);
      }
    },
    close: () => http.close(),
  };
}

function tokenNow(options: SoapClientOptions) {
  const created = new Date(options.clock.now() + options.skewMs()).toISOString();
  return { username: options.username, password: options.password, created, nonce: randomBytes(16) };
}

function actionName(action: string): string {
  return action.slice(action.lastIndexOf('/') + 1);
}
