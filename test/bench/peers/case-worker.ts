/**
 * The BullMQ worker behind both hand-written peers: each alarm is one job, which is done when the webhook, if there is one,
 * answered. `case-worker.ts <redis url> [webhook]`
 */
import { Worker } from 'bullmq';
import { serveProgress } from './child.ts';

const [redisUrl = '', webhook] = process.argv.slice(2);
const { hostname, port } = new URL(redisUrl);
let jobs = 0;
const worker = new Worker(
  'cases',
  async ({ data }) => {
    if (webhook) {
      const response = await fetch(webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(data),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`webhook: ${response.status}`);
    }
    jobs++;
  },
  { connection: { host: hostname, port: Number(port) }, concurrency: 50 },
);
worker.on('error', (error) => console.error(error.message));
await worker.waitUntilReady();
serveProgress({ working: true }, () => ({ jobs }));
process.on('SIGTERM', () => process.exit());
