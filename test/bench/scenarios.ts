import type { Scenario } from './scenario.ts';
import { flood } from './scenarios/flood.ts';
import { idle } from './scenarios/idle.ts';
import { ingestScenarios } from './scenarios/ingest.ts';
import { latency } from './scenarios/latency.ts';
import { startScenarios } from './scenarios/start.ts';

/** Everything that is measured, in the order it is run. */
export const SCENARIOS: readonly Scenario[] = [...ingestScenarios, latency, idle, flood, ...startScenarios];
