/** F11: whatever a device sends twice, its happening becomes one case. */
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { DISCONNECT, hex, publish } from '../support/mqtt-raw.ts';
import { type Site, siteUnderFault } from '../support/site-under-fault.ts';
import { testDir } from '../support/test-dir.ts';

const alarm = (seq: number) => JSON.stringify({ ts: realClock().now(), seq, code: 'smoke_alarm', active: true });
const EVENT = 'v1/me/event';
const DUP = 0x08;

/** Sends a packet of one id some times and waits for as many acknowledgements. */
async function sent(site: Site, user: string, packets: readonly Buffer[], answers: readonly Buffer[]): Promise<void> {
  const client = await site.rawDevice(user, { flags: 0xc0 });
  client.send(...packets);
  await client.length(4 + answers.length * 4);
  expect(client.received().subarray(4).toString('hex')).toBe(Buffer.concat(answers).toString('hex'));
  client.send(DISCONNECT);
  await client.closed;
}

it('makes one case of what comes twice: under one packet id, under a new one, at QoS 2, after a restart', async () => {
  const dataDir = testDir();
  const first = await siteUnderFault({ dataDir });
  const devices = ['same-id', 'new-id', 'qos-2', 'restart'];
  // Far apart: alarms of one place are one case whoever raises them.
  for (const [index, device] of devices.entries())
    await first.register(device, { position: { lon: 108.93 + index / 100, lat: 34.26, crs: 'wgs84' } });

  const [one, two, three, four] = [alarm(1), alarm(2), alarm(3), alarm(4)];
  const puback = hex('40020007');
  const again = publish(EVENT, one, 7, 2 | DUP);
  await sent(first, 'lab/same-id', [publish(EVENT, one, 7), again, again], [puback, puback, puback]);
  await sent(first, 'lab/new-id', [publish(EVENT, two, 7), publish(EVENT, two, 8)], [puback, hex('40020008')]);

  const pubrec = hex('50020007');
  const repeat = publish(EVENT, three, 7, 4 | DUP);
  const client = await first.rawDevice('lab/qos-2', { flags: 0xc0 });
  client.send(publish(EVENT, three, 7, 4), repeat, publish(EVENT, three, 7, 4), repeat);
  await client.length(4 + 4 * 4);
  expect(client.received().subarray(4)).toEqual(Buffer.concat([pubrec, pubrec, pubrec, pubrec]));
  client.socket.destroy();
  await sent(first, 'lab/qos-2', [repeat, hex('62020007')], [pubrec, hex('70020007')]);

  await sent(first, 'lab/restart', [publish(EVENT, four, 7)], [puback]);
  await first.gateway.end('SIGKILL');
  const second = await siteUnderFault({ dataDir });
  await sent(second, 'lab/restart', [publish(EVENT, four, 7, 2 | DUP)], [puback]);

  const { messages, candidates } = await second.settled();
  // QoS 2 repeats never reach the inbox; the others do, and are recognised there by their own time and number.
  expect(messages).toMatchObject({ received: 8, decoded: 4, duplicate: 4, deadLettered: 0, balanced: true });
  expect(candidates).toMatchObject({ emitted: 4, balanced: true });
  expect([...(await second.cases())].sort()).toEqual(devices.map((device) => `lab/${device}`).sort());
});
