import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GatewayError } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value of a setting: that of the variable (or of the file that `NAME_FILE` names), else that of the configuration file,
 * else the default. `key` is its path in the file, `variable` empty where the environment cannot set it.
 */
export type PickSetting = <T>(
  key: string,
  variable: string,
  parse: (text: string) => T,
  fromFile: T | undefined,
  fallback: T,
) => T;

/** Picks settings and remembers in `origin` where each came from: default, file or the variable's name. */
export function createSettings(
  env: Environment,
  cwd: string,
): { readonly pick: PickSetting; readonly origin: Readonly<Record<string, string>> } {
  const origin: Record<string, string> = {};
  return {
    origin,
    pick(key, variable, parse, fromFile, fallback) {
      const given = variable ? secretOf(env, variable, cwd) : undefined;
      origin[key] = given !== undefined ? variable : fromFile !== undefined ? 'file' : 'default';
      return given !== undefined ? parse(given) : (fromFile ?? fallback);
    },
  };
}

export const text = (value: string): string => value;

/** Reads one of a few words. Throws CONFIG_INVALID, like those below. */
export const oneOf =
  <T extends string>(variable: string, ...allowed: readonly T[]) =>
  (value: string): T => {
    if ((allowed as readonly string[]).includes(value)) return value as T;
    throw new GatewayError('CONFIG_INVALID', `${variable}=${value}: use ${allowed.join(', ')}`);
  };

/** Reads a port. */
export const portOf = (variable: string) => (value: string) => {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new GatewayError('CONFIG_INVALID', `${variable}=${value}: a port is a number from 0 (any free port) to 65535`);
};

/** Reads an address. */
export const urlOf = (variable: string) => (value: string) => {
  if (URL.canParse(value)) return value;
  throw new GatewayError(
    'CONFIG_INVALID',
    `${variable} is not a URL, e.g. redis://127.0.0.1:6379 or http://127.0.0.1:8086`,
  );
};

/** Reads messages per second. */
export function rateOf(value: string): number {
  const rate = Number(value);
  if (value.trim() !== '' && rate >= 0 && Number.isFinite(rate)) return rate;
  throw new GatewayError('CONFIG_INVALID', `GRIDWARDEN_DEVICE_RATE=${value}: use messages per second, 0 for no limit`);
}

/** A secret from `NAME`, or from the file that `NAME_FILE` names. */
function secretOf(env: Environment, name: string, cwd: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (env[name] !== undefined && env[name] !== '') return env[name];
  return file ? secretFrom(`${name}_FILE`, undefined, file, cwd) : undefined;
}

/** A secret that the configuration file holds, or that a file holds which it names. */
export function secretFrom(what: string, value: string | undefined, file: string | undefined, cwd: string): string {
  if (value !== undefined) return value;
  if (file === undefined)
    throw new GatewayError('CONFIG_INVALID', `${what}: give the secret itself or a file that holds it`);
  try {
    return readFileSync(resolve(cwd, file), 'utf8').trim();
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', `${what}: ${(cause as Error).message}`, { cause });
  }
}
