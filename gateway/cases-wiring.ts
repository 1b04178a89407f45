import { publishCases } from './case-publisher.ts';
import { caseSearch } from './cases/case-search.ts';
import { createCases } from './cases/cases.ts';
import { sensorsOver } from './cases/sensors.ts';
import type { LiveCity } from './city/live-city.ts';
import { cityPortOf } from './city-wiring.ts';
import { caseEventMessages } from './delivery/case-event.ts';
import { createDelivery } from './delivery/delivery.ts';
import type { FilterWords } from './delivery/filter-check.ts';
import { devicePortOf } from './devices-wiring.ts';
import type { DeviceDirectory } from './ingest/device-directory.ts';
import type { CaseEvent } from './model/case.ts';
import { UNGRIDDED } from './model/grid.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import type { Registry } from './registry-wiring.ts';
import type { Stores } from './stores-wiring.ts';
import type { MqttBroker } from './transport/mqtt-broker.ts';
import type { Ground } from './wiring.ts';

export type CaseParts = ReturnType<typeof createCaseParts>;

/** What a receiver can filter by: the words that cases of this city carry, by its newest files. */
export function filterWordsOf(
  city: Pick<LiveCity, 'catalogue' | 'systems' | 'orgs' | 'departments'>,
  directory: Pick<DeviceDirectory, 'get' | 'ids'>,
): FilterWords {
  const cellsOf = (systems: LiveCity['systems']) => systems.flatMap(({ cells }) => [...cells.keys()]);
  return {
    categories: () => city.catalogue.categories.keys(),
    grids: () => [UNGRIDDED, ...cellsOf(city.systems)],
    parties() {
      // Where no grid says who dispatches, a device does; and the ladder tells cells of the responsible system.
      const named = [...directory.ids()].flatMap((deviceId) => directory.get(deviceId)?.orgCode ?? []);
      const responsible = city.systems.filter(({ spec }) => spec.system === city.systems[0]?.spec.system);
      return [
        ...city.orgs.map(({ code }) => code),
        ...Object.keys(city.departments),
        ...cellsOf(responsible),
        ...named,
      ];
    },
  };
}

/** From a candidate to a case and its way out: the pipeline, the cases, and their delivery. Nothing of it runs yet. */
export function createCaseParts(
  { config, log, metrics }: Ground,
  stores: Stores,
  { directory }: Registry,
  /** Parts that are made later: who answers feedback by MQTT, and whether the rules have read all there is. */
  later: { answer(orgCode: string, document: object): void; rulesAreLevel(): boolean },
) {
  const { records, clock, city, rules, queue, mode, deviceTypes, dataDir } = stores;
  const cases = createCases({
    ...{ records, clock, category: city.category, ladder: () => city.ladder },
    sensors: sensorsOver({ report: rules.device, current: later.rulesAreLevel }),
    after: (from, limit) => city.deadlines({ response: limit, disposal: limit }, from).response,
    refused: ({ feedbackId }, orgCode, { code, title, detail }) =>
      later.answer(orgCode, { code, title, detail, feedbackId, topic: `v1/feedback/${orgCode}` }),
  });
  const delivery = createDelivery({
    ...{ records, events: cases.events, wakeUps: queue, clock, log, metrics, gatewayId: dataDir.gatewayId },
    allowPrivate: config.allowPrivate,
    filterWords: filterWordsOf(city, directory),
    lifeSafety: ({ categoryCode }) => city.catalogue.categories.get(categoryCode)?.lifeSafety === true,
  });
  const pipeline = createPipeline({
    ...{ records, source: rules.outbox, wakeUps: queue, clock, log, metrics },
    cases: { ...cases.rows, ...caseSearch },
    city: cityPortOf(city, mode),
    devices: devicePortOf(directory, deviceTypes),
    production: !config.lab,
    timerHandlers: cases.timers,
    audits: [delivery.rewake],
  });
  return { cases, delivery, pipeline };
}

/** Sets them going, the end of the way first: what waited is delivered, then decided. */
export async function startCaseParts(
  { log, life }: Ground,
  { dataDir }: Stores,
  { cases, delivery, pipeline }: CaseParts,
  publish: MqttBroker['publish'],
): Promise<void> {
  await delivery.start();
  life.onStop(() => delivery.stop());
  pipeline.start();
  life.onStop(() => pipeline.stop());
  const messagesOf = (event: CaseEvent) => caseEventMessages(dataDir.gatewayId, event);
  life.onStop(publishCases({ events: cases.events, messagesOf, publish, log }));
}
