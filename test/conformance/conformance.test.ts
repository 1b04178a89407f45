/**
 * What MQTT 3.1.1 asks of a server, clause by clause, held against a gateway in open mode. aedes, which the gateway is built
 * on, goes through the same for comparison: its count is printed and decides nothing.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { ACKNOWLEDGEMENTS } from './acknowledgements.ts';
import { CONNECTS } from './connect.ts';
import { holdAll, type Server } from './conversation.ts';
import { DELIVERIES } from './deliveries.ts';
import { OTHERS } from './others.ts';
import { onStage } from './peer.ts';
import { PUBLISHES } from './publish.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { stockAedes } from './stock-aedes.ts';
import { SUBSCRIBES } from './subscribe.ts';

const TABLES = {
  CONNECT: CONNECTS,
  PUBLISH: PUBLISHES,
  'PUBACK to PUBCOMP': ACKNOWLEDGEMENTS,
  '(UN)SUBSCRIBE': SUBSCRIBES,
  others: OTHERS,
};
const AT_ONCE = 8;

async function gatewayInOpenMode(): Promise<Server> {
  const gateway = await startGateway({ env: { GRIDWARDEN_MQTT_ACCESS: 'open' } });
  return { port: Number(new URL(gateway.ready.mqtt).port), patience: 8_000 };
}

/** Its patience is short: what aedes waits for would make up most of the time. */
async function aedesAsItComes(patience: number): Promise<Server> {
  const { port, stop } = await stockAedes();
  onTestFinished(stop);
  return { port, patience };
}

async function playAll(server: Server, scenarios: readonly Scenario[]): Promise<readonly string[]> {
  const faults: (string | undefined)[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < scenarios.length; index = next++) {
      const scenario = scenarios[index];
      if (scenario)
        faults[index] = await onStage(server, (stage) => scenario.play(stage)).then(
          () => undefined,
          (error: unknown) => `${scenario.clause} ${scenario.name}: ${error instanceof Error ? error.message : error}`,
        );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults.filter((fault) => fault !== undefined);
}

const tell = (what: string, all: number, gateway: readonly string[], aedes: readonly string[]) =>
  console.info(`${what}: gateway ${all - gateway.length} of ${all}, stock aedes ${all - aedes.length} of ${all}`);

describe('MQTT 3.1.1', () => {
  it('raw conversations go as the specification says', { timeout: 60_000 }, async () => {
    const [gateway, stock] = [await gatewayInOpenMode(), await aedesAsItComes(250)];
    const faults: string[] = [];
    for (const [what, table] of Object.entries(TABLES)) {
      expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
      const found = await holdAll(gateway, table);
      tell(what, table.length, found, await holdAll(stock, table));
      faults.push(...found);
    }
    expect(faults).toEqual([]);
  });

  it('scenarios over several packets and connections end as they should', { timeout: 60_000 }, async () => {
    const [gateway, stock] = [await gatewayInOpenMode(), await aedesAsItComes(3_500)];
    const all = [...SCENARIOS, ...DELIVERIES];
    const [faults, others] = await Promise.all([playAll(gateway, all), playAll(stock, all)]);
    tell('scenarios', all.length, faults, others);
    expect(faults).toEqual([]);
  });
});
