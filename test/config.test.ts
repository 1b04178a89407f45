import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviceTypeFolders, loadConfig } from '../gateway/config.ts';
import { ROOT } from './support/source.ts';
import { testDir } from './support/test-dir.ts';

function load(yaml: string | undefined, env: Record<string, string> = {}) {
  const cwd = testDir();
  if (yaml !== undefined) writeFileSync(join(cwd, 'gridwarden.yaml'), yaml);
  return loadConfig({ file: yaml === undefined ? undefined : 'gridwarden.yaml', env, cwd });
}

describe('configuration', () => {
  it('is lab mode on loopback without a file', () => {
    expect(load(undefined)).toMatchObject({
      lab: true,
      access: 'lab',
      host: '127.0.0.1',
      mqttPort: 1883,
      httpPort: 8080,
      inboxQuota: 10 * 2 ** 30,
    });
  });

  it('takes the file that the README shows', () => {
    const [, yaml = ''] = /```yaml\n(profile: [\s\S]*?)```/.exec(readFileSync(`${ROOT}README.md`, 'utf8')) ?? [];
    const cwd = testDir();
    writeFileSync(join(cwd, 'gridwarden.yaml'), yaml);
    const secrets = ['secrets/centre', 'secrets/acme', 'secrets/duty', 'secrets/org-610104002'];
    for (const path of [...secrets, 'tls/cert.pem', 'tls/key.pem']) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), `the secret of ${path}\n`);
    }
    const config = loadConfig({ file: 'gridwarden.yaml', env: {}, cwd });
    expect(config).toMatchObject({ lab: false, access: 'registered', tls: { only: true, httpPort: 8443 } });
    expect(config.tokens.map(({ name, roles, token }) => [name, roles, token])).toEqual([
      ['centre', ['dispatcher'], 'the secret of secrets/centre'],
      ['acme', ['vendor'], 'the secret of secrets/acme'],
      ['duty-engineer', ['operator'], 'the secret of secrets/duty'],
    ]);
    expect(config.orgs).toEqual([{ orgCode: '610104002', password: 'the secret of secrets/org-610104002' }]);
  });

  it('keeps records and series for as long as it is told', () => {
    const day = 86_400_000;
    expect(load(undefined).retention).toEqual({
      records: 400 * day,
      deadLetters: 30 * day,
      deliveries: 30 * day,
      series: 400 * day,
    });
    const told = load('records: { retention: 800d, deadLetters: 7d, deliveries: 3d }\nseries: { retention: 90d }\n');
    expect(told.retention).toEqual({ records: 800 * day, deadLetters: 7 * day, deliveries: 3 * day, series: 90 * day });
  });

  it('is the defaults of production with an empty file', () => {
    for (const empty of ['', '# nothing yet\n']) expect(load(empty)).toMatchObject({ lab: false, mqttPort: 1883 });
  });

  it('takes environment over file over default and says which', () => {
    const config = load('host: 0.0.0.0\nmqtt: { port: 2883 }\nhttp: { port: 9090 }\n', { GRIDWARDEN_MQTT_PORT: '0' });
    expect(config).toMatchObject({ lab: false, access: 'registered', host: '0.0.0.0', mqttPort: 0, httpPort: 9090 });
    expect(config.origin).toMatchObject({
      'mqtt.port': 'GRIDWARDEN_MQTT_PORT',
      'http.port': 'file',
      profile: 'default',
    });
  });

  it('looks for cities in the bundled folder unless it is told of another', () => {
    expect(load('').profilesDir).toMatch(/\/deploy\/profiles$/);
    expect(load('profilesDir: /srv/cities\n').profilesDir).toBe('/srv/cities');
    expect(load('profilesDir: /srv/cities\n', { GRIDWARDEN_PROFILES_DIR: '/etc/cities' }).profilesDir).toBe(
      '/etc/cities',
    );
  });

  it('reads the bundled device types, and beside them those of a folder it is told of', () => {
    expect(deviceTypeFolders(load(''))).toEqual([expect.stringMatching(/\/adapters\/device-types$/)]);
    const own = load('deviceTypesDir: /srv/types\n', { GRIDWARDEN_DEVICE_TYPES_DIR: '/etc/types' });
    expect(deviceTypeFolders(own)).toEqual([expect.stringMatching(/\/adapters\/device-types$/), '/etc/types']);
    expect(load('deviceTypesDir: /srv/types\n').deviceTypesDir).toBe('/srv/types');
  });

  it('reads secrets from files', () => {
    const cwd = testDir();
    writeFileSync(join(cwd, 'token'), 'from-a-file\n');
    expect(loadConfig({ file: undefined, env: { GRIDWARDEN_ADMIN_TOKEN_FILE: 'token' }, cwd }).adminToken).toBe(
      'from-a-file',
    );
  });

  it.each([
    ['mqtt:\n  prot: 1883\n', {}, /gridwarden\.yaml:2:3: mqtt: unknown key prot/],
    ['mqtt:\n  port: 70000\n', {}, /gridwarden\.yaml:2:3: mqtt\.port: .*65535/],
    ['host: [\n', {}, /gridwarden\.yaml:\d+:\d+: /],
    ['records: { retention: 12h }\n', {}, /records\.retention must be longer than inbox\.retention/],
    ['inbox: { quota: lots }\n', {}, /inbox\.quota: .*/],
    ['http: { tokens: [{ name: a, roles: [king], token: 0123456789abcdef }] }\n', {}, /http\.tokens\.0\.roles\.0/],
    ['mqtt: { access: open }\nhost: 0.0.0.0\n', {}, /HOST_NOT_LOOPBACK/],
    [undefined, { GRIDWARDEN_HOST: '0.0.0.0' }, /HOST_NOT_LOOPBACK.*configuration file/],
    [undefined, { GRIDWARDEN_MQTT_PORT: 'abc' }, /CONFIG_INVALID: GRIDWARDEN_MQTT_PORT=abc: a port is a number/],
    [undefined, { GRIDWARDEN_REDIS_URL: 'nonsense' }, /GRIDWARDEN_REDIS_URL is not a URL/],
    [undefined, { GRIDWARDEN_QUEUE: 'kafka' }, /use auto, redis, postgres/],
    [undefined, { GRIDWARDEN_CLOCK: 'yesterday' }, /clock "yesterday": use real/],
    ['profile: lianhu\n', { GRIDWARDEN_CLOCK: '2026-07-01T00:00:00Z@60' }, /needs lab mode/],
  ] as const)('refuses %j with %j', (yaml, env, message) => {
    expect(() => load(yaml, env)).toThrowError(message);
  });

  it('names a file that does not exist', () => {
    expect(() => loadConfig({ file: 'nowhere.yaml', env: {}, cwd: '/' })).toThrowError(
      /CONFIG_UNREADABLE: nowhere.yaml does not exist/,
    );
  });

  it('takes TLS from file or environment, and only whole', () => {
    expect(load(undefined).tls).toBeUndefined();
    const pair = { GRIDWARDEN_TLS_CERT: 'a.pem', GRIDWARDEN_TLS_KEY: '/k/a.key' };
    expect(load(undefined, pair).tls).toEqual({
      ...{
        cert: expect.stringMatching(/^\/.*\/a\.pem$/),
        key: '/k/a.key',
        clientCert: 'none',
        mqttPort: 8883,
        only: false,
      },
    });
    expect(
      load(undefined, { ...pair, GRIDWARDEN_TLS_CA: '/k/ca.pem', GRIDWARDEN_HTTPS_PORT: '8443' }).tls,
    ).toMatchObject({
      ...{ ca: '/k/ca.pem', clientCert: 'request', httpPort: 8443 },
    });
    expect(() => load(undefined, { GRIDWARDEN_TLS_CERT: 'a.pem' })).toThrow(/both cert and key/);
  });
});
