import { type Command, Option } from 'commander';
import { ERRORS, type ErrorCode, GatewayError } from '../errors.ts';

/** Where a running gateway is and the token that opens it. */
export interface GatewayAddress {
  readonly http: string;
  readonly token?: string;
}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly [member: string]: unknown;
}

/** Where a gateway that was started with the same settings listens; port 0, any free one, tells nothing. */
function defaultAddress({ GRIDWARDEN_HTTP: address, GRIDWARDEN_HTTP_PORT: port }: NodeJS.ProcessEnv): string {
  return address ?? `http://127.0.0.1:${Number(port) > 0 ? port : 8080}`;
}

/** Adds the options that every command needs that speaks to a running gateway. */
export function atGateway(command: Command): Command {
  return command.option('--http <url>', 'HTTP address of the gateway', defaultAddress(process.env)).addOption(
    // Not as a default: help would print the secret.
    new Option('--token <token>', 'bearer token; lab mode on this machine needs none').env('GRIDWARDEN_ADMIN_TOKEN'),
  );
}

/** An answer of the gateway. `problem` is set for 4xx and 5xx. */
export interface Answer<T> {
  readonly body: T;
  readonly problem?: Problem;
}

/**
 * Asks a running gateway. Throws GATEWAY_UNREACHABLE when nothing answers.
 */
export async function askGateway<T>(at: GatewayAddress, path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const headers = new Headers(init.headers);
  if (at.token) headers.set('authorization', `Bearer ${at.token}`);
  let response: Response;
  try {
    response = await fetch(new URL(path, at.http), { ...init, headers, ...(init.body ? { duplex: 'half' } : {}) });
  } catch (cause) {
    const why = (cause as { cause?: Error }).cause?.message ?? (cause as Error).message;
    throw new GatewayError('GATEWAY_UNREACHABLE', `${at.http}: ${why}; is it running, is --http right?`, { cause });
  }
  const text = await response.text();
  const body = (/json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as T;
  return response.ok ? { body } : { body, problem: body as Problem };
}

/** The answer, or its problem thrown under the code the gateway gave it. */
export async function getFromGateway<T>(at: GatewayAddress, path: string, init?: RequestInit): Promise<T> {
  const { body, problem } = await askGateway<T>(at, path, init);
  if (problem) throw problemError(problem);
  return body;
}

/** A problem document as the error it was at the gateway. */
export function problemError({ code, detail }: Problem): GatewayError {
  const known = code !== undefined && code in ERRORS ? (code as ErrorCode) : 'INTERNAL';
  return new GatewayError(known, detail ?? 'the gateway gave no reason');
}
