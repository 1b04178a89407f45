import { defineConfig } from 'vitest/config';

/** `unit` is everything but what starts whole gateways: that runs one file at a time, with time to come up and to drain. */
export default defineConfig({
  test: {
    globalSetup: ['test/support/stores.ts'],
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
          name: 'e2e',
          include: ['test/{e2e,faults,conformance}/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
