import { defineConfig } from 'vitest/config';

/**
 * What starts whole gateways has time to come up and to drain, and comes after the rest. `faults` run one at a time: they
 * look at what an honest device notices, and a neighbour's load is not the fault they put in.
 */
const gateways = { testTimeout: 180_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    globalSetup: ['test/support/stores.ts'],
    // Half the time of these tests was each file loading the same modules again; none keeps state in a module.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{e2e,faults,conformance}/**'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...gateways,
          name: 'e2e',
          include: ['test/{e2e,conformance}/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          ...gateways,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          fileParallelism: false,
        },
      },
    ],
  },
});
