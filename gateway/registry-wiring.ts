import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { once } from './data-dir.ts';
import { openSeal } from './inbox/seal.ts';
import { openCredentials } from './ingest/credentials.ts';
import { openDeadLetters } from './ingest/dead-letters.ts';
import { openDeviceDirectory } from './ingest/device-directory.ts';
import { openOnvifConnections } from './ingest/onvif-connections.ts';
import { createPasswords } from './ingest/passwords.ts';
import { createRefusals } from './ingest/refusals.ts';
import { openAuditLog } from './records/audit-log.ts';
import type { Stores } from './stores-wiring.ts';
import type { Ground } from './wiring.ts';

export type Registry = ReturnType<typeof openRegistry>;

/** Who may speak, and what is remembered of those who may not: devices, their secrets, dead letters, the audit log. */
export function openRegistry({ config, log, life }: Ground, { dataDir, records, inbox, clock }: Stores) {
  const { pepper } = dataDir;
  const adminToken =
    config.adminToken ?? once(dataDir.adminTokenFile, () => `gwa_${randomBytes(32).toString('base64url')}`);
  const directory = openDeviceDirectory({ records, clock });
  const passwords = createPasswords();
  life.onStop(() => passwords.stop());
  const credentials = openCredentials({ records, clock, pepper, passwords });
  const deadLetters = openDeadLetters({
    ...{ records, seal: openSeal(join(dataDir.keys, 'dead-letters')) },
    isReplayed: inbox.isReplayed,
  });
  const connections = openOnvifConnections({ records, pepper });
  const audit = openAuditLog({ records, clock });
  const refusals = createRefusals({
    clock,
    write: ({ kind, user, address, count }) =>
      void audit
        .append({ kind, actor: user, subject: '', address, detail: { count } })
        .catch((error: unknown) => log.error({ err: error }, 'the audit log takes no rows')),
  });
  life.onStop(() => refusals.stop());
  return { adminToken, directory, credentials, deadLetters, connections, audit, refusals };
}
