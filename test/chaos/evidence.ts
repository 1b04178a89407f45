import type { Clock } from '../../gateway/clock.ts';
import { readingOfValue } from './ledger.ts';
import type { Site } from './site.ts';

/** Where readings of the load stand; InfluxDB is asked directly, so that the gateway is no witness for itself. */
const DATABASE = 'gridwarden';
const QUERY = 'SELECT temperature FROM telemetry GROUP BY device';
/** Readings that are alarms themselves (the heat of a burning room) are told by their value. */
const HARMLESS_BELOW = 57;
const FEED_LIMIT = 1_000;

export interface AccountsView {
  readonly balanced: boolean;
  readonly messages: { readonly pending: number; readonly received: number; readonly duplicate: number };
  readonly candidates: { readonly pending: number };
  readonly receivers: readonly { readonly pending: number; readonly failed: number; readonly delivered: number }[];
}

function put(stored: Map<string, number[]>, deviceId: string, value: number): void {
  if (!(value < HARMLESS_BELOW)) return;
  const device = deviceId.replace(/^lab\//, '');
  const points = stored.get(device) ?? [];
  points.push(readingOfValue(value));
  stored.set(device, points);
}

/** Every stored reading of the load by device, one entry per point. */
export async function storedReadings(site: Site, devices: Iterable<string>, clock: Clock) {
  const stored = new Map<string, number[]>();
  if (site.influx) {
    const rows = await site.influx.query(DATABASE, QUERY);
    for (const row of rows) put(stored, String(row['device']), Number(row['temperature']));
    return stored;
  }
  for (const device of devices) {
    let from: string | undefined = String(clock.now() - 86_400_000);
    while (from !== undefined) {
      const window = new URLSearchParams({ device: `lab/${device}`, channel: 'temperature', from });
      const page: { items: { value: number }[]; next?: string } = await site.get(`/v1/series?${window}`);
      for (const { value } of page.items) put(stored, device, value);
      from = page.next;
    }
  }
  return stored;
}

/** Ids of all case events, read from the cursor feed. */
export async function feedIds(site: Site): Promise<string[]> {
  const ids: string[] = [];
  for (let after = '0'; ; ) {
    const page = await site.get<{ id: string; sequence: string }[]>(
      `/v1/case-events?after=${after}&limit=${FEED_LIMIT}`,
    );
    ids.push(...page.map((event) => event.id));
    const last = page.at(-1);
    if (!last) return ids;
    after = last.sequence;
  }
}
