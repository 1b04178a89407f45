import { createHash, randomUUID } from 'node:crypto';
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
  /** What the device is known by: the same one has the same endpoint reference after every start. */
  readonly identity: string;
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

/**
 * Answers WS-Discovery probes (April 2005 namespace, as ONVIF Core 7 demands) for one device and, in a multicast group, says Hello
 * when it comes and Bye when it goes.
 */
export function createDiscoveryResponder(options: DiscoveryResponderOptions): DiscoveryResponder {
  const urn = `urn:uuid:${uuidOf(options.identity)}`;
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

  const announce = (xml: string) =>
    new Promise<void>((resolve) => {
      if (!multicast || !socket || options.answers?.() === false) return resolve();
      socket.send(xml, port, options.address, () => resolve());
    });

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
      await announce(helloXml(urn, options));
    },
    async stop() {
      const closing = socket;
      if (!closing) return;
      await announce(byeXml(urn));
      socket = undefined;
      await new Promise<void>((resolve) => closing.close(resolve));
    },
  };
}

/** A UUID that is always the same for the same text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function matchXml(relatesTo: string, urn: string, options: DiscoveryResponderOptions): string {
  const header =
    `<a:RelatesTo>${escapeText(relatesTo)}</a:RelatesTo>` +
    '<a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>';
  const match = `<d:ProbeMatch>${endpointXml(urn)}${descriptionXml(options)}</d:ProbeMatch>`;
  return messageXml('ProbeMatches', `<d:ProbeMatches>${match}</d:ProbeMatches>`, header);
}

function helloXml(urn: string, options: DiscoveryResponderOptions): string {
  return messageXml('Hello', `<d:Hello>${endpointXml(urn)}${descriptionXml(options)}</d:Hello>`, TO_ALL);
}

function byeXml(urn: string): string {
  return messageXml('Bye', `<d:Bye>${endpointXml(urn)}</d:Bye>`, TO_ALL);
}

const TO_ALL = '<a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>';

function endpointXml(urn: string): string {
  return `<a:EndpointReference><a:Address>${urn}</a:Address></a:EndpointReference>`;
}

function descriptionXml({ types, scopes, xaddr }: DiscoveryResponderOptions): string {
  const names = types.map((type) => `${type === 'Device' ? 'tds' : 'dn'}:${type}`).join(' ');
  return (
    `<d:Types>${names}</d:Types><d:Scopes>${escapeText(scopes.join(' '))}</d:Scopes>` +
    `<d:XAddrs>${escapeText(xaddr())}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>`
  );
}

function messageXml(action: string, body: string, header: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ' +
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" ' +
    'xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><s:Header>' +
    `<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/${action}</a:Action>` +
    `<a:MessageID>urn:uuid:${randomUUID()}</a:MessageID>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}
