import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv } from '../../gateway/http/csv.ts';
import { sampleCase } from '../support/case-log.ts';
import { START } from '../support/delivery-bench.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

const NO = '2512S0000001';
let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
  rig.cases.set(NO, sampleCase());
});
afterEach(() => rig.stop());

const call = async (method: 'GET' | 'POST', url: string, payload?: unknown, who = 'operator') => {
  const options: InjectOptions = { method, url, headers: bearer(who) };
  if (payload !== undefined) options.payload = payload as object;
  const { statusCode, body, headers } = await rig.http.app.inject(options);
  const isJson = /json/.test(String(headers['content-type']));
  return { status: statusCode, body, headers, json: isJson ? JSON.parse(body) : undefined };
};

describe('what people decide about a case', () => {
  it('is passed on with who decided it', async () => {
    const until = '2025-12-03T12:00:00+08:00';
    expect((await call('POST', `/v1/cases/${NO}/shelve`, { until, reason: 'noise' })).json).toMatchObject({
      caseNo: NO,
      stepName: { zh: '发现上报' },
    });
    expect((await call('POST', `/v1/cases/${NO}/unshelve`, undefined, 'dispatcher')).status).toBe(200);
    expect((await call('POST', `/v1/cases/${NO}/severity`, { severity: 3, reason: 'falls' })).status).toBe(200);
    expect((await call('POST', `/v1/cases/${NO}/withdraw`, { reason: 'a drill' })).status).toBe(200);
    expect(rig.decided).toEqual([
      { action: 'shelve', caseNo: NO, until: Date.parse(until), reason: 'noise', by: 'operator' },
      { action: 'unshelve', caseNo: NO, by: 'dispatcher' },
      { action: 'regrade', caseNo: NO, severity: 3, reason: 'falls', by: 'operator' },
      { action: 'withdraw', caseNo: NO, reason: 'a drill', by: 'operator' },
    ]);
  });

  it.each([
    ['shelve', { until: 'soon', reason: 'x' }, 'until'],
    ['shelve', { until: START }, 'reason'],
    ['severity', { severity: 5, reason: 'x' }, 'severity'],
    ['severity', { severity: 2, reason: '' }, 'reason'],
    ['withdraw', { reason: 'x', by: 'somebody else' }, 'by'],
  ])('%s refuses %j', async (path, body, field) => {
    const answer = await call('POST', `/v1/cases/${NO}/${path}`, body);
    expect([answer.status, answer.json]).toMatchObject([400, { code: 'REQUEST_INVALID', path: field }]);
    expect(rig.decided).toEqual([]);
  });

  it('is for those who have the case and the role', async () => {
    const body = { reason: 'x' };
    expect((await call('POST', `/v1/cases/${NO}/withdraw`, body, 'dispatcher')).status).toBe(403);
    expect((await call('POST', `/v1/cases/${NO}/severity`, { severity: 2, reason: 'x' }, 'viewer')).status).toBe(403);
    expect((await call('POST', `/v1/cases/${NO}/unshelve`, {}, 'jiading')).status).toBe(404);
    rig.cases.set(NO, sampleCase({ restricted: true }));
    expect((await call('POST', `/v1/cases/${NO}/withdraw`, body)).status).toBe(404);
    expect((await call('POST', `/v1/cases/${NO}/withdraw`, body, 'restricted')).status).toBe(200);
  });
});

describe('a further recipient', () => {
  it('sees the case, its ledger and what was said about it', async () => {
    rig.cases.set(NO, sampleCase({ recipients: ['jiading'] }));
    for (const path of ['', '/ledger', '/feedback'])
      expect((await call('GET', `/v1/cases/${NO}${path}`, undefined, path === '' ? 'jiading' : 'jiading')).status).toBe(
        200,
      );
    expect((await call('GET', '/v1/cases', undefined, 'jiading')).json.items).toHaveLength(1);
  });
});

describe('restricted cases', () => {
  it.each(['', '/ledger', '/feedback', '/explain'])('are hidden without the role: …%s', async (path) => {
    rig.cases.set(NO, sampleCase({ restricted: true }));
    for (const who of ['operator', 'admin'])
      expect((await call('GET', `/v1/cases/${NO}${path}`, undefined, who)).status).toBe(404);
    expect((await call('GET', `/v1/cases/${NO}${path}`, undefined, 'restricted')).status).toBe(200);
  });

  it('count for that role only', async () => {
    const url = `/v1/kpis?from=${START}&to=${START + 1}`;
    await call('GET', url);
    await call('GET', url, undefined, 'restricted');
    expect(rig.decided).toMatchObject([{ restricted: false }, { restricted: true }]);
  });
});

