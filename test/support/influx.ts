import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../gateway/program.ts';
import { freePorts, serverProcess, type TestServer } from './server-process.ts';
import { tempDir } from './temp-dir.ts';

export const influxProgram = (): string | undefined => findProgram('influxd');

/** Rows of an InfluxQL answer as objects. */
export type InfluxRow = Readonly<Record<string, number | string | boolean | null>>;

export interface TestInflux extends TestServer {
  /** Runs InfluxQL on a database; times come back in ms. */
  query(db: string, statement: string): Promise<InfluxRow[]>;
  /** Writes raw line protocol, as another client would; resolves with the status. */
  write(db: string, lines: string): Promise<number>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** Every path inside `dir`, both ports on loopback, no reports home, no log of each request. */
const configuration = (dir: string, http: number, rpc: number) => `
reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${dir}/meta"
[data]
  dir = "${dir}/data"
  wal-dir = "${dir}/wal"
  query-log-enabled = false
[http]
  bind-address = "127.0.0.1:${http}"
  log-enabled = false
[monitor]
  store-enabled = false
[logging]
  level = "error"
`;

interface Answer {
  readonly error?: string;
  readonly results: readonly {
    readonly error?: string;
    readonly series?: readonly {
      readonly columns: readonly string[];
      readonly values: readonly (readonly (number | string | boolean | null)[])[];
      readonly tags?: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** A real InfluxDB 1.x (Debian's `influxdb`) on free ports with its data in a temporary directory. */
export async function startInflux(): Promise<TestInflux> {
  const program = influxProgram();
  if (!program) throw new Error('influxd is not installed: apt-get install influxdb');
  const dir = tempDir('influx');
  const [port = 0, rpc = 0] = await freePorts(2);
  const config = join(dir.path, 'influxdb.conf');
  writeFileSync(config, configuration(dir.path, port, rpc));
  const url = `http://127.0.0.1:${port}`;
  const child = serverProcess({
    program,
    args: ['-config', config],
    env: { HOME: dir.path },
    answers: async () => (await fetch(`${url}/ping`)).ok,
  });
  await child.start();
  return {
    ...child,
    url,
    port,
    async query(db, statement) {
      const response = await fetch(`${url}/query?${new URLSearchParams({ db, epoch: 'ms', q: statement })}`);
      const answer = (await response.json()) as Answer;
      const error = answer.error ?? answer.results[0]?.error;
      if (error) throw new Error(error);
      return (answer.results[0]?.series ?? []).flatMap(({ columns, values, tags }) =>
        values.map((row) => ({
          ...tags,
          ...Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])),
        })),
      );
    },
    async write(db, lines) {
      const response = await fetch(`${url}/write?db=${encodeURIComponent(db)}`, { method: 'POST', body: lines });
      await response.arrayBuffer();
      return response.status;
    },
    async remove() {
      await child.kill();
      dir.remove();
    },
  };
}
