import { expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

interface Cases {
  readonly items: readonly { readonly categoryCode: string; readonly clearedAt?: string }[];
}

const LOGIN = { username: 'gateway', password: 'correct horse' };

it('has a camera publish to its own broker, takes its events, and leaves nothing behind on it', async () => {
  const gateway = await startGateway({ dataDir: testDir() });
  const { http, mqtt } = gateway.ready;
  const cam = createCameraSimulator({ name: 'yard', ...LOGIN, now: realClock().now, zones: ['Yard'] });
  await cam.start();
  onTestFinished(() => cam.stop());
  const onvif = { address: cam.address, ...LOGIN, eventBroker: true };
  const registered = await fetch(`${http}/v1/devices/acme/yard`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ typeId: 'camera', onvif }),
  });
  expect(registered.ok).toBe(true);
  const state = async () => ((await (await fetch(`${http}/v1/onvif/devices`)).json()) as { items: object[] }).items[0];
  await eventually('the camera publishes', async () => {
    const { state: now, channel } = (await state()) as { state?: string; channel?: string };
    return now === 'live' && channel === 'mqtt';
  });
  const asked = (operation: string) => cam.received.filter((request) => request.operation === operation).length;
  expect(asked('AddEventBroker')).toBe(1);
  expect(asked('CreatePullPointSubscription')).toBe(0);

  // Connected, and what is so already was told as such.
  const decoded = async () =>
    ((await (await fetch(`${http}/v1/accounts`)).json()) as { messages: { decoded: number } }).messages.decoded;
  await eventually('its states', async () => (await decoded()) >= 4);
  cam.intrusion(true, 'Yard', '7');
  const cases = async () => ((await (await fetch(`${http}/v1/cases`)).json()) as Cases).items;
  await eventually('a case', async () => {
    cam.intrusion(true, 'Yard', '7');
    return (await cases()).length === 1;
  });
  expect((await cases())[0]).toMatchObject({ categoryCode: 'E0491' });

  await fetch(`${http}/v1/devices/acme/yard`, { method: 'DELETE' });
  expect(asked('DeleteEventBroker')).toBe(1);
  expect(mqtt).toMatch(/^mqtt:/);
  expect(await gateway.end()).toBe(0);
}, 60_000);
