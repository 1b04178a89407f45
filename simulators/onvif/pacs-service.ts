import { timeText } from '../lab-clock.ts';
import type { Credential } from './credentials.ts';
import type { Listed } from './device-service.ts';
import type { DoorState } from './door.ts';
import { SimulatedFault } from './soap-envelope.ts';
import type { Service, SoapRequest } from './soap-exchange.ts';
import { escapeText, find } from './xml.ts';

/** The Access Control service: readers. */
export const POINT_LISTED: Listed = {
  uri: 'http://www.onvif.org/ver10/accesscontrol/wsdl',
  path: '/onvif/access_control_service',
};
/** The Door Control service. */
export const DOOR_LISTED: Listed = {
  uri: 'http://www.onvif.org/ver10/doorcontrol/wsdl',
  path: '/onvif/door_control_service',
};
/** The Credential service. */
export const CREDENTIAL_LISTED: Listed = {
  uri: 'http://www.onvif.org/ver10/credential/wsdl',
  path: '/onvif/credential_service',
};

/** Most entries in one answer. */
const MAX_LIMIT = 100;

/** Token of the reader at the outer side of a door. */
export function pointOf(door: string): string {
  return `${door}-Reader`;
}

/** One page of a list: `Limit` entries from `StartReference` on, and where the next one begins. */
function pageXml<T>(
  { body }: SoapRequest,
  prefix: string,
  all: readonly T[],
  entry: { token: (each: T) => string; xml: (each: T) => string },
): string {
  const start = find(body, 'StartReference')?.text ?? '';
  const from = start === '' ? 0 : all.findIndex((each) => entry.token(each) === start);
  if (from < 0) throw new SimulatedFault(400, ['ter:InvalidArgVal', 'ter:InvalidStartReference'], 'no such reference');
  const limit = Math.min(MAX_LIMIT, Number(find(body, 'Limit')?.text || MAX_LIMIT));
  const next = all[from + limit];
  const reference =
    next === undefined
      ? ''
      : `<${prefix}:NextStartReference>${escapeText(entry.token(next))}</${prefix}:NextStartReference>`;
  return (
    reference +
    all
      .slice(from, from + limit)
      .map(entry.xml)
      .join('')
  );
}

/** The tokens a Get…Info asks for; unknown ones are left out, as the specifications have it. */
const asked = <T>({ body }: SoapRequest, get: (token: string) => T | undefined): T[] =>
  body.children.flatMap(({ name, text }) => {
    const found = name === 'Token' ? get(text) : undefined;
    return found === undefined ? [] : [found];
  });

function named<T>({ body }: SoapRequest, get: (token: string) => T | undefined): T {
  const found = get(find(body, 'Token')?.text ?? '');
  if (found === undefined) throw new SimulatedFault(400, ['ter:InvalidArgVal', 'ter:NotFound'], 'no such token');
  return found;
}

/** Lists the readers and tells whether they are in use. */
export function createPointService(doors: readonly string[], enabled: (door: string) => boolean): Service {
  const info = (door: string) =>
    `<tac:AccessPointInfo token="${escapeText(pointOf(door))}"><tac:Name>Reader at ${escapeText(door)}</tac:Name>` +
    `<tac:Entity>${escapeText(door)}</tac:Entity>` +
    '<tac:Capabilities DisableAccessPoint="false" Duress="true" AnonymousAccess="true" AccessTaken="true" ExternalAuthorization="false"/></tac:AccessPointInfo>';
  const doorOf = (token: string) => doors.find((door) => pointOf(door) === token);
  return {
    uri: POINT_LISTED.uri,
    prefix: 'tac',
    operations: {
      GetServiceCapabilities: () => `<tac:Capabilities MaxLimit="${MAX_LIMIT}"/>`,
      GetAccessPointInfoList: (request) => pageXml(request, 'tac', doors, { token: pointOf, xml: info }),
      GetAccessPointInfo: (request) => asked(request, doorOf).map(info).join(''),
      GetAccessPointState: (request) =>
        `<tac:AccessPointState><tac:Enabled>${enabled(named(request, doorOf))}</tac:Enabled></tac:AccessPointState>`,
    },
  };
}

