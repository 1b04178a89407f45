import { resolve } from 'node:path';
import type { ConfigFile } from './config-file.ts';
import { type PickSetting, portOf, text } from './config-values.ts';
import { GatewayError } from './errors.ts';

/** Files and ports of TLS. */
export interface TlsConfig {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
  readonly crl?: string;
  readonly clientCert: 'none' | 'request' | 'require';
  readonly mqttPort: number;
  readonly httpPort?: number;
  /** Plain ports listen on loopback only. */
  readonly only: boolean;
}

/** The settings of TLS; undefined where nothing speaks of it. Throws CONFIG_INVALID for files that make no sense together. */
export function tlsOf(file: ConfigFile, pick: PickSetting, cwd: string): TlsConfig | undefined {
  const at = (key: 'cert' | 'key' | 'ca' | 'crl') => {
    const name = `GRIDWARDEN_TLS_${key.toUpperCase()}`;
    const path = pick<string | undefined>(`tls.${key}`, name, text, file.tls?.[key], undefined);
    return path === undefined ? undefined : resolve(cwd, path);
  };
  const [cert, key, ca, crl] = [at('cert'), at('key'), at('ca'), at('crl')];
  const { clientCert = ca === undefined ? 'none' : 'request', only = false } = file.tls ?? {};
  const https = portOf('GRIDWARDEN_HTTPS_PORT');
  const httpPort = pick<number | undefined>(
    ...(['tls.httpPort', 'GRIDWARDEN_HTTPS_PORT', https, file.tls?.httpPort, undefined] as const),
  );
  const mqtts = portOf('GRIDWARDEN_MQTTS_PORT');
  const mqttPort = pick('tls.mqttPort', 'GRIDWARDEN_MQTTS_PORT', mqtts, file.tls?.mqttPort, 8883);
  if (cert === undefined && key === undefined && ca === undefined && file.tls === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new GatewayError('CONFIG_INVALID', 'tls needs both cert and key (GRIDWARDEN_TLS_CERT, GRIDWARDEN_TLS_KEY)');
  if (crl !== undefined && ca === undefined)
    throw new GatewayError('CONFIG_INVALID', 'tls.crl needs ca: whose certificates it revokes');
  // Without authorities of its own, any certificate of the public web could name a device.
  if (ca === undefined && clientCert !== 'none')
    throw new GatewayError(
      'CONFIG_INVALID',
      `tls.clientCert ${clientCert} needs ca: who signs certificates of devices`,
    );
  return {
    ...{ cert, key, clientCert, mqttPort, only },
    ...(ca === undefined ? {} : { ca }),
    ...(crl === undefined ? {} : { crl }),
    ...(httpPort === undefined ? {} : { httpPort }),
  };
}
