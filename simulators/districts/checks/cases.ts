import { z } from 'zod';
import { assertAll, assertion, fits, select } from '../assertion.ts';
import { checkKind } from '../check.ts';
import type { Stand } from '../stand.ts';
import { Unmet } from '../unmet.ts';

/** Largest page of the gateway. */
const PAGE = 100;

/** All cases of the gateway, the newest first, restricted ones too. */
export async function allCases(stand: Stand): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let cursor = ''; ; ) {
    const { status, text } = await stand.http.request('GET', `/v1/cases?limit=${PAGE}${cursor}`);
    if (status !== 200) throw new Unmet(`GET /v1/cases answered ${status}: ${text.slice(0, 300)}`);
    const { items, next } = JSON.parse(text) as { items: unknown[]; next?: string };
    found.push(...items);
    if (next === undefined) return found;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

/** The cases there are, as `GET /v1/cases` shows them: how many, and statements about them as a list. */
export const casesCheck = checkKind(
  'cases',
  {
    /** Only those that have all of this. */
    where: z.record(z.string(), z.unknown()).default({}),
    count: z.int().min(0).optional(),
    expect: z.array(assertion).default([]),
    save: z.record(z.string(), z.string()).default({}),
  },
  async (stand, { where, count, expect, save }) => {
    const all = await allCases(stand);
    const found = all.filter((each) => fits(each, where));
    const what = `cases ${JSON.stringify(where)}`;
    if (count !== undefined && found.length !== count) {
      const there = all.map((each) => {
        const { categoryCode, subState, gridCode, devices } = each as Record<string, unknown>;
        return [categoryCode, subState, gridCode, devices].join(' ');
      });
      throw new Unmet(`${what}: expected ${count}, found ${found.length} of ${there.slice(0, 6).join('; ') || 'none'}`);
    }
    for (const [name, at] of Object.entries(save)) stand.saved.set(name, select(found, at));
    return (count === undefined ? 0 : 1) + assertAll(found, expect, what);
  },
);
