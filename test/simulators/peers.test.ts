import { afterEach, expect, test } from 'vitest';
import type { LabDevice } from '../../simulators/fleet.ts';
import { createLabClock } from '../../simulators/lab-clock.ts';
import { type Peers, startPeers } from '../../simulators/peers.ts';

const device = (name: string, kind: LabDevice['kind'], parts: string[]): LabDevice => ({
  name,
  deviceId: `lab/${name}`,
  kind,
  type: kind,
  site: 'ORDINARY',
  position: { lon: 108.93, lat: 34.26 },
  grid: 'S1',
  parts,
});
const fleet = [device('yard', 'camera', ['field']), device('block', 'door', ['Door1'])];

/** A clock on which waiting takes no time at all. */
function impatientClock() {
  let machine = 0;
  const wait = async (ms: number) => {
    machine += ms;
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ...createLabClock(Date.parse('2026-06-01T00:00:00Z')), machine: () => machine, wait };
}

let peers: Peers | undefined;
afterEach(() => peers?.stop());

test('cameras and door controllers serve on addresses of their own, sensors are left alone', async () => {
  peers = await startPeers([...fleet, device('smoke', 'sensor', [])], impatientClock());
  expect(peers.list.map(({ device: { name } }) => name)).toEqual(['yard', 'block']);
  const addresses = peers.list.map(({ login }) => login.address);
  expect(new Set(addresses).size).toBe(2);
  for (const address of addresses) {
    // Any ONVIF client may ask for the time without a login (Core 5.9.1).
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
      body: '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>',
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<tt:Year>2026</tt:Year>');
  }
});

test('every verb reaches its peer, and one that it does not have is an error', async () => {
  peers = await startPeers(fleet, impatientClock());
  const of = (name: string, verb: 'motion' | 'intrusion' | 'grant' | 'deny', ...args: (string | boolean)[]) => ({
    device: name,
    verb,
    args,
  });
  await peers.call([of('yard', 'motion', true), of('yard', 'intrusion', true, 'field', '7')]);
  await peers.call([of('block', 'grant', 'Door1'), of('block', 'deny', 'Door1', 'Other')]);
  await expect(peers.call([of('yard', 'grant', 'Door1')])).rejects.toThrow('a camera cannot grant');
  await expect(peers.call([of('block', 'deny', 'Door9', 'Other')])).rejects.toThrow('no door Door9');
  await expect(peers.call([of('nobody', 'motion', true)])).rejects.toThrow('nobody');
});

test('a gateway that does not subscribe is told by name', async () => {
  peers = await startPeers(fleet, impatientClock());
  await expect(peers.known()).rejects.toThrow('has not subscribed to yard at http://127.0.0.1:');
});
