import type { Point } from './grid-map.ts';

/** Text made harmless inside HTML, SVG and XML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A mark on a plot; `title` is shown on hover. Shape and colour both say what it is. */
export interface Mark {
  readonly shape: 'disc' | 'cross' | 'square' | 'triangle' | 'ring';
  readonly colour: string;
  readonly title: string;
}

/** A mark by itself, for a legend. */
export const markAlone = (mark: Mark): string =>
  `<svg class="mark" viewBox="0 0 14 14" aria-hidden="true">${markAt(7, 7, mark)}</svg>`;

function markAt(x: number, y: number, { shape, colour, title }: Mark): string {
  const at = `transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"`;
  const hint = `<title>${escapeXml(title)}</title>`;
  if (shape === 'disc') return `<circle ${at} r="5" fill="${colour}">${hint}</circle>`;
  if (shape === 'ring') return `<circle ${at} r="4" fill="none" stroke="${colour}" stroke-width="3">${hint}</circle>`;
  if (shape === 'square') return `<rect ${at} x="-5" y="-5" width="10" height="10" fill="${colour}">${hint}</rect>`;
  if (shape === 'triangle') return `<path ${at} d="M0-6 6 5-6 5Z" fill="${colour}">${hint}</path>`;
  return `<path ${at} d="M-5-5 5 5M-5 5 5-5" stroke="${colour}" stroke-width="3">${hint}</path>`;
}

const svg = (width: number, height: number, label: string, body: string) =>
  `<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(label)}">${body}</svg>`;

const LEFT = 170;
const WIDTH = 900;
const ROW = 22;

/** One row per name, marks along the city's time; `tickText` writes the five times of the axis. */
export function timeline(plot: {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly { readonly name: string; readonly marks: readonly (Mark & { readonly at: number })[] }[];
  tickText(at: number): string;
}): string {
  const { from, to, rows } = plot;
  const x = (at: number) => LEFT + ((WIDTH - LEFT - 40) * (at - from)) / Math.max(1, to - from);
  const height = rows.length * ROW + 40;
  const axis = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = from + part * (to - from);
    return `<path d="M${x(at)} 8V${height - 28}" class="grid"/><text x="${x(at)}" y="${height - 10}" text-anchor="middle">${escapeXml(plot.tickText(at))}</text>`;
  });
  const lines = rows.map(({ name, marks }, index) => {
    const y = 8 + ROW * (index + 0.5);
    return `<text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${escapeXml(name)}</text>${marks.map((mark) => markAt(x(mark.at), y, mark)).join('')}`;
  });
  return svg(WIDTH, height, 'Timeline of what had to come and what came', axis.join('') + lines.join(''));
}

/** How often which value; the bars are powers of two of a millisecond. */
export function histogram(values: readonly number[]): string {
  const bins = Array.from({ length: 16 }, (_, power) => ({ upTo: 2 ** power, count: 0 }));
  for (const value of values) {
    const bin = bins.find(({ upTo }) => value <= upTo) ?? bins.at(-1);
    if (bin) bin.count += 1;
  }
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const step = (WIDTH - 40) / bins.length;
  const bars = bins.map(({ upTo, count }, index) => {
    const height = (120 * count) / most;
    const x = 20 + index * step;
    const label = upTo < 1000 ? `${upTo} ms` : `${(upTo / 1000).toFixed(upTo < 10_000 ? 1 : 0)} s`;
    return `<rect x="${x + 3}" y="${140 - height}" width="${step - 6}" height="${height}" class="bar"><title>${count} up to ${label}</title></rect><text x="${x + step / 2}" y="158" text-anchor="middle">${label}</text>${count > 0 ? `<text x="${x + step / 2}" y="${134 - height}" text-anchor="middle">${count}</text>` : ''}`;
  });
  return svg(WIDTH, 170, 'Latency from knowing to webhook', bars.join(''));
}

/** Points on the outlines of the grids, north up. */
export function map(plot: {
  readonly outlines: readonly (readonly (readonly [number, number])[])[];
  readonly marks: readonly (Mark & { readonly point: Point })[];
}): string {
  const corners = [...plot.outlines.flat(), ...plot.marks.map(({ point }): [number, number] => [point.lon, point.lat])];
  const extent = (axis: 0 | 1) =>
    corners.reduce(([low, high], corner) => [Math.min(low, corner[axis]), Math.max(high, corner[axis])] as const, [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ] as const);
  const [west, east] = extent(0);
  const [south, north] = extent(1);
  // A degree of longitude is shorter than one of latitude.
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min((WIDTH - 20) / ((east - west) * narrow || 1), 600 / (north - south || 1));
  const left = (WIDTH - (east - west) * narrow * scale) / 2;
  const x = (lon: number) => left + (lon - west) * narrow * scale;
  const y = (lat: number) => 10 + (north - lat) * scale;
  const paths = plot.outlines.map(
    (ring) =>
      `<path class="cell" d="M${ring.map(([lon, lat]) => `${x(lon).toFixed(1)} ${y(lat).toFixed(1)}`).join('L')}Z"/>`,
  );
  const marks = plot.marks.map(({ point, ...mark }) => markAt(x(point.lon), y(point.lat), mark));
  return svg(
    WIDTH,
    Math.ceil((north - south) * scale) + 20 || 20,
    'Map of hits and misses',
    paths.join('') + marks.join(''),
  );
}
