import { encode } from 'jpeg-js';
import { hourOfDay, timeText } from '../lab-clock.ts';
import { GLYPHS } from './glyphs.ts';

/** What a simulated camera has before it. */
export interface Scene {
  readonly name: string;
  /** City time, epoch ms. */
  readonly at: number;
  /** Watched fields, from left to right, and the objects inside each. */
  readonly zones: readonly { readonly name: string; readonly objects: readonly string[] }[];
  readonly motion: boolean;
  /** Somebody covered or turned the camera. */
  readonly tampered: boolean;
  /** There is no picture to be had. */
  readonly lost: boolean;
}

export const WIDTH = 640;
export const HEIGHT = 360;
const QUALITY = 80;
const HORIZON = 130;

type Color = readonly [red: number, green: number, blue: number];

const WHITE: Color = [240, 240, 240];
const BLACK: Color = [12, 12, 12];
const GROUND: Color = [92, 96, 88];
const DAY: Color = [150, 180, 205];
const NIGHT: Color = [18, 22, 40];
const FIELD: Color = [226, 184, 40];
const OBJECT: Color = [200, 60, 40];
const MOVING: Color = [70, 120, 200];

/** A canvas of RGBA bytes. */
function createCanvas() {
  const data = Buffer.alloc(WIDTH * HEIGHT * 4);
  const fill = (left: number, top: number, width: number, height: number, [red, green, blue]: Color) => {
    const row = Buffer.from([red, green, blue, 255]);
    for (let y = Math.max(0, top); y < Math.min(HEIGHT, top + height); y += 1)
      data.fill(row, (y * WIDTH + Math.max(0, left)) * 4, (y * WIDTH + Math.min(WIDTH, left + width)) * 4);
  };
  const frame = (left: number, top: number, width: number, height: number, color: Color) => {
    fill(left, top, width, 2, color);
    fill(left, top + height - 2, width, 2, color);
    fill(left, top, 2, height, color);
    fill(left + width - 2, top, 2, height, color);
  };
  const write = (text: string, left: number, top: number, dot: number, color: Color) => {
    for (const [index, character] of [...text.toUpperCase()].entries())
      for (const [row, bits] of (GLYPHS[character] ?? []).entries())
        for (let column = 0; column < 5; column += 1)
          if (bits & (16 >> column)) fill(left + (index * 6 + column) * dot, top + row * dot, dot, dot, color);
  };
  return { data, fill, frame, write };
}

/**
 * The picture of a scene as a JPEG of WIDTH × HEIGHT: sky and ground by the hour in UTC+8, the watched fields with the objects in
 * them, and the time and the camera's name above all. The same scene gives the same bytes. Nobody real is in it.
 */
export function renderScene(scene: Scene): Uint8Array {
  const canvas = createCanvas();
  const { fill, write } = canvas;
  const hour = hourOfDay(scene.at) % 24;
  fill(0, 0, WIDTH, HORIZON, hour >= 6 && hour < 19 ? DAY : NIGHT);
  fill(0, HORIZON, WIDTH, HEIGHT - HORIZON, GROUND);
  drawZones(canvas, scene);
  if (scene.motion) fill(WIDTH / 2 - 12, HORIZON + 4, 24, 40, MOVING);
  if (scene.tampered || scene.lost) fill(0, 0, WIDTH, HEIGHT, BLACK);
  if (scene.lost) write('NO SIGNAL', WIDTH / 2 - 108, HEIGHT / 2 - 14, 4, WHITE);
  fill(0, 0, WIDTH, 24, BLACK);
  write(
    `${timeText(scene.at + 8 * 3_600_000)
      .slice(0, 19)
      .replace('T', ' ')} +08:00`,
    6,
    5,
    2,
    WHITE,
  );
  write(scene.name.slice(0, 24), WIDTH - 6 - 12 * Math.min(24, scene.name.length), 5, 2, WHITE);
  return encode({ width: WIDTH, height: HEIGHT, data: canvas.data }, QUALITY).data;
}

function drawZones({ fill, frame, write }: ReturnType<typeof createCanvas>, { zones }: Scene): void {
  const width = Math.floor((WIDTH - 20) / Math.max(1, zones.length));
  for (const [index, { name, objects }] of zones.entries()) {
    const left = 10 + index * width;
    frame(left, HORIZON + 60, width - 10, 150, FIELD);
    write(name.slice(0, Math.max(1, Math.floor((width - 22) / 12))), left + 6, HORIZON + 66, 2, FIELD);
    for (const [place, object] of objects.slice(0, 8).entries()) {
      const x = left + 14 + place * 36;
      fill(x, HORIZON + 100, 26, 70, OBJECT);
      write(object.slice(0, 4), x, HORIZON + 176, 1, WHITE);
    }
  }
}
