import { createHash } from 'node:crypto';
import { at, escapeXml, localName, type XmlElement } from '../xml.ts';

const SOAP = 'http://www.w3.org/2003/05/soap-envelope';
export const ADDRESSING = 'http://www.w3.org/2005/08/addressing';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const DIGEST_TYPE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest';
const BASE64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';

const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';

/** The version of SOAP that is spoken: 1.2 as the standard has it, 1.1 with the few firmwares that know no other. */
export type SoapVersion = '1.2' | '1.1';

/** A SOAP envelope around `body`; `headers` are finished elements. */
export function envelope(body: string, headers: readonly string[], version: SoapVersion = '1.2'): string {
  const header = headers.length > 0 ? `<s:Header>${headers.join('')}</s:Header>` : '';
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${version === '1.2' ? SOAP : SOAP_11}">${header}<s:Body>${body}</s:Body></s:Envelope>`;
}

/**
 * WS-Addressing 1.0 headers. `to` is the address exactly as the device gave it, whatever host is dialled;
 * `referenceParameters` are the finished header elements of the subscription reference.
 */
export function addressingHeaders(to: string, action: string, messageId: string, referenceParameters: string): string {
  return (
    `<a:Action xmlns:a="${ADDRESSING}">${escapeXml(action)}</a:Action>` +
    `<a:MessageID xmlns:a="${ADDRESSING}">urn:uuid:${messageId}</a:MessageID>` +
    `<a:ReplyTo xmlns:a="${ADDRESSING}"><a:Address>${ADDRESSING}/anonymous</a:Address></a:ReplyTo>` +
    `<a:To xmlns:a="${ADDRESSING}">${escapeXml(to)}</a:To>${referenceParameters}`
  );
}

export interface UsernameToken {
  readonly username: string;
  readonly password: string;
  /** The device's own time, RFC 3339: a token off by minutes is refused. */
  readonly created: string;
  /** 16 random bytes; longer ones are refused by some devices. */
  readonly nonce: Uint8Array;
}

/** Base64(SHA-1(nonce + created + password)): the PasswordDigest of WS-Security UsernameToken 1.0. */
export function passwordDigest(token: UsernameToken): string {
  return createHash('sha1').update(token.nonce).update(token.created).update(token.password).digest('base64');
}

/** The WS-Security header with a UsernameToken. */
export function usernameTokenHeader(token: UsernameToken): string {
  const nonce = Buffer.from(token.nonce).toString('base64');
  return (
    `<w:Security xmlns:w="${WSSE}" s:mustUnderstand="1"><w:UsernameToken>` +
    `<w:Username>${escapeXml(token.username)}</w:Username>` +
    `<w:Password Type="${DIGEST_TYPE}">${passwordDigest(token)}</w:Password>` +
    `<w:Nonce EncodingType="${BASE64}">${nonce}</w:Nonce>` +
    `<u:Created xmlns:u="${WSU}">${token.created}</u:Created></w:UsernameToken></w:Security>`
  );
}

/** A SOAP fault of version 1.2 or 1.1, as far as a client decides by it. */
export interface SoapFault {
  /** Code and subcodes without prefixes, outermost first, e.g. `['Sender', 'NotAuthorized']`. */
  readonly codes: readonly string[];
  readonly reason: string;
  /** Local names of the elements in Detail, e.g. `ResourceUnknownFault`. */
  readonly details: readonly XmlElement[];
}

/** The fault inside a SOAP body, or undefined. */
export function faultIn(body: XmlElement): SoapFault | undefined {
  const fault = at(body, 'Fault');
  if (!fault) return undefined;
  const codes: string[] = [];
  for (let code = at(fault, 'Code'); code && codes.length < 8; code = at(code, 'Subcode'))
    codes.push(localName(at(code, 'Value')?.text ?? ''));
  const old = at(fault, 'faultcode')?.text;
  if (old) codes.push(localName(old));
  return {
    codes,
    reason: (at(fault, 'Reason', 'Text') ?? at(fault, 'faultstring'))?.text ?? '',
    details: (at(fault, 'Detail') ?? at(fault, 'detail'))?.children ?? [],
  };
}

/** Whether a fault means that the credentials, or the lack of them, were the trouble. */
export function refusesLogin(fault: SoapFault): boolean {
  return (
    fault.codes.some((code) => /^(?:Sender)?NotAuthori[sz]ed$|^FailedAuthentication$/i.test(code)) ||
    // Some firmwares give only a generic code and say it in the reason.
    /not authori[sz]ed|unauthori[sz]ed|authentication failed/i.test(fault.reason)
  );
}

/** Whether a device chokes on WS-Addressing headers and may answer without them. */
export function refusesHeaders(fault: SoapFault): boolean {
  return fault.codes.some((code) =>
    /^(?:MustUnderstand|ActionNotSupported|MessageAddressingHeaderRequired|InvalidAddressingHeader)$/i.test(code),
  );
}

/** Whether a device does not know this version of SOAP (SOAP 1.2 part 1 §2.8). */
export function refusesVersion(fault: SoapFault): boolean {
  return fault.codes.some((code) => /^VersionMismatch$/i.test(code));
}

/** A fault in one line for people. */
export function faultText(fault: SoapFault): string {
  const detail = fault.details.map((element) => element.name).join(', ');
  return [fault.codes.join('/'), fault.reason, detail]
    .filter((part) => part !== '')
    .join(': ')
    .slice(0, 300);
}
