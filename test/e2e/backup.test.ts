import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connectAsync } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RunningGateway, runCli, startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

interface CaseView {
  readonly caseNo: string;
  readonly candidateId: string;
  readonly devices: readonly string[];
}
interface EventView {
  readonly sequence: string;
  readonly type: string;
  readonly subject: string;
}

const get = async <T>(gateway: RunningGateway, path: string): Promise<T> =>
  (await (await fetch(gateway.ready.http + path)).json()) as T;
const events = (gateway: RunningGateway) => get<EventView[]>(gateway, '/v1/case-events?after=0&limit=1000');
const cases = async (gateway: RunningGateway) =>
  (await get<{ items: CaseView[] }>(gateway, '/v1/cases?limit=500')).items;
const level = async (gateway: RunningGateway) => {
  await eventually(
    'level and balanced',
    async () => {
      const accounts = await get<{ balanced: boolean; messages: { pending: number }; candidates: { pending: number } }>(
        gateway,
        '/v1/accounts',
      );
      return accounts.balanced && accounts.messages.pending === 0 && accounts.candidates.pending === 0;
    },
    30_000,
  );
};

/** Devices that send readings all the time; every tenth message of each raises or clears. Ends with what was acknowledged. */
async function load(gateway: RunningGateway, names: readonly string[]) {
  let running = true;
  const alarmed = new Set<string>();
  let messages = 0;
  const one = async (name: string, order: number) => {
    const client = await connectAsync(gateway.ready.mqtt, {
      username: `lab/${name}`,
      password: 'lab',
      clientId: `lab/${name}`,
    });
    onTestFinished(() => client.endAsync(true).catch(() => undefined));
    await client.publishAsync('v1/me/status', '{"online":true,"profile":"smoke"}', { qos: 1 });
    for (let seq = 1; running; seq++) {
      await client.publishAsync('v1/me/telemetry', JSON.stringify({ ts: Date.now(), seq, values: { smoke: 0.01 } }), {
        qos: 1,
      });
      messages++;
      if (seq !== 10 + order * 10) continue;
      await client.publishAsync('v1/me/event', '{"code":"smoke_alarm","active":true}', { qos: 1 });
      alarmed.add(`lab/${name}`);
    }
    await client.endAsync();
  };
  const done = Promise.all(names.map(one));
  return {
    alarmed,
    get messages() {
      return messages;
    },
    async end() {
      running = false;
      await done;
    },
  };
}

