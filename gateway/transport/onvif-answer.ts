import { GatewayError } from '../errors.ts';
import { splitNotifications } from '../onvif-split.ts';
import { at, readXml, type Scope, type XmlElement } from '../xml.ts';
import { decodeXmlText } from '../xml-text.ts';
import { faultIn, faultText, refusesLogin, type SoapFault } from './onvif-envelope.ts';
import type { HttpAnswer } from './onvif-http.ts';

export interface SoapReply {
  /** The first element in the SOAP body; notifications are cut out of it. */
  readonly body: XmlElement;
  /** Namespace declarations the notifications were under. */
  readonly scope: Scope;
  /** Text of each NotificationMessage, unparsed. */
  readonly notifications: readonly string[];
  /** The HTTP `Date` header, empty when there was none. */
  readonly date: string;
}

/** One HTTP answer, read as far as it could be; nothing is decided yet but whether it refuses the login. */
export interface Outcome {
  readonly refused: boolean;
  readonly status: number;
  readonly date: string;
  readonly fault?: SoapFault | undefined;
  readonly body?: XmlElement | undefined;
  readonly scope?: Scope;
  readonly notifications: readonly string[];
  readonly trouble: string;
}

/**
 * Reads status and body together: devices answer 200 with a fault, 400 for a missing login and HTML for anything. Throws
 * ONVIF_XML for a body that is refused as a whole.
 */
export function readAnswer(answer: HttpAnswer, host: string): Outcome {
  const { status, date } = answer;
  const base = { status, date, notifications: [], refused: status === 401 };
  if (answer.bytes.length === 0) return { ...base, trouble: 'an empty answer' };
  const { frame, notifications } = splitNotifications(decodeXmlText(answer.bytes, answer.contentType).text);
  let root: XmlElement;
  try {
    root = readXml(frame);
  } catch (error) {
    if (status === 401) return { ...base, trouble: '' };
    throw new GatewayError(
      'ONVIF_XML',
      `${host}, HTTP ${status}: ${error instanceof GatewayError ? error.detail : error}`,
    );
  }
  const soapBody = root.name === 'Envelope' ? at(root, 'Body') : undefined;
  if (!soapBody) return { ...base, trouble: `<${root.qname.slice(0, 40)}> instead of a SOAP envelope` };
  const fault = faultIn(soapBody);
  const body = soapBody.children[0];
  return {
    ...base,
    notifications,
    fault,
    body,
    scope: (body ?? soapBody).scope,
    refused: status === 401 || (fault !== undefined && refusesLogin(fault)),
    trouble: body ? '' : 'an empty SOAP body',
  };
}

/** The reply of an outcome. Throws ONVIF_FAULT (with the SoapFault as `cause`), ONVIF_AUTH or ONVIF_XML for any other. */
export function replyOf(outcome: Outcome, host: string): SoapReply {
  const { body, scope, status, fault } = outcome;
  if (fault) throw new GatewayError('ONVIF_FAULT', `${host}, HTTP ${status}: ${faultText(fault)}`, { cause: fault });
  if (status === 403) throw new GatewayError('ONVIF_AUTH', `${host} forbids this user the operation (HTTP 403)`);
  if (status >= 300)
    throw new GatewayError(
      'ONVIF_FAULT',
      `${host}: HTTP ${status} with ${outcome.trouble || 'no SOAP fault'}; is the address right?`,
    );
  if (!body || !scope) throw new GatewayError('ONVIF_XML', `${host}: ${outcome.trouble}`);
  return { body, scope, notifications: outcome.notifications, date: outcome.date };
}

/** The SOAP fault behind an ONVIF_FAULT error, or undefined. */
export function faultOf(error: unknown): SoapFault | undefined {
  if (!(error instanceof GatewayError) || error.code !== 'ONVIF_FAULT') return undefined;
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'codes' in cause ? (cause as SoapFault) : undefined;
}
