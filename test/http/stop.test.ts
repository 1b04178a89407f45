import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { openHttpRig } from '../support/http-rig.ts';

it('stops at once although a client has opened a connection ahead and asked nothing on it', async () => {
  const rig = await openHttpRig();
  const port = await rig.http.listen({ host: '127.0.0.1', port: 0 });
  const spare = connect(port, '127.0.0.1');
  await once(spare, 'connect');
  const asked = await fetch(`http://127.0.0.1:${port}/livez`);
  expect(asked.status).toBe(200);
  const ended = once(spare, 'close');
  await rig.http.close();
  await ended;
  await rig.stop();
});