describe('backup', () => {
  it('is one point in time under load: restored, nothing is lost, doubled or out of balance', async () => {
    const gateway = await startGateway();
    const traffic = await load(
      gateway,
      Array.from({ length: 40 }, (_, index) => `d${index}`),
    );
    await eventually('traffic and cases', async () => traffic.alarmed.size >= 8 && (await cases(gateway)).length > 3);

    const folder = join(testDir(), 'backup');
    const env = { GRIDWARDEN_DATA_DIR: gateway.ready.dataDir };
    const before = { cases: await cases(gateway), alarmed: new Set(traffic.alarmed), messages: traffic.messages };
    const made = await runCli(['backup', folder, '--http', gateway.ready.http], env);
    const after = { cases: await cases(gateway), events: await events(gateway) };
    expect(made.err).toBe('');
    expect(made.out).toMatch(
      /inbox holds [\d.]+ (ms|s) at the current rate of \d+ messages\/s .* quota lasts for an outage of [\d.]+ (d|h)/,
    );
    expect(made.code).toBe(0);
    expect(traffic.messages).toBeGreaterThan(before.messages);
    await eventually('all alarms', () => traffic.alarmed.size === 40);
    await traffic.end();
    await level(gateway);
    expect(await gateway.end()).toBe(0);

    const dataDir = join(testDir(), 'restored');
    const restored = await runCli(['restore', folder], { GRIDWARDEN_DATA_DIR: dataDir });
    expect([restored.err, restored.code]).toEqual(['', 0]);
    const again = await startGateway({ dataDir });
    await level(again);
    const found = await cases(again);
    const byDevice = (list: readonly CaseView[]) => list.flatMap(({ devices }) => devices).sort();
    // Every alarm acknowledged before the backup is a case, one per device, and none that was not sent.
    expect(new Set(byDevice(found)).size).toBe(found.length);
    expect(byDevice(found)).toEqual(expect.arrayContaining([...before.alarmed]));
    // Cases from before the backup are the same ones, under the same numbers.
    for (const { caseNo, candidateId } of before.cases)
      expect(found.find((entry) => entry.caseNo === caseNo)?.candidateId).toBe(candidateId);
    // A case event that came after the backup has a sequence that the first life never gave to another one.
    const seen = new Map(after.events.map((event) => [event.sequence, `${event.type} ${event.subject}`]));
    for (const event of await events(again))
      expect(seen.get(event.sequence) ?? `${event.type} ${event.subject}`).toBe(`${event.type} ${event.subject}`);

    // It goes on: the same alarm again is no second case, another device is one, behind the gap.
    const more = await load(again, ['late']);
    await eventually('another alarm', () => more.alarmed.size === 1);
    await more.end();
    await eventually('another case', async () => (await cases(again)).length === found.length + 1);
    const late = (await cases(again)).find(({ devices }) => devices.includes('lab/late'));
    expect(Number(late?.caseNo.slice(5))).toBeGreaterThan(100_000);
    expect(Number((await events(again)).at(-1)?.sequence)).toBeGreaterThan(1_000_000);
    await level(again);
    expect(await again.end()).toBe(0);

    // Stopped, the same command copies directly; the copy of the copy is whole, too.
    const second = join(testDir(), 'second');
    const direct = await runCli(['backup', second, '--json'], { GRIDWARDEN_DATA_DIR: dataDir });
    expect([direct.err, direct.code]).toEqual(['', 0]);
    expect(JSON.parse(direct.out)).toMatchObject({ folder: second, series: 'sqlite' });
    const doctor = await runCli(['doctor', '--json'], {
      GRIDWARDEN_DATA_DIR: dataDir,
      GRIDWARDEN_MQTT_PORT: '0',
      GRIDWARDEN_HTTP_PORT: '0',
    });
    const checks = JSON.parse(doctor.out) as { check: string; state: string; detail: string }[];
    expect(checks.find(({ check }) => check === 'data directory')).toMatchObject({ state: 'ok' });
  });

  it('is refused where it would overwrite, mislead or grow into itself; and so is a restore', async () => {
    const gateway = await startGateway();
    const { dataDir, http } = gateway.ready;
    const post = async (path: string) => {
      const answer = await fetch(`${http}/v1/backup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ path }),
      });
      const { code, detail } = (await answer.json()) as { code?: string; detail?: string };
      return [answer.status, code, detail];
    };
    const full = testDir();
    writeFileSync(join(full, 'diary.txt'), 'dear');
    expect(await post(full)).toEqual([409, 'BACKUP_REFUSED', expect.stringContaining('not empty (diary.txt')]);
    expect(await post(join(dataDir, 'backup'))).toEqual([
      409,
      'BACKUP_REFUSED',
      expect.stringContaining('inside the data directory'),
    ]);
    expect(await post('here')).toEqual([400, 'REQUEST_INVALID', expect.stringContaining('absolute')]);
    expect(readdirSync(full)).toEqual(['diary.txt']);

    const good = join(testDir(), 'good');
    expect((await post(good))[0]).toBe(200);
    const into = (target: string, from = good) => runCli(['restore', from], { GRIDWARDEN_DATA_DIR: target });
    expect(await into(full)).toMatchObject({ code: 4, err: expect.stringContaining('not empty') });
    expect(await into(join(testDir(), 'new'), full)).toMatchObject({
      code: 4,
      err: expect.stringContaining('is no backup'),
    });
    const away = await runCli(['backup', join(testDir(), 'x')], {
      GRIDWARDEN_DATA_DIR: dataDir,
      GRIDWARDEN_HTTP_PORT: '1',
    });
    expect(away).toMatchObject({ code: 5, err: expect.stringContaining('--http') });
    const none = await runCli(['backup', join(testDir(), 'x')], { GRIDWARDEN_DATA_DIR: join(full, 'nothing') });
    expect(none).toMatchObject({ code: 4, err: expect.stringContaining('no data directory') });
    expect(existsSync(join(full, 'nothing'))).toBe(false);

    // A file cut short by a full disk on the way, and a restore that did not end.
    const db = new DatabaseSync(join(good, 'records.sqlite'));
    db.exec('CREATE TABLE more (text); INSERT INTO more VALUES (zeroblob(100000))');
    db.close();
    expect(await into(join(testDir(), 'new'))).toMatchObject({
      code: 4,
      err: expect.stringContaining('records.sqlite has'),
    });
    const half = join(testDir(), 'half');
    mkdirSync(half);
    writeFileSync(join(half, 'RESTORING'), '');
    expect(await runCli(['start'], { GRIDWARDEN_DATA_DIR: half })).toMatchObject({
      code: 4,
      err: expect.stringContaining('did not end'),
    });
    rmSync(half, { recursive: true });
    expect(await gateway.end()).toBe(0);
  });
});
