import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { GatewayError, toGatewayError } from '../errors.ts';

/** The login of a device and how far its certificate is trusted. */
export interface Access {
  readonly username: string;
  readonly password: string;
  readonly ca?: string;
  readonly pin?: string;
}

/** The password of a device; not as a default, since help would print it. */
export function passwordOption(): Option {
  return new Option('-p, --password <password>', 'its password').default('').env('GRIDWARDEN_ONVIF_PASSWORD');
}

/** Adds the options of a login and of a certificate to a command. */
export function withAccess(command: Command): Command {
  return command
    .option('-u, --username <name>', 'ONVIF user', '')
    .addOption(passwordOption())
    .option('--ca <file>', 'PEM of the authority that signed the certificate of an https address')
    .option('--pin <fingerprint>', 'SHA-256 fingerprint of the certificate itself, where nobody known signed it');
}

/** The login as the transport takes it; throws `CONFIG_UNREADABLE` for a `--ca` that cannot be read. */
export function accessOf({ username, password, ca, pin }: Access): Access {
  return {
    username,
    password,
    ...(ca === undefined ? {} : { ca: readPem(ca) }),
    ...(pin === undefined ? {} : { pin }),
  };
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GatewayError('CONFIG_UNREADABLE', `--ca ${file}: ${toGatewayError(error).detail}`);
  }
}
