import { decode } from 'jpeg-js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HEIGHT, renderScene, type Scene, WIDTH } from '../../simulators/onvif/picture.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';

const NOON: Scene = {
  ...{ name: 'yard', at: Date.UTC(2026, 5, 1, 4), motion: false, tampered: false, lost: false },
  zones: [{ name: 'Yard', objects: [] }],
};

const pixels = (bytes: Uint8Array) => {
  const { width, height, data } = decode(bytes, { useTArray: true });
  expect([width, height]).toEqual([WIDTH, HEIGHT]);
  return (x: number, y: number) => [...data.subarray((y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3)];
};
const far = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? 0)))) > 40;

describe('a picture', () => {
  it('is the same for the same scene, and another a second later', () => {
    const first = Buffer.from(renderScene(NOON));
    expect(Buffer.from(renderScene(NOON)).equals(first)).toBe(true);
    expect(Buffer.from(renderScene({ ...NOON, at: NOON.at + 1_000 })).equals(first)).toBe(false);
  });

  it('shows day and night, objects in fields, movement, and nothing when the camera is covered', () => {
    const at = pixels(renderScene(NOON));
    const night = pixels(renderScene({ ...NOON, at: NOON.at + 12 * 3_600_000 }));
    expect(far(at(320, 60), night(320, 60))).toBe(true);
    expect(far(at(320, 250), night(320, 250))).toBe(false);
    const inside = pixels(renderScene({ ...NOON, zones: [{ name: 'Yard', objects: ['1'] }], motion: true }));
    expect(far(at(36, 260), inside(36, 260))).toBe(true);
    expect(far(at(320, 150), inside(320, 150))).toBe(true);
    const covered = pixels(renderScene({ ...NOON, tampered: true }));
    expect(covered(320, 300).every((value) => value < 40)).toBe(true);
    // The time stands above all the same.
    const lit = Array.from({ length: 240 }, (_, x) => covered(x, 12)).filter(([red = 0]) => red > 180);
    expect(lit.length).toBeGreaterThan(10);
  });

  it('is what a camera gives of its scene', async () => {
    const camera = createCameraSimulator({
      ...{ name: 'cam', username: 'user', password: 'pass', now: () => NOON.at, zones: ['Yard'] },
    });
    await camera.start();
    onTestFinished(() => camera.stop());
    const { hostname, port } = new URL(camera.address);
    const uri = `http://${hostname}:${port}/onvif/snapshot`;
    const challenge = (await fetch(uri)).headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(/algorithm=SHA-256.*algorithm=MD5/);
  });
});
