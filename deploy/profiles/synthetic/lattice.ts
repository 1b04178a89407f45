/**
 * An irregular lattice: squares whose corners are pushed about and whose sides are bent. Neighbours use the very same points,
 * so that there is neither gap nor overlap. All arithmetic is on whole microdegrees: the same seed draws the same lines on
 * every machine.
 */

/** Whole microdegrees. */
export type Point = readonly [lon: number, lat: number];
/** Closed and counter-clockwise. */
export type Ring = readonly Point[];

/** A square of the lattice. */
export interface Square {
  readonly column: number;
  readonly row: number;
}

/** A rectangle of squares. */
export interface Block extends Square {
  readonly columns: number;
  readonly rows: number;
}

export interface LatticeSpec {
  readonly seed: number;
  /** South-west corner, microdegrees. */
  readonly west: number;
  readonly south: number;
  /** Widths of the columns from the west and heights of the rows from the south, microdegrees. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  /** How far a corner, and a bend between two corners, is pushed at most. */
  readonly reach: { readonly corner: Point; readonly bend: Point };
  /** Points between two corners. */
  readonly bends: number;
  /** Drawn before the rest, so that it keeps its shape when the lattice around it grows. */
  readonly first?: Block;
}

/** Park–Miller generator, exact in doubles: whole numbers in [-reach, reach]. */
function pushes(seed: number): (reach: number) => number {
  let state = seed;
  return (reach) => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % (2 * reach + 1)) - reach;
  };
}

/** Squares of a block, row by row. */
export function squaresOf({ column, row, columns, rows }: Block): Square[] {
  return Array.from({ length: columns * rows }, (_, i) => ({
    column: column + (i % columns),
    row: row + Math.floor(i / columns),
  }));
}

/** Where lines begin: sums of the steps. */
function starts(from: number, steps: readonly number[]): number[] {
  const sums = [from];
  for (const step of steps) sums.push((sums.at(-1) ?? 0) + step);
  return sums;
}

/** Draws the lattice; answers with the ring of each square. */
export function drawLattice(spec: LatticeSpec): (square: Square) => Ring {
  const push = pushes(spec.seed);
  const [xs, ys] = [starts(spec.west, spec.columns), starts(spec.south, spec.rows)];
  const corners = new Map<string, Point>();
  const lines = new Map<string, Ring>();
  const whole: Block = { column: 0, row: 0, columns: spec.columns.length, rows: spec.rows.length };

  const drawCorner = ({ column, row }: Square) => {
    const key = `${column} ${row}`;
    const [x, y] = [xs[column] ?? 0, ys[row] ?? 0];
    if (!corners.has(key)) corners.set(key, [x + push(spec.reach.corner[0]), y + push(spec.reach.corner[1])]);
  };
  const bend = (from: Point, to: Point): Ring => {
    const between = Array.from({ length: spec.bends }, (_, i): Point => {
      const at = (axis: 0 | 1) =>
        Math.floor((from[axis] * (spec.bends - i) + to[axis] * (i + 1)) / (spec.bends + 1)) +
        push(spec.reach.bend[axis]);
      return [at(0), at(1)];
    });
    return [from, ...between, to];
  };
  const drawLine = (direction: 'east' | 'north', { column, row }: Square) => {
    const key = `${direction} ${column} ${row}`;
    const from = corners.get(`${column} ${row}`);
    const to = corners.get(direction === 'east' ? `${column + 1} ${row}` : `${column} ${row + 1}`);
    if (from && to && !lines.has(key)) lines.set(key, bend(from, to));
  };

  for (const block of spec.first ? [spec.first, whole] : [whole]) {
    const ends = squaresOf({ ...block, columns: block.columns + 1, rows: block.rows + 1 });
    for (const end of ends) drawCorner(end);
    for (const end of ends) {
      if (end.column < block.column + block.columns) drawLine('east', end);
      if (end.row < block.row + block.rows) drawLine('north', end);
    }
  }
  const line = (direction: 'east' | 'north', column: number, row: number) =>
    lines.get(`${direction} ${column} ${row}`) ?? [];
  return ({ column, row }) => [
    ...line('east', column, row).slice(0, -1),
    ...line('north', column + 1, row).slice(0, -1),
    ...line('east', column, row + 1)
      .toReversed()
      .slice(0, -1),
    ...line('north', column, row).toReversed(),
  ];
}

