/** Points kept of a trend; more readings than that in a window are joined to means of neighbours. */
export const MAX_POINTS = 16;

/** A trend's points as numbers: event time, mean value, readings; oldest first. At most 3 × (`MAX_POINTS` + 1) numbers. */
export type Points = readonly number[];

/** Joins a reading to the points of the last `window` ms. */
export function withPoint(points: Points, window: number, time: number, value: number): number[] {
  const width = window / MAX_POINTS;
  let from = 0;
  while (from < points.length && (points[from] as number) < time - window) from += 3;
  const kept = points.slice(from);
  const last = kept.length - 3;
  if (last >= 0 && Math.floor((kept[last] as number) / width) === Math.floor(time / width)) {
    const count = (kept[last + 2] as number) + 1;
    kept[last] = (kept[last] as number) + (time - (kept[last] as number)) / count;
    kept[last + 1] = (kept[last + 1] as number) + (value - (kept[last + 1] as number)) / count;
    kept[last + 2] = count;
    return kept;
  }
  kept.push(time, value, 1);
  return kept;
}

/** The straight line through the points, by weighted least squares. */
export interface Fit {
  /** Units per ms, and its standard error; 0 for two points. */
  readonly slope: number;
  readonly error: number;
  /** The line at the first and the last point. */
  readonly start: number;
  readonly level: number;
  readonly points: number;
  /** ms from the first point to the last. */
  readonly span: number;
}

/** Undefined for fewer than two points. */
export function lineThrough(points: Points): Fit | undefined {
  const number = points.length / 3;
  if (number < 2) return undefined;
  const first = points[0] as number;
  let weight = 0;
  let sumX = 0;
  let sumY = 0;
  for (let at = 0; at < points.length; at += 3) {
    const w = points[at + 2] as number;
    weight += w;
    sumX += w * ((points[at] as number) - first);
    sumY += w * (points[at + 1] as number);
  }
  const meanX = sumX / weight;
  const meanY = sumY / weight;
  let squares = 0;
  let products = 0;
  for (let at = 0; at < points.length; at += 3) {
    const dx = (points[at] as number) - first - meanX;
    squares += (points[at + 2] as number) * dx * dx;
    products += (points[at + 2] as number) * dx * ((points[at + 1] as number) - meanY);
  }
  if (squares === 0) return undefined;
  const slope = products / squares;
  let rest = 0;
  for (let at = 0; at < points.length; at += 3) {
    const line = meanY + slope * ((points[at] as number) - first - meanX);
    rest += (points[at + 2] as number) * ((points[at + 1] as number) - line) ** 2;
  }
  const span = (points[points.length - 3] as number) - first;
  return {
    slope,
    error: number > 2 ? Math.sqrt(rest / (number - 2) / squares) : 0,
    start: meanY - slope * meanX,
    level: meanY + slope * (span - meanX),
    points: number,
    span,
  };
}
