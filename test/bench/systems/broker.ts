import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findProgram } from '../../../gateway/program.ts';
import { freePorts, serverProcess } from '../../support/server-process.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Debian puts it where only root looks. */
const program = (): string | undefined =>
  findProgram('mosquitto') ?? ['/usr/sbin/mosquitto'].find((path) => existsSync(path));

/** Nothing it has acknowledged is thrown away: its defaults drop what is more than 1,000 messages behind. */
const configuration = (port: number) => `
listener ${port} 127.0.0.1
allow_anonymous true
persistence false
max_queued_messages 0
max_inflight_messages 0
set_tcp_nodelay true
log_type error
`;

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

/** Why there is no mosquitto here; undefined when there is. */
export const brokerMissing = () => (program() ? undefined : 'not installed: apt-get install mosquitto');

/** A mosquitto of its own, for peers that have no broker. */
export async function startBroker(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const dir = tempDir('mosquitto');
  const [port = 0] = await freePorts(1);
  const config = join(dir.path, 'mosquitto.conf');
  writeFileSync(config, configuration(port));
  const args = ['-c', config];
  const broker = serverProcess({ program: program() ?? '', args, answers: () => answers(port) });
  await broker.start();
  return {
    port,
    async stop() {
      await broker.kill();
      dir.remove();
    },
  };
}