const keyOf = (point: Point) => point.join(' ');

/**
 * The outline of neighbouring rings: edges that two of them share, in opposite directions, fall away. Throws when what is left
 * is not one ring: the rings were not one piece, or touch in a corner only.
 */
export function outline(rings: readonly Ring[]): Ring {
  const edges = rings.flatMap((ring) => ring.slice(1).map((to, i) => ({ from: ring[i] ?? to, to })));
  const drawn = new Set(edges.map(({ from, to }) => `${keyOf(from)} ${keyOf(to)}`));
  const outer = edges.filter(({ from, to }) => !drawn.has(`${keyOf(to)} ${keyOf(from)}`));
  const next = new Map(outer.map((edge) => [keyOf(edge.from), edge]));
  const start = outer[0]?.from ?? [0, 0];
  const ring: Point[] = [start];
  for (let edge = next.get(keyOf(start)); edge; edge = next.get(keyOf(edge.to))) {
    ring.push(edge.to);
    next.delete(keyOf(edge.from));
  }
  if (ring.length !== outer.length + 1) throw new Error(`${rings.length} squares are not one piece`);
  return ring;
}

/** Cuts `total` into `parts` whole numbers that differ by at most one. */
export function share(total: number, parts: number): number[] {
  return Array.from(
    { length: parts },
    (_, i) => Math.floor(((i + 1) * total) / parts) - Math.floor((i * total) / parts),
  );
}

/** Whether one can walk from any square to any other over their sides. */
function isOnePiece(squares: readonly Square[]): boolean {
  const left = new Map(squares.map((square) => [`${square.column} ${square.row}`, square]));
  const queue = squares.slice(0, 1);
  for (let square = queue.pop(); square; square = queue.pop()) {
    const { column, row } = square;
    for (const key of [
      `${column + 1} ${row}`,
      `${column - 1} ${row}`,
      `${column} ${row + 1}`,
      `${column} ${row - 1}`,
    ]) {
      const next = left.get(key);
      if (next && left.delete(key)) queue.push(next);
    }
    left.delete(`${column} ${row}`);
  }
  return left.size === 0;
}

type Order = (a: Square, b: Square) => number;

const UPRIGHT: readonly Order[] = [
  (a, b) => a.row - b.row || a.column - b.column,
  (a, b) => a.row - b.row || b.column - a.column,
];
const ACROSS: readonly Order[] = [
  (a, b) => a.column - b.column || a.row - b.row,
  (a, b) => a.column - b.column || b.row - a.row,
];

/** `divide`, or undefined when no order of halving leaves every piece in one. */
function halve(squares: readonly Square[], sizes: readonly number[]): Square[][] | undefined {
  if (!isOnePiece(squares)) return undefined;
  if (sizes.length <= 1) return [squares.toSorted(UPRIGHT[0])];
  const extent = (of: (square: Square) => number) => Math.max(...squares.map(of)) - Math.min(...squares.map(of));
  const upright = extent(({ row }) => row) >= extent(({ column }) => column);
  const half = sizes.slice(0, Math.ceil(sizes.length / 2));
  const count = half.reduce((sum, size) => sum + size, 0);
  for (const order of upright ? [...UPRIGHT, ...ACROSS] : [...ACROSS, ...UPRIGHT]) {
    const sorted = squares.toSorted(order);
    const near = halve(sorted.slice(0, count), half);
    const far = near && halve(sorted.slice(count), sizes.slice(half.length));
    if (far) return [...near, ...far];
  }
  return undefined;
}

/**
 * Cuts squares into compact pieces of the given sizes, halving them along their longer side again and again. Pieces come in
 * order from the south-west. Throws when that leaves a piece in two.
 */
export function divide(squares: readonly Square[], sizes: readonly number[]): Square[][] {
  const pieces = halve(squares, sizes);
  if (!pieces) throw new Error(`${squares.length} squares cannot be cut into ${sizes.length} whole pieces`);
  return pieces;
}
