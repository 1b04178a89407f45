import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { allNamed, at, textAt } from '../xml.ts';
import { digestAuthorization, digestChallenge } from './onvif-digest.ts';
import { createPinnedHttp, type HttpAnswer, type PinnedHttp } from './onvif-http.ts';
import { CONTROL_DEADLINE, pathOf } from './onvif-services.ts';
import { createSoapClient } from './onvif-soap.ts';

/** A still picture of a camera. */
export interface Snapshot {
  readonly contentType: 'image/jpeg' | 'image/png';
  readonly bytes: Buffer;
}

export interface SnapshotOptions {
  /** URL of the device service; pictures are fetched from its host and no other. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  readonly ca?: string;
  readonly pin?: string;
  readonly clock: Pick<Clock, 'now' | 'wait'>;
  /** Device clock minus gateway clock in ms, where it is known. */
  readonly skewMs?: number;
  /** Video source to show; without it, or when no profile has it, the first one is shown. */
  readonly source?: string;
}

const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';
const MEDIA = 'http://www.onvif.org/ver10/media/wsdl';
/** Most pictures are a tenth of this; a longer one is refused like any answer. */
const MIN_BYTES = 100;

/**
 * Fetches a still picture: asks the Media service for its address (Media 5.6), and gets it with digest where the camera wants
 * a login; never Basic, which would tell the password. Throws ONVIF_UNREACHABLE, ONVIF_AUTH, ONVIF_FAULT, or ONVIF_XML for
 * what is no JPEG or PNG.
 */
export async function fetchSnapshot(options: SnapshotOptions): Promise<Snapshot> {
  const uri = await snapshotUri(options);
  const path = pathOf(uri);
  if (path === undefined)
    throw new GatewayError('ONVIF_XML', `the address of the picture is none: "${uri.slice(0, 100)}"`);
  // Another port of the same host is common; another host is none of ours, whatever the camera says.
  const own = new URL(options.address);
  if (URL.canParse(uri) && /^https?:$/.test(new URL(uri).protocol)) {
    own.protocol = new URL(uri).protocol;
    own.port = new URL(uri).port;
  }
  // A login that went over TLS must not be sent in the open because the camera says so.
  if (options.address.startsWith('https:')) own.protocol = 'https:';
  const http = createPinnedHttp({ ...options, address: own.href });
  try {
    return pictureOf(await getWithLogin(http, path, options), http.host);
  } finally {
    await http.close();
  }
}

async function snapshotUri(options: SnapshotOptions): Promise<string> {
  const client = createSoapClient({ ...options, skewMs: () => options.skewMs ?? 0 });
  const call = async (path: string, namespace: string, operation: string, body: string) =>
    (
      await client.call({
        path,
        action: `${namespace}/${operation}`,
        body: `<${operation} xmlns="${namespace}">${body}</${operation}>`,
        deadlineMs: CONTROL_DEADLINE,
      })
    ).body;
  try {
    const given = pathOf(options.address) ?? '/';
    const device = given === '/' ? '/onvif/device_service' : given;
    const capabilities = await call(device, DEVICE, 'GetCapabilities', '<Category>Media</Category>');
    const media = pathOf(textAt(capabilities, 'Capabilities', 'Media', 'XAddr')) ?? device;
    const profiles = [...allNamed(await call(media, MEDIA, 'GetProfiles', ''), 'Profiles')];
    const wanted = profiles.find((profile) => {
      const configuration = at(profile, 'VideoSourceConfiguration');
      return [textAt(configuration, 'SourceToken'), configuration?.attributes.get('token')].includes(options.source);
    });
    const token = (wanted ?? profiles[0])?.attributes.get('token');
    if (token === undefined)
      throw new GatewayError('ONVIF_FAULT', `${client.host} has no media profile to take a picture of`);
    const escaped = token.replace(/[&<]/g, (character) => (character === '&' ? '&amp;' : '&lt;'));
    const answer = await call(media, MEDIA, 'GetSnapshotUri', `<ProfileToken>${escaped}</ProfileToken>`);
    return textAt(answer, 'MediaUri', 'Uri');
  } finally {
    await client.close();
  }
}

async function getWithLogin(http: PinnedHttp, path: string, options: SnapshotOptions): Promise<HttpAnswer> {
  const get = (headers: Record<string, string>) =>
    http.get({ path, headers: { 'user-agent': 'gridwarden', ...headers }, deadlineMs: CONTROL_DEADLINE });
  const bare = await get({});
  if (bare.status !== 401) return bare;
  const challenge = digestChallenge(bare.challenges);
  if (!challenge || options.username === '') return bare;
  const { username, password } = options;
  const request = {
    username,
    password,
    method: 'GET',
    uri: path,
    body: '',
    nc: 1,
    cnonce: randomBytes(8).toString('hex'),
  };
  return get({ authorization: digestAuthorization(challenge, request) });
}

function pictureOf({ status, bytes }: HttpAnswer, host: string): Snapshot {
  if (status === 401 || status === 403)
    throw new GatewayError('ONVIF_AUTH', `${host} does not give this user the picture (HTTP ${status})`);
  if (status !== 200)
    throw new GatewayError('ONVIF_FAULT', `${host} has no picture at the address it gave (HTTP ${status})`);
  // Cameras call anything image/jpeg: the first bytes tell.
  const contentType = bytes.subarray(0, 3).equals(JPEG)
    ? 'image/jpeg'
    : bytes.subarray(0, 4).equals(PNG)
      ? 'image/png'
      : undefined;
  if (!contentType || bytes.length < MIN_BYTES)
    throw new GatewayError('ONVIF_XML', `${host} gave ${bytes.length} bytes that are neither JPEG nor PNG`);
  return { contentType, bytes };
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
