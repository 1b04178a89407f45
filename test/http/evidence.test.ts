import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import type { Principal, Role } from '../../gateway/http/auth.ts';
import { registerEvidence } from '../../gateway/http/evidence.ts';
import { answerWithProblems } from '../../gateway/http/problem.ts';
import { silentLog } from '../../gateway/log.ts';

const ID = 'aaaaaaaaaaaaaaaaaaaaaa';

it.each<[Role[], boolean, number]>([
  [['viewer'], false, 200],
  [['viewer'], true, 404],
  [['admin'], true, 404],
  [['viewer', 'restricted'], true, 200],
])('shows %j a picture, restricted %s: %i', async (roles, restricted, status) => {
  const app = fastify();
  answerWithProblems(app, silentLog());
  app.decorateRequest('principal');
  app.addHook('onRequest', async (request) => {
    request.principal = { name: 'someone', roles: new Set(roles) } satisfies Principal;
  });
  const about = { contentType: 'image/jpeg', sha256: '00', restricted };
  registerEvidence(app, { read: async () => ({ about, content: Buffer.from('picture') }) });
  expect((await app.inject(`/v1/evidence/${ID}`)).statusCode).toBe(status);
  await app.close();
});
