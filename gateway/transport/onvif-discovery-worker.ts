import { parentPort, workerData } from 'node:worker_threads';
import onvif from 'node-onvif';
import { escapeXml } from '../xml.ts';

/*
 * node-onvif lives here and nowhere else: it keeps its sockets and timers in module state, lets some network errors escape
 * as uncaught exceptions and parses replies into trees. In a worker of its own an error ends one question, not the gateway.
 */

/** What the gateway asks of the worker. */
export type DiscoveryJob =
  | { readonly kind: 'probe'; readonly waitMs: number; readonly address: string; readonly port: number }
  | { readonly kind: 'describe'; readonly address: string; readonly username: string; readonly password: string };

/** What the worker answers: plain data, still to be checked by the asker. */
export type DiscoveryAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

async function probe(job: Extract<DiscoveryJob, { kind: 'probe' }>): Promise<unknown> {
  onvif._MULTICAST_ADDRESS = job.address;
  onvif._PORT = job.port;
  onvif._DISCOVERY_WAIT = job.waitMs;
  return await onvif.startProbe();
}

async function describe(job: Extract<DiscoveryJob, { kind: 'describe' }>): Promise<unknown> {
  const { device } = new onvif.OnvifDevice({ xaddr: job.address }).services;
  // Without login first: the answer sets the clock difference that a login must contain.
  await device.getSystemDateAndTime().catch(() => {});
  // The library puts the user name into XML as it is.
  device.setAuth(escapeXml(job.username), job.password);
  const information = await device.getDeviceInformation();
  const scopes = await device.getScopes().catch(() => undefined);
  const capabilities = await device.getCapabilities().catch(() => undefined);
  return { information: information.data, scopes: scopes?.data, capabilities: capabilities?.data };
}

const job = workerData as DiscoveryJob;
const answer: DiscoveryAnswer = await (job.kind === 'probe' ? probe(job) : describe(job)).then(
  (value) => ({ ok: true as const, value }),
  (error: unknown) => ({ ok: false as const, error: error instanceof Error ? error.message : String(error) }),
);
// Through JSON: nothing but data crosses, whatever the library returned.
parentPort?.postMessage(JSON.parse(JSON.stringify(answer)));
