import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KPI_RATES } from '../../gateway/cases/kpis.ts';
import { guardRoutes } from '../../gateway/http/auth.ts';
import { registerKpis } from '../../gateway/http/kpis.ts';
import { validateStrictly } from '../../gateway/http/validation.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { type CaseStand, openCaseStand } from '../cases/stand.ts';
import { bearer, TOKENS } from '../support/http-rig.ts';

const LIANHU = { from: Date.parse('2024-01-01T00:00:00+08:00'), to: Date.parse('2025-01-01T00:00:00+08:00') };
const HOTLINE = { from: Date.parse('2025-01-01T00:00:00+08:00'), to: Date.parse('2026-01-01T00:00:00+08:00') };

let stand: CaseStand;
let app: FastifyInstance;
beforeAll(async () => {
  stand = openCaseStand({ at: HOTLINE.to });
  // The districts' published counts as rows: components and events of one, calls of the other.
  await fill({ prefix: 'L', at: LIANHU.from, filed: 287_894, disposed: 287_241, onTime: 287_241 });
  await fill({ prefix: 'H', at: HOTLINE.from, filed: 10_800, disposed: 10_301, onTime: 10_208 });
  app = fastify();
  validateStrictly(app);
  guardRoutes(app, { tokens: TOKENS, lab: false, metrics: createMetrics() });
  registerKpis(app, { definitions: KPI_RATES, report: stand.cases.kpis });
}, 120_000);
afterAll(async () => {
  await app.close();
  await stand.close();
});

/** Rows of `filed` cases that were raised at `at`: the first `disposed` are closed, of those the first `onTime` in time. */
function fill(of: { prefix: string; at: number; filed: number; disposed: number; onTime: number }): Promise<unknown> {
  const { prefix, at, filed, disposed, onTime } = of;
  return stand.records.write((tx) =>
    tx.run(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO case_record (case_no, attach_key, open, category, grid_code, org_code, step, sub_state, severity,
         raised_at, updated_at, body)
       SELECT ? || i, ? || i, i > ?, 'E0498', 'G' || (i % 10), 'org', 6, CASE WHEN i <= ? THEN 'CLOSED' ELSE 'OVERDUE' END,
         3, ?, ?, json_object('restricted', json('false'), 'responsibleDept', 'FIRE', 'disposalDeadline', 1000,
           'disposedAt', CASE WHEN i <= ? THEN 1000 WHEN i <= ? THEN 1001 END, 'closedAt', CASE WHEN i <= ? THEN 1001 END)
       FROM n`,
      ...[filed, prefix, prefix, disposed, disposed, at, at, onTime, disposed, disposed],
    ),
  );
}

const ask = (period: { from: number; to: number }, more = '') =>
  app.inject({ url: `/v1/kpis?from=${period.from}&to=${period.to}&by=dept${more}`, headers: bearer('viewer') });

/** The cells of the line TOTAL by their headings. */
function totalOf(csv: string): Record<string, string | undefined> {
  const [heading = '', ...lines] = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
  const total = lines.at(-1)?.split(',') ?? [];
  return Object.fromEntries(heading.split(',').map((name, i) => [name, total[i]]));
}

describe('the published counts of the districts', () => {
  it('287,241 of 287,894 components and events disposed: 99.77 %, as JSON and as CSV', {
    timeout: 120_000,
  }, async () => {
    const { total, definitions } = (await ask(LIANHU)).json();
    expect(total).toMatchObject({
      counts: { filed: 287_894, disposed: 287_241 },
      printed: { disposalRate: '99.77 %' },
    });
    expect(definitions.disposalRate).toMatchObject({ zh: '处置率', numerator: 'disposed', denominator: 'filed' });
    expect(totalOf((await ask(LIANHU, '&format=csv')).body)).toMatchObject({
      ...{ key: 'TOTAL', filed: '287894', disposed: '287241', disposalRate: '99.77 %' },
    });
  });

  it('10,301 of 10,800 calls closed, 10,208 in time: 95.38 % and 94.52 %, as JSON and as CSV', async () => {
    const { total, definitions } = (await ask(HOTLINE)).json();
    expect(total).toMatchObject({
      counts: { filed: 10_800, closed: 10_301, closedOnTime: 10_208 },
      printed: { closureRate: '95.38 %', onTimeRateOfFiled: '94.52 %', onTimeRateOfClosed: '99.10 %' },
    });
    expect(definitions.onTimeRateOfFiled.denominator).toBe('filed');
    expect(totalOf((await ask(HOTLINE, '&format=csv')).body)).toMatchObject({
      ...{ filed: '10800', closed: '10301', closedOnTime: '10208' },
      ...{ closureRate: '95.38 %', onTimeRateOfFiled: '94.52 %', onTimeRateOfClosed: '99.10 %' },
    });
  });
});
