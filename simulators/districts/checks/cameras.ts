import { z } from 'zod';
import { VENDOR } from '../../fleet.ts';
import type { Point } from '../../grid-map.ts';
import { createCameraSimulator } from '../../onvif-camera.ts';
import { checkKind } from '../check.ts';
import type { Stand } from '../stand.ts';
import { Unmet } from '../unmet.ts';

/** Machine ms the gateway gets to find a camera and to learn its states. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 10;
/** The first pull brings the states as they are, the second says that there is no more to say. */
const PULLS_TO_BE_KNOWN = 2;
const LOGIN = { username: 'lab', password: 'lab' };

/** Waits until the gateway has pulled so often since `before`. */
async function pulled(stand: Stand, name: string, before: object | undefined): Promise<void> {
  const camera = cameraOf(stand, name);
  const until = stand.clock.machine() + PATIENCE_MS;
  for (;;) {
    const pulls = camera.received.filter(({ operation }) => operation === 'PullMessages');
    const fresh = before === undefined ? pulls : pulls.slice(pulls.indexOf(before as never) + 1);
    if (fresh.length >= PULLS_TO_BE_KNOWN) break;
    if (stand.clock.machine() > until) throw new Unmet(`the gateway has not subscribed to camera ${name}`);
    // A subscription that was lost is tried again after a while of the city's time.
    stand.clock.advance(stand.clock.now() + 1_000);
    await stand.http.stepClock(stand.clock.now());
    await stand.clock.wait(LOOK_MS);
  }
  await stand.http.stepClock(stand.clock.now());
}

function cameraOf(stand: Stand, name: string) {
  const camera = stand.cameras.get(name);
  if (!camera) throw new Error(`no step set up a camera ${name}`);
  return camera;
}

const lastPull = (stand: Stand, name: string) =>
  cameraOf(stand, name)
    .received.filter(({ operation }) => operation === 'PullMessages')
    .at(-1);

/** A simulated ONVIF camera is set up, and the gateway has learnt its states. */
export const cameraCheck = checkKind(
  'camera',
  { name: z.string(), at: z.strictObject({ lon: z.number(), lat: z.number() }), zones: z.array(z.string()).min(1) },
  async (stand, { name, at, zones }: { name: string; at: Point; zones: string[] }) => {
    const camera = createCameraSimulator({ name, ...LOGIN, zones, now: () => stand.clock.now() });
    stand.cameras.set(name, camera);
    await camera.start();
    const body = {
      ...{ typeId: 'camera', position: { ...at, crs: 'wgs84' }, simulated: true },
      onvif: { address: camera.address, ...LOGIN },
    };
    const { status, text } = await stand.http.request('PUT', `/v1/devices/${VENDOR}/${name}`, body);
    if (status >= 300) throw new Unmet(`camera ${name} answered ${status}: ${text.slice(0, 300)}`);
    await pulled(stand, name, undefined);
    return 0;
  },
);

/** Somebody enters or leaves a field of a camera; the gateway has heard of it. */
export const intrusionCheck = checkKind(
  'intrusion',
  { camera: z.string(), zone: z.string(), active: z.boolean() },
  async (stand, { camera, zone, active }) => {
    const before = lastPull(stand, camera);
    cameraOf(stand, camera).intrusion(active, zone);
    await pulled(stand, camera, before);
    return 0;
  },
);

/** A camera loses its power and comes back as it was: it tells all its states anew to whoever subscribes. */
export const cameraRestartCheck = checkKind('camera-restart', { camera: z.string() }, async (stand, { camera }) => {
  const before = lastPull(stand, camera);
  await cameraOf(stand, camera).stop();
  await cameraOf(stand, camera).start();
  await pulled(stand, camera, before);
  return 0;
});
