import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

/** Says `ready`, then answers each line on stdin with `progress` and the longest stall of the event loop since the last. */
export function serveProgress(ready: object, progress: () => object): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  createInterface({ input: process.stdin })
    .on('line', () => {
      console.log(JSON.stringify({ ...progress(), longestStallMs: delay.max / 1e6 }));
      delay.reset();
    })
    .on('close', () => process.exit());
  console.log(JSON.stringify(ready));
}
