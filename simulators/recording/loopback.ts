import { UsageError } from '../usage-error.ts';

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** Whether an address leads to this machine. Throws when it is none. */
export const isThisMachine = (url: string): boolean => isLoopback(new URL(url).hostname);

/** Throws unless `url` leads to this machine, or its owner said so: nobody's city is to be flooded by a wrong address. */
export function refuseForeign(url: string, owned: boolean): void {
  let host: string;
  try {
    host = new URL(url).hostname;
  } catch {
    throw new UsageError(`"${url}" is no address; write mqtt://127.0.0.1:1883`);
  }
  if (owned || isLoopback(host)) return;
  throw new UsageError(`${host} is not this machine; add --i-own-this-broker if simulated traffic is welcome there`);
}
