import { connect } from 'node:net';
import { findProgram } from '../../gateway/program.ts';
import { freePorts, serverProcess, type TestServer } from './server-process.ts';
import { type TempDir, tempDir } from './temp-dir.ts';

export const redisProgram = (): string | undefined => findProgram('redis-server', 'valkey-server');

export interface TestRedis extends TestServer {
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** Sends one inline command and resolves with the first bytes of the answer. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
}

/**
 * A real Redis (or Valkey) on a free port. `appendOnly` keeps every write over a kill (fsync each second); without it a
 * restart comes up empty, as a Redis that lost its disk.
 */
export async function startRedis(options: { appendOnly?: boolean } = {}): Promise<TestRedis> {
  const program = redisProgram();
  if (!program) throw new Error('redis-server is not installed: apt-get install redis-server');
  const dir: TempDir = tempDir('redis');
  const [port = 0] = await freePorts(1);
  const child = serverProcess({
    program,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir.path, '--save', ''],
      ...['--appendonly', options.appendOnly ? 'yes' : 'no', '--daemonize', 'no', '--loglevel', 'warning'],
    ],
    answers: async () => (await ask(port, 'PING')).startsWith('+PONG'),
  });
  await child.start();
  return {
    ...child,
    port,
    url: `redis://127.0.0.1:${port}`,
    async remove() {
      await child.kill();
      dir.remove();
    },
  };
}
