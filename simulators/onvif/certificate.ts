import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, hex with colons: what a client pins. */
  readonly fingerprint: string;
}

const PEM = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----\n?/g;

/** Makes a self-signed certificate for 127.0.0.1 with the openssl program, as devices make theirs at the first start. */
export async function selfSigned(name: string): Promise<Certificate> {
  const { stdout } = await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650'],
    ...['-subj', `/CN=${name.replace(/[^\w.-]/g, '_')}`, '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
    ...['-keyout', '-', '-out', '-'],
  ]);
  const blocks = [...stdout.matchAll(PEM)];
  const block = (kind: string) => blocks.find(([, title]) => title?.includes(kind))?.[0] ?? '';
  const cert = block('CERTIFICATE');
  return { cert, key: block('PRIVATE KEY'), fingerprint: new X509Certificate(cert).fingerprint256 };
}
