import { z } from 'zod';
import { assertAll, assertion, select } from '../assertion.ts';
import { checkKind } from '../check.ts';
import { Unmet } from '../unmet.ts';

/** Machine ms that something outside the city's time may take. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 50;

/** An answer of the gateway that becomes so soon: for what hangs on a peer and not on the city's time. */
export const settledCheck = checkKind(
  'settled',
  {
    path: z.string().startsWith('/'),
    expect: z.array(assertion).min(1),
    save: z.record(z.string(), z.string()).default({}),
  },
  async (stand, { path, expect, save }) => {
    const until = stand.clock.machine() + PATIENCE_MS;
    for (;;) {
      const { text } = await stand.http.request('GET', path);
      const content: unknown = JSON.parse(text);
      try {
        const asserted = assertAll(content, expect, `GET ${path}`);
        for (const [name, at] of Object.entries(save)) stand.saved.set(name, select(content, at));
        return asserted;
      } catch (error) {
        if (stand.clock.machine() > until) throw error;
      }
      await stand.clock.wait(LOOK_MS);
      await stand.http.stepClock(stand.clock.now());
    }
  },
);

/** A request to the gateway: its status, statements about its answer, and what later steps want of it. */
export const httpCheck = checkKind(
  'http',
  {
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('GET'),
    path: z.string().startsWith('/'),
    body: z.record(z.string(), z.unknown()).optional(),
    status: z.int().optional(),
    expect: z.array(assertion).default([]),
    /** Name under which later steps find what lies at a path of the answer. */
    save: z.record(z.string(), z.string()).default({}),
  },
  async (stand, { method, path, body, status, expect, save }) => {
    const answer = await stand.http.request(method, path, body);
    const wanted = status === undefined ? answer.status < 300 : answer.status === status;
    const what = `${method} ${path}`;
    if (!wanted)
      throw new Unmet(
        `${what} answered ${answer.status}, expected ${status ?? 'success'}: ${answer.text.slice(0, 300)}`,
      );
    const content: unknown = /^\s*[[{]/.test(answer.text) ? JSON.parse(answer.text) : answer.text;
    for (const [name, at] of Object.entries(save)) stand.saved.set(name, select(content, at));
    return 1 + assertAll(content, expect, what);
  },
);
