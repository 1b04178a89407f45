import { Pool } from 'undici';
import { shiftedTo } from './disturbances/shifted-coordinates.ts';
import type { LabDevice } from './fleet.ts';

/** An answer the lab did not want; `status` 0 when there was none. */
export class GatewayRefusal extends Error {
  readonly status: number;

  constructor(request: string, status: number, text: string) {
    super(`${request} answered ${status === 0 ? 'nothing' : status}: ${text.slice(0, 400)}`);
    this.name = 'GatewayRefusal';
    this.status = status;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The parts of the published HTTP face that the lab uses. Every call throws GatewayRefusal. */
export interface GatewayHttp {
  /** Moves the gateway's clock and resolves when it has worked off everything up to `now` (epoch ms). */
  stepClock(now: number): Promise<void>;
  register(device: LabDevice, onvif?: OnvifLogin): Promise<void>;
  /** Registers a webhook and returns the secret it is signed with. */
  addReceiver(receiverId: string, url: string): Promise<string>;
  feedback(caseNo: string, document: object): Promise<void>;
  accounts(): Promise<unknown>;
  /** Any request of an operator. Resolves with the status and the answer, whatever the status. */
  request(method: Method, path: string, body?: object): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

export interface OnvifLogin {
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** SHA-256 of a certificate that nobody else signed. */
  readonly pin?: string;
}

/** `token`: of an operator, for a gateway that is not in lab mode or not on this machine. */
export function createGatewayHttp(options: { host: string; port: number; token?: string | undefined }): GatewayHttp {
  const { host, port, token } = options;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const origin = `http://${host}:${port}`;
  // Stepping over an hour of timers at once may take the gateway a while.
  const pool = new Pool(origin, { connections: 16, headersTimeout: 120_000, bodyTimeout: 120_000 });

  const send = async (method: Method, path: string, body?: object): Promise<{ status: number; text: string }> => {
    const answer = await pool
      .request({
        method,
        path,
        headers: { ...authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      .catch((error: unknown) => {
        throw new GatewayRefusal(`${method} ${path}`, 0, error instanceof Error ? error.message : String(error));
      });
    return { status: answer.statusCode, text: await answer.body.text().catch(() => '') };
  };
  const call = async (method: Method, path: string, body?: object): Promise<unknown> => {
    const { status, text } = await send(method, path, body);
    if (status >= 300) throw new GatewayRefusal(`${method} ${path}`, status, text);
    return text === '' ? undefined : JSON.parse(text);
  };

  return {
    async stepClock(now) {
      await call('POST', '/v1/lab/clock', { now });
    },
    async register({ deviceId, type, site, position, crs = 'wgs84', moves }, onvif) {
      const place = { ...(crs === 'wgs84' ? position : shiftedTo(crs, position)), crs };
      const body = {
        typeId: type,
        position: place,
        ...(moves ? { mobility: 'MOBILE' } : {}),
        siteClass: site,
        simulated: true,
        ...(onvif ? { onvif } : {}),
      };
      await call('PUT', `/v1/devices/${deviceId}`, body);
    },
    async addReceiver(receiverId, url) {
      const answer = await call('POST', '/v1/receivers', { receiverId, url });
      const secret = (answer as { secret?: unknown } | undefined)?.secret;
      if (typeof secret !== 'string') throw new GatewayRefusal('POST /v1/receivers', 200, 'no secret in the answer');
      return secret;
    },
    async feedback(caseNo, document) {
      await call('POST', `/v1/cases/${caseNo}/feedback`, document);
    },
    accounts: () => call('GET', '/v1/accounts'),
    request: send,
    close: () => pool.destroy(),
  };
}
