import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { fetchSnapshot } from '../../gateway/transport/onvif-snapshot.ts';

const clock = realClock();
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, 1)]);

/** A camera with two profiles; `picture` answers the GET. */
async function camera(uri: string, picture: (res: ServerResponse, authorization: string | undefined) => void) {
  const profiles: string[] = [];
  const gets: (string | undefined)[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    if (req.method === 'GET') {
      gets.push(req.headers.authorization);
      return picture(res, req.headers.authorization);
    }
    if (body.includes('<GetSnapshotUri')) profiles.push(/<ProfileToken>(.*?)</.exec(body)?.[1] ?? '');
    const inside = body.includes('<GetCapabilities')
      ? '<R><Capabilities><Media><XAddr>http://192.0.2.9/media</XAddr></Media></Capabilities></R>'
      : body.includes('<GetProfiles')
        ? '<R><Profiles token="P1"><VideoSourceConfiguration token="C1"><SourceToken>V1</SourceToken></VideoSourceConfiguration></Profiles>' +
          '<Profiles token="P2"><VideoSourceConfiguration token="C2"><SourceToken>V2</SourceToken></VideoSourceConfiguration></Profiles></R>'
        : `<R><MediaUri><Uri>${uri}</Uri></MediaUri></R>`;
    return res.end(`<Envelope><Body>${inside}</Body></Envelope>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const take = (source?: string) =>
    fetchSnapshot({
      ...{ address: `http://127.0.0.1:${port}/`, username: 'a', password: 'b', clock },
      ...(source === undefined ? {} : { source }),
    });
  return { profiles, gets, take };
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error: { code: string }) => error.code,
  );

describe('a picture', () => {
  it('is got from the configured host, whatever host the camera names, with digest where it is asked for', async () => {
    const cam = await camera('/snap?ch=1', (res, authorization) => {
      res.statusCode = authorization ? 200 : 401;
      if (!authorization) res.setHeader('www-authenticate', 'Digest realm="r", nonce="n", qop="auth"');
      res.end(authorization ? JPEG : '');
    });
    expect(await cam.take('V2')).toEqual({ contentType: 'image/jpeg', bytes: JPEG });
    expect(cam.profiles).toEqual(['P2']);
    expect(cam.gets[0]).toBeUndefined();
    expect(cam.gets[1]).toMatch(/^Digest username="a".*uri="\/snap\?ch=1"/);
  });

  it.each(['V1', 'C1', 'unknown', undefined])('is of the source %s, or of the first', async (source) => {
    const cam = await camera('/snap', (res) => res.end(JPEG));
    await cam.take(source);
    expect(cam.profiles).toEqual(['P1']);
  });

  it('is never asked for with Basic', async () => {
    const cam = await camera('/snap', (res) => {
      res.statusCode = 401;
      res.setHeader('www-authenticate', 'Basic realm="r"');
      res.end();
    });
    expect(await code(cam.take())).toBe('ONVIF_AUTH');
    expect(cam.gets).toEqual([undefined]);
  });

  it.each([
    ['a page', Buffer.from('<html>'.repeat(50)), 'ONVIF_XML'],
    ['nothing', Buffer.alloc(0), 'ONVIF_XML'],
    ['too much', Buffer.concat([JPEG, Buffer.alloc(5 * 1024 * 1024)]), 'ONVIF_XML'],
  ])('is refused when it is %s', async (_what, bytes, expected) => {
    const cam = await camera('/snap', (res) => res.end(bytes));
    expect(await code(cam.take())).toBe(expected);
  });

  it('is not got from an address that is none', async () => {
    const cam = await camera('', (res) => res.end(JPEG));
    expect(await code(cam.take())).toBe('ONVIF_XML');
    expect(cam.gets).toEqual([]);
  });
});
