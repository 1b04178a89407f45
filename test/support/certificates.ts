import { execFileSync } from 'node:child_process';
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
  };
}
