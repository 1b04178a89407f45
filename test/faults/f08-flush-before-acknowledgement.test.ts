/** F8: the order of flush and acknowledgement, as the kernel saw it. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hex, publish } from '../support/mqtt-raw.ts';
import { siteUnderFault } from '../support/site-under-fault.ts';
import { traceable, traced } from '../support/strace.ts';

const MESSAGES = 50;

it.runIf(traceable())('has a completed flush of the log between every PUBLISH and its PUBACK', async () => {
  const site = await siteUnderFault();
  const log = join(site.gateway.ready.dataDir, 'inbox', 'data.mdb');
  const device = await site.rawDevice('lab/d1');
  const trace = await traced(site.gateway.process, undefined, [
    ...['-y', '-xx', '-s', '64', '-e', 'trace=read,write,writev,fdatasync,sendto,recvfrom'],
  ]);
  // One at a time: then whatever was flushed in between was flushed for this one.
  for (let id = 1; id <= MESSAGES; id++) {
    const mark = `mark${String(id).padStart(4, '0')}`;
    device.send(publish('v1/me/telemetry', JSON.stringify({ mark, smoke: 0.01 }), id));
    expect(await device.gets(hex(`4002${id.toString(16).padStart(4, '0')}`))).toBe(true);
  }
  await trace.end();

  const bytes = (text: string) =>
    [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  const lines = trace.lines();
  const path = bytes(log);
  const flushed = (line: string) =>
    (line.includes(`<${log}>`) || line.includes(path)) && /fdatasync\(.*\) += 0|fdatasync\(.*unfinished/.test(line);
  let withFlush = 0;
  for (let id = 1; id <= MESSAGES; id++) {
    const arrived = lines.findIndex((line) => line.includes(bytes(`mark${String(id).padStart(4, '0')}`)));
    const answer = bytes(String.fromCharCode(0x40, 2, 0, id));
    const acknowledged = lines.findIndex((line, index) => index > arrived && line.includes(answer));
    const between = lines.slice(arrived, acknowledged);
    const begun = between.findIndex(flushed);
    const thread = between[begun]?.split(' ')[0] ?? '';
    const done =
      begun >= 0 &&
      (/= 0$/.test(between[begun] ?? '') ||
        between.slice(begun).some((line) => line.startsWith(thread) && /fdatasync resumed.*= 0/.test(line)));
    expect(arrived, `PUBLISH ${id} was seen`).toBeGreaterThanOrEqual(0);
    expect(acknowledged, `PUBACK ${id} was seen`).toBeGreaterThan(arrived);
    if (done) withFlush++;
  }
  expect(withFlush).toBe(MESSAGES);
});
