import { escapeText } from './xml.ts';

/** SOAP 1.2 as ONVIF has it, and 1.1 for peers that know no other. A device answers in the version it is asked in. */
export type SoapVersion = '1.2' | '1.1';

const ENVELOPES: Readonly<Record<SoapVersion, string>> = {
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
};

const NAMESPACES: Readonly<Record<string, string>> = {
  a: 'http://www.w3.org/2005/08/addressing',
  tt: 'http://www.onvif.org/ver10/schema',
  pt: 'http://www.onvif.org/ver10/pacs',
  tns1: 'http://www.onvif.org/ver10/topics',
  ter: 'http://www.onvif.org/ver10/error',
  tev: 'http://www.onvif.org/ver10/events/wsdl',
  wsnt: 'http://docs.oasis-open.org/wsn/b-2',
  wstop: 'http://docs.oasis-open.org/wsn/t-1',
  'wsrf-bf': 'http://docs.oasis-open.org/wsrf/bf-2',
  'wsrf-r': 'http://docs.oasis-open.org/wsrf/r-2',
  // Types of items are named by it: `Type="xs:boolean"`.
  xs: 'http://www.w3.org/2001/XMLSchema',
};

/** A SOAP fault that goes to the client as it is. */
export class SimulatedFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly subcodes: readonly string[];
  readonly detail: string;

  /** Code Sender with HTTP 400 and Receiver with 500, unless `code` names another, e.g. `VersionMismatch`. */
  constructor(status: 400 | 500, subcodes: readonly string[], reason: string, detail = '', code?: string) {
    super(reason);
    this.status = status;
    this.code = code ?? (status === 400 ? 'Sender' : 'Receiver');
    this.subcodes = subcodes;
    this.detail = detail;
  }
}

/** The version of a received envelope by the namespace of its root; undefined for what is no SOAP. */
export function versionOf(namespace: string): SoapVersion | undefined {
  if (namespace === ENVELOPES['1.2']) return '1.2';
  return namespace === ENVELOPES['1.1'] ? '1.1' : undefined;
}

/** An envelope around `content`; `more` are prefixes besides the usual ones. */
export function envelopeXml(
  content: string,
  version: SoapVersion = '1.2',
  more: Readonly<Record<string, string>> = {},
): string {
  const all = { s: ENVELOPES[version], ...NAMESPACES, ...more };
  const declarations = Object.entries(all).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope${declarations.join('')}><s:Body>${content}</s:Body></s:Envelope>`;
}

/** A fault in the words of the version: nested subcodes in 1.2 (SOAP 1.2 part 1 §5.4), one faultcode in 1.1. */
export function faultXml(fault: SimulatedFault, version: SoapVersion = '1.2'): string {
  const reason = escapeText(fault.message);
  if (version === '1.1') {
    const code = fault.subcodes.at(-1) ?? `s:${fault.code === 'Sender' ? 'Client' : fault.code}`;
    const detail = fault.detail ? `<detail>${fault.detail}</detail>` : '';
    return envelopeXml(
      `<s:Fault><faultcode>${code}</faultcode><faultstring>${reason}</faultstring>${detail}</s:Fault>`,
      version,
    );
  }
  const subcode = fault.subcodes.reduceRight(
    (inner, code) => `<s:Subcode><s:Value>${code}</s:Value>${inner}</s:Subcode>`,
    '',
  );
  const detail = fault.detail ? `<s:Detail>${fault.detail}</s:Detail>` : '';
  return envelopeXml(
    `<s:Fault><s:Code><s:Value>s:${fault.code}</s:Value>${subcode}</s:Code>` +
      `<s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason>${detail}</s:Fault>`,
  );
}
