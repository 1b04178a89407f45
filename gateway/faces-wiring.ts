import { startAccountAuditor } from './account-auditor.ts';
import type { Accounts } from './accounts.ts';
import type { CaseParts } from './cases-wiring.ts';
import { createHttp, type Http } from './http/server.ts';
import { resourcesOf } from './http-wiring.ts';
import type { Replays } from './ingest/replays.ts';
import { createLabTime } from './lab-time.ts';
import type { MqttParts } from './mqtt-wiring.ts';
import type { OnvifParts } from './onvif-wiring.ts';
import { createOwnDevice } from './own-device.ts';
import type { Readers } from './readers-wiring.ts';
import type { Registry } from './registry-wiring.ts';
import type { Stores } from './stores-wiring.ts';
import type { FailedShadow, Shadow } from './trials/shadow.ts';
import { openTrials } from './trials-wiring.ts';
import { version } from './version.ts';
import type { Ground } from './wiring.ts';

interface Faced {
  readonly caseParts: CaseParts;
  readonly mqtt: MqttParts;
  readonly onvifParts: OnvifParts;
  readonly readers: Readers;
  readonly replays: Replays;
  readonly shadow: Shadow | FailedShadow | undefined;
  readonly backup: (folder: string) => Promise<object>;
  readonly reloadCity: () => Promise<object>;
}

/** What people and platforms ask by HTTP, on no port yet; and what asks by itself whether the accounts balance. */
export async function openHttp(ground: Ground, stores: Stores, registry: Registry, parts: Faced): Promise<Http> {
  const { config, log, metrics, life } = ground;
  const { clock, city, dataDir, inbox, rules } = stores;
  const { readers, shadow } = parts;
  const { onvif, evidence, listener } = parts.onvifParts;
  const resources = resourcesOf({
    ...{ ...stores, ...registry, ...parts.caseParts },
    ...{ onvif, replays: parts.replays, reloadCity: parts.reloadCity, series: readers.store },
    ...{ readers: { rules: readers.rules, series: readers.series } },
    queueTrouble: stores.queue.trouble,
    mqtt: parts.mqtt.broker,
  });
  const own = createOwnDevice({ name: 'accounts', directory: registry.directory, rules, append: inbox.append, clock });
  const auditor = startAccountAuditor({
    draw: () => resources.accounts.accounts() as Accounts,
    level: readers.areLevel,
    reported: () => own.isOn('accounts_unbalanced'),
    report: (unbalanced, lines) => own.report('accounts_unbalanced', unbalanced, { lines: lines.join(', ') }),
    ...{ clock, log, metrics },
  });
  life.onStop(() => auditor.stop());
  return createHttp({
    ...{ clock, log, metrics, version, gatewayId: dataDir.gatewayId, lab: config.lab },
    tokens: [{ name: 'admin', roles: ['admin', 'restricted'], token: registry.adminToken }, ...config.tokens],
    ...{ ...resources, audit: registry.audit, trials: openTrials(ground, stores) },
    shadow: {
      report: (since) => (shadow && 'problem' in shadow ? shadow : shadow?.report(since)),
      isRestricted: (category) => city.catalogue.categories.get(category)?.restricted === true,
    },
    backup: { take: parts.backup },
    onvif: {
      ...{ list: onvif.list, topics: onvif.topics, retry: onvif.retry },
      ...(listener ? { receive: listener.receive } : {}),
    },
    evidence: { read: (id) => evidence.read(id, clock.now()) },
    ...(config.lab ? { labClock: labTimeOf(stores, parts) } : {}),
  });
}

/** The lab's clock steps once everything has come to rest, in the order of a message's journey. */
function labTimeOf({ clock, inbox, rules }: Stores, { caseParts, readers, shadow }: Faced) {
  const { cases, pipeline, delivery } = caseParts;
  return createLabTime({
    clock,
    parts: [inbox, ...readers.stages, pipeline, delivery, { idle: async () => shadow?.idle?.() }],
    trace() {
      const { candidates, clears } = rules.accounts();
      return [inbox.head(), readers.passed(), cases.events.head(), candidates, clears].join();
    },
  });
}
