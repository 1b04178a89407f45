import type { DutyHint } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import type { GridRef } from '../model/grid.ts';
import type { DutyFile, Post } from './duty-file.ts';
import { createLocator } from './locate.ts';
import type { CityProblem } from './problem.ts';
import type { SourceFile } from './source-file.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Asia/Shanghai. */
const OFFSET = 8 * HOUR;
const METRES_PER_DEGREE = 111_320;

/** Where a case is: its grids, the responsible system first, and its point where there is one (WGS-84). */
export interface DutyPlace {
  readonly location?: { readonly lon: number; readonly lat: number };
  readonly grids: readonly Pick<GridRef, 'path'>[];
}

export interface DutyCalendar {
  /**
   * The post to send to a case of `category` at `place` at the instant `at` (epoch ms). Posts on duty there are tried in the
   * order of their kinds, the narrowest place first; one with more than its capacity of `openCases` is passed over while
   * another is there. Undefined where nobody is on duty.
   */
  hint(place: DutyPlace, category: Pick<Category, 'line'>, at: number, openCases?: number): DutyHint | undefined;
}

export const NO_DUTY: DutyCalendar = { hint: () => undefined };

type Point = readonly [number, number];

/** Metres from a point to a segment, on a plane that touches the earth at the point. */
function distanceM([lon, lat]: Point, from: Point, to: Point): number {
  const east = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  const [x0, y0] = [(from[0] - lon) * east, (from[1] - lat) * METRES_PER_DEGREE];
  const [dx, dy] = [(to[0] - from[0]) * east, (to[1] - from[1]) * METRES_PER_DEGREE];
  const along = dx * dx + dy * dy;
  const t = along === 0 ? 0 : Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / along));
  return Math.hypot(x0 + t * dx, y0 + t * dy);
}

/** How narrow the place of a post that holds the case is: larger is narrower; undefined when it does not hold it. */
type Holds = (place: DutyPlace) => number | undefined;
/** A drawn place is narrower than any cell. */
const DRAWN = 1_000;

function holdsOf({ where }: Post): Holds {
  if ('grids' in where) {
    const cells = new Set(where.grids);
    return ({ grids: [responsible] }) => {
      const depth = responsible?.path.findLastIndex((code) => cells.has(code)) ?? -1;
      return depth < 0 ? undefined : depth;
    };
  }
  if ('polygon' in where) {
    const ring = [...where.polygon, ...where.polygon.slice(0, 1)];
    const locator = createLocator([[[ring]]]);
    return ({ location }) => (location && locator.find(location.lon, location.lat) === 0 ? DRAWN : undefined);
  }
  const { line, withinM } = where;
  return ({ location }) => {
    if (!location) return undefined;
    const point: Point = [location.lon, location.lat];
    const near = line.some((to, i) => distanceM(point, line[Math.max(0, i - 1)] ?? to, to) <= withinM);
    return near ? DRAWN : undefined;
  };
}

/** Whether a post is on duty; a band over midnight belongs to both days. */
function isOn({ bands, days }: Post, at: number, isWorkingDay: (at: number) => boolean): boolean {
  if (days !== 'all' && isWorkingDay(at) !== (days === 'working')) return false;
  const time = (at + OFFSET) % DAY;
  return bands.some(({ from, to }) => (from < to ? time >= from && time < to : time >= from || time < to));
}

/** Counts against the file's own assertions, cells against the grid system, roles against the catalogue. */
function checkDuty(
  source: SourceFile<DutyFile>,
  known: { readonly cells?: ReadonlyMap<string, unknown> | undefined; readonly roles: object },
  problems: CityProblem[],
): void {
  const { posts, assert } = source.value;
  const complain = (path: readonly PropertyKey[], message: string) =>
    problems.push({ level: 'error', where: source.at(path), message });
  const check = (what: 'posts' | 'staff', size: (post: Post) => number) => {
    for (const [kind, expected] of Object.entries(assert[what])) {
      const found = posts.reduce((sum, post) => sum + (post.kind === kind ? size(post) : 0), 0);
      if (found !== expected)
        complain(['assert', what, kind], `${what} of kind "${kind}": ${found} found, ${expected} asserted`);
    }
  };
  check('posts', () => 1);
  check('staff', (post) => post.staff);
  posts.forEach(({ id, role, where }, i) => {
    if (!(role in known.roles)) complain(['posts', i, 'role'], `post ${id}: role "${role}" is not in the catalogue`);
    const cells = 'grids' in where && known.cells ? where.grids : [];
    cells.forEach((cell, c) => {
      if (!known.cells?.has(cell)) complain(['posts', i, 'where', 'grids', c], `post ${id}: there is no cell ${cell}`);
    });
  });
}

/** The duty calendar of a city. What is wrong goes to `problems`. */
export function createDutyCalendar(
  source: SourceFile<DutyFile>,
  known: {
    readonly cells?: ReadonlyMap<string, unknown> | undefined;
    readonly roles: object;
    readonly isWorkingDay: (at: number) => boolean;
  },
  problems: CityProblem[],
): DutyCalendar {
  checkDuty(source, known, problems);
  const { order } = source.value;
  const posts = source.value.posts
    .map((post) => ({ post, holds: holdsOf(post), rank: order.indexOf(post.kind) }))
    .sort((a, b) => a.rank - b.rank);
  return {
    hint(place, { line }, at, openCases = 0) {
      const there = posts
        .flatMap(({ post, holds, rank }) => {
          if (!isOn(post, at, known.isWorkingDay)) return [];
          if (post.lines && !(line && post.lines.includes(line))) return [];
          const narrow = holds(place);
          return narrow === undefined ? [] : [{ post, rank, narrow }];
        })
        .sort((a, b) => a.rank - b.rank || b.narrow - a.narrow);
      const free = there.find(({ post }) => openCases <= (post.capacity ?? Number.POSITIVE_INFINITY));
      const { post } = free ?? there[0] ?? {};
      return post && { post: post.id, name: post.name, role: post.role };
    },
  };
}