/** Lists the doors and tells their states; it takes no orders. */
export function createDoorService(doors: ReadonlyMap<string, DoorState>): Service {
  const info = (door: string) =>
    `<tdc:DoorInfo token="${escapeText(door)}"><tdc:Name>${escapeText(door)}</tdc:Name>` +
    '<tdc:Capabilities DoorMonitor="true" LockMonitor="true" Alarm="true" Tamper="true" Fault="true"/></tdc:DoorInfo>';
  return {
    uri: DOOR_LISTED.uri,
    prefix: 'tdc',
    operations: {
      GetServiceCapabilities: () => `<tdc:Capabilities MaxLimit="${MAX_LIMIT}"/>`,
      GetDoorInfoList: (request) => pageXml(request, 'tdc', [...doors.keys()], { token: (door) => door, xml: info }),
      GetDoorInfo: (request) =>
        asked(request, (token) => (doors.has(token) ? token : undefined))
          .map(info)
          .join(''),
      GetDoorState: (request) => {
        const state = named(request, (token) => doors.get(token));
        return (
          `<tdc:DoorState><tdc:DoorPhysicalState>${state.physical}</tdc:DoorPhysicalState>` +
          `<tdc:LockPhysicalState>${state.lock}</tdc:LockPhysicalState><tdc:Alarm>${state.alarm}</tdc:Alarm>` +
          `<tdc:Tamper><tdc:State>${state.tamper}</tdc:State></tdc:Tamper><tdc:Fault><tdc:State>${state.fault}</tdc:State></tdc:Fault>` +
          `<tdc:DoorMode>${state.mode}</tdc:DoorMode></tdc:DoorState>`
        );
      },
    },
  };
}

/** Lists the credentials and tells their states. */
export function createCredentialService(credentials: ReadonlyMap<string, Credential>, now: () => number): Service {
  const info = ({ token, holder }: Credential) =>
    `<tcr:CredentialInfo token="${escapeText(token)}"><tcr:CredentialHolderReference>${escapeText(holder)}</tcr:CredentialHolderReference>` +
    `<tcr:ValidFrom>${timeText(now() - 86_400_000)}</tcr:ValidFrom></tcr:CredentialInfo>`;
  return {
    uri: CREDENTIAL_LISTED.uri,
    prefix: 'tcr',
    operations: {
      GetServiceCapabilities: () =>
        `<tcr:Capabilities MaxLimit="${MAX_LIMIT}" CredentialValiditySupported="true" CredentialAccessProfileValiditySupported="false" ` +
        'ValiditySupportsTimeValue="false" MaxCredentials="100" MaxAccessProfilesPerCredential="1" ResetAntipassbackSupported="false">' +
        '<tcr:SupportedIdentifierType>pt:Card</tcr:SupportedIdentifierType></tcr:Capabilities>',
      GetCredentialInfoList: (request) =>
        pageXml(request, 'tcr', [...credentials.values()], { token: ({ token }) => token, xml: info }),
      GetCredentialInfo: (request) =>
        asked(request, (token) => credentials.get(token))
          .map(info)
          .join(''),
      GetCredentialState: (request) => {
        const { enabled, reason, violated } = named(request, (token) => credentials.get(token));
        const why = reason ? `<tcr:Reason>pt:${reason}</tcr:Reason>` : '';
        return (
          `<tcr:State><tcr:Enabled>${enabled}</tcr:Enabled>${why}` +
          `<tcr:AntipassbackState><tcr:AntipassbackViolated>${violated}</tcr:AntipassbackViolated></tcr:AntipassbackState></tcr:State>`
        );
      },
    },
  };
}
