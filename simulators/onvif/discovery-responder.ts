import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { escapeText, find, parseXml, type XmlNode } from './xml.ts';

/** Where a simulated device listens for WS-Discovery probes. */
export interface DiscoveryAddress {
  /** A multicast group to join, or an address of this machine for probes that are sent straight to it. */
  readonly address: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface DiscoveryResponderOptions extends DiscoveryAddress {
  /** Local names the device answers to, e.g. `NetworkVideoTransmitter`. */
  readonly types: readonly string[];
  readonly scopes: readonly string[];
  readonly xaddr: () => string;
  /** Whether probes are answered at the moment. */
  readonly answers?: () => boolean;
}

export interface DiscoveryResponder {
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Answers WS-Discovery probes (April 2005 namespace, as ONVIF Core 7 demands) for one device. */
export function createDiscoveryResponder(options: DiscoveryResponderOptions): DiscoveryResponder {
  const urn = `urn:uuid:${randomUUID()}`;
  const multicast = /^(22[4-9]|23\d)\./.test(options.address);
  let socket: Socket | undefined;
  let port = options.port;

  const answer = (bytes: Buffer, reply: (xml: string) => void) => {
    if (options.answers?.() === false) return;
    let envelope: XmlNode;
    try {
      envelope = parseXml(bytes.toString('utf8'));
    } catch {
      // Malformed datagrams are ignored in silence: anybody can send them.
      return;
    }
    const probe = find(envelope, 'Body', 'Probe');
    if (!probe) return;
    const wanted = (find(probe, 'Types')?.text ?? '').split(/\s+/).filter((type) => type !== '');
    if (!wanted.every((type) => options.types.includes(type.slice(type.indexOf(':') + 1)))) return;
    reply(matchXml(find(envelope, 'Header', 'MessageID')?.text ?? '', urn, options));
  };

  return {
    get port() {
      return port;
    },
    async start() {
      if (socket) return;
      const opening = createSocket({ type: 'udp4', reuseAddr: true });
      opening.on('message', (bytes, from) =>
        answer(bytes, (xml) => opening.send(xml, from.port, from.address, () => {})),
      );
      await new Promise<void>((resolve, reject) => {
        opening.once('error', reject);
        opening.bind(port, multicast ? '0.0.0.0' : options.address, resolve);
      });
      // A network that goes away must not end the simulator.
      opening.removeAllListeners('error').on('error', () => {});
      if (multicast) opening.addMembership(options.address);
      socket = opening;
      port = opening.address().port;
    },
    async stop() {
      const closing = socket;
      if (!closing) return;
      socket = undefined;
      await new Promise<void>((resolve) => closing.close(resolve));
    },
  };
}

function matchXml(relatesTo: string, urn: string, options: DiscoveryResponderOptions): string {
  const types = options.types.map((type) => `${type === 'Device' ? 'tds' : 'dn'}:${type}`).join(' ');
  return (
    '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ' +
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" ' +
    'xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><s:Header>' +
    '<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action>' +
    `<a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:RelatesTo>${escapeText(relatesTo)}</a:RelatesTo>` +
    '<a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To></s:Header><s:Body><d:ProbeMatches>' +
    `<d:ProbeMatch><a:EndpointReference><a:Address>${urn}</a:Address></a:EndpointReference><d:Types>${types}</d:Types>` +
    `<d:Scopes>${escapeText(options.scopes.join(' '))}</d:Scopes><d:XAddrs>${escapeText(options.xaddr())}</d:XAddrs>` +
    '<d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>'
  );
}
