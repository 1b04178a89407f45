import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../gateway/program.ts';

/** Whether certificates can be made here; says why not. */
export function canMakeCertificates(): boolean {
  if (findProgram('openssl')) return true;
  console.warn('no openssl on PATH: tests of TLS are left out');
  return false;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority in a folder, and what it signs. */
export interface Authority extends Certificate {
  /** A certificate for a common name; also for 127.0.0.1 and localhost. */
  sign(commonName: string, file: string): Certificate;
  /** A list of what is revoked, over the one before: these certificates, or none. */
  revoke(...certificates: readonly Certificate[]): string;
}

export function authority(folder: string, name = 'ca'): Authority {
  const make = (commonName: string, file: string, ...signer: string[]): Certificate => {
    const made = { cert: join(folder, `${file}.pem`), key: join(folder, `${file}.key`) };
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...['-keyout', made.key, '-out', made.cert, '-subj', `/CN=${commonName.replaceAll('/', '\\/')}`],
        ...signer,
      ],
      { stdio: 'pipe' },
    );
    return made;
  };
  const own = make(`test ${name}`, name);
  const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
  return {
    ...own,
    sign: (commonName, file) =>
      make(
        ...([commonName, file, '-CA', own.cert, '-CAkey', own.key, '-addext', names] as const),
        ...(['-addext', 'basicConstraints=critical,CA:FALSE'] as const),
      ),
    revoke(...certificates) {
      const [config, database, list] = ['crl.cnf', 'crl.txt', 'crl.pem'].map((file) => join(folder, file)) as [
        string,
        string,
        string,
      ];
      const serials = certificates.map(({ cert }) => new X509Certificate(readFileSync(cert)).serialNumber);
      writeFileSync(
        database,
        serials.map((serial) => `R\t491231235959Z\t250101000000Z\t${serial}\tunknown\t/CN=x\n`).join(''),
      );
      writeFileSync(config, `[ca]\ndefault_ca=own\n[own]\ndatabase=${database}\ndefault_md=sha256\n`);
      const signer = ['-keyfile', own.key, '-cert', own.cert, '-crldays', '2', '-out', list];
      execFileSync('openssl', ['ca', '-gencrl', '-config', config, ...signer], { stdio: 'pipe' });
      return list;
    },
  };
}