describe('feedback', () => {
  it('is shown with its evidence and times', async () => {
    const body = {
      ...{ feedbackId: 'f1', type: 'EXTENDED', at: START, until: START + 3_600_000 },
      evidence: [{ uri: 'https://dispatch.example/1.jpg', kind: 'SNAPSHOT', note: 'gate' }],
    };
    await call('POST', `/v1/cases/${NO}/feedback`, body, 'dispatcher');
    expect((await call('GET', `/v1/cases/${NO}/feedback`)).json.items).toEqual([
      {
        ...{ feedbackId: 'f1', caseNo: NO, type: 'EXTENDED', at: '2025-12-03T00:00:00.000Z' },
        ...{ until: '2025-12-03T01:00:00.000Z', receivedAt: '2025-12-03T00:00:00.000Z' },
        evidence: [{ ...body.evidence[0], capturedAt: '2025-12-03T00:00:00.000Z' }],
      },
    ]);
  });
});

describe('the ledger of a case', () => {
  it('comes as JSON with the entries as they were hashed', async () => {
    expect((await call('GET', `/v1/cases/${NO}/ledger`)).json).toEqual({
      caseNo: NO,
      intact: true,
      items: [
        {
          ...{ no: 1, at: '1970-01-01T00:00:00.000Z', kind: 'raised', prev: '0', hash: 'a1' },
          entry: '{"at":0,"kind":"raised","step":1,"reason":"=1+1, smoke"}',
        },
        expect.objectContaining({ no: 2, kind: 'feedback' }),
      ],
    });
  });

  it('comes as CSV that no spreadsheet runs', async () => {
    const { headers, body } = await call('GET', `/v1/cases/${NO}/ledger?format=csv`);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe(`attachment; filename="ledger-${NO}.csv"`);
    expect(body).toBe(
      `\uFEFFno,at,kind,step,subState,severity,feedback,dept,actorRole,reason,hash\r\n1,1970-01-01T00:00:00.000Z,raised,1,,,,,,"'=1+1, smoke",a1\r\n2,1970-01-01T00:00:00.000Z,feedback,,,,RETURNED,fire,,it smokes,b2\r\n`,
    );
  });
});

describe('samples', () => {
  const url = '/v1/samples?from=2025-12-01T00:00:00%2B08:00&to=2026-01-01T00:00:00%2B08:00&seed=a';

  it('are drawn by share and seed', async () => {
    const { json } = await call('GET', `${url}&share=0.1`);
    expect(json).toMatchObject({
      ...{ from: '2025-11-30T16:00:00.000Z', to: '2025-12-31T16:00:00.000Z', share: 0.1, seed: 'a' },
      items: [{ orgCode: '610104001', closed: 50, cases: [{ gridCode: 'G1', closedAt: '1970-01-01T00:00:00.000Z' }] }],
    });
    expect(rig.decided).toMatchObject([{ action: 'sample', share: 0.1, seed: 'a', restricted: false }]);
    expect((await call('GET', `${url}&share=0`)).status).toBe(400);
    expect((await call('GET', `/v1/samples?from=${START}&to=${START}`)).json).toMatchObject({ path: 'to' });
  });

  it('come as CSV', async () => {
    const { body } = await call('GET', `${url}&format=csv`);
    expect(body).toBe(
      '\uFEFForgCode,closed,caseNo,gridCode,categoryCode,closedAt\r\n610104001,50,2512S0000001,G1,E0498,1970-01-01T00:00:00.000Z\r\n',
    );
  });
});

describe('rates', () => {
  const url = '/v1/kpis?from=2025-12-01T00:00:00%2B08:00&to=2026-01-01T00:00:00%2B08:00';

  it('name their denominators', async () => {
    const { json } = await call('GET', `${url}&by=dept&compare=year`);
    expect(json).toMatchObject({
      ...{ from: '2025-11-30T16:00:00.000Z', to: '2025-12-31T16:00:00.000Z', by: 'dept' },
      total: { key: 'TOTAL', counts: { filed: 4, closed: 3 }, printed: { closureRate: '75.00 %' } },
      items: [{ key: 'G1' }],
      definitions: { closureRate: { numerator: 'closed', denominator: 'filed' } },
    });
    expect(rig.decided).toMatchObject([{ by: 'dept', yearBefore: true, restricted: false }]);
  });

  it('come as CSV with their total last', async () => {
    const { body } = await call('GET', `${url}&format=csv`);
    expect(body).toBe('\uFEFFkey,filed,closed,closureRate\r\nG1,4,3,75.00 %\r\nTOTAL,4,3,75.00 %\r\n');
  });

  it('are of a period that ends after it begins, and not for dispatchers', async () => {
    expect((await call('GET', `/v1/kpis?from=${START}&to=${START}`)).json).toMatchObject({ path: 'to' });
    expect((await call('GET', '/v1/kpis?from=2025-02-30T00:00:00Z&to=2026-01-01T00:00:00Z')).json).toMatchObject({
      path: 'from',
    });
    expect((await call('GET', url, undefined, 'dispatcher')).status).toBe(403);
  });
});

it('CSV quotes what it must, and disarms formulas', () => {
  expect(
    csv(
      ['a', 'b'],
      [
        ['x,y', 'say "hi"'],
        ['=SUM(A1)', -5],
        ['@x', undefined],
        ['two\nlines', '−3 %'],
      ],
    ),
  ).toBe('a,b\r\n"x,y","say ""hi"""\r\n\'=SUM(A1),-5\r\n\'@x,\r\n"two\nlines",−3 %\r\n');
});
