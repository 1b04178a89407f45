import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../gateway/config.ts';
import { ROOT, readSources } from './support/source.ts';

const files = readSources('deploy/Dockerfile', 'deploy/compose.yaml', 'deploy/systemd/*.service');
const textOf = (path: string) => readSources(path)[0]?.text ?? '';

interface Service {
  readonly image?: string;
  readonly ports?: readonly string[];
}

it('is reached from outside with the shipped configuration, and not in lab mode', () => {
  const env = { GRIDWARDEN_HOST: '0.0.0.0' };
  const config = loadConfig({ file: 'deploy/gridwarden.yaml', env, cwd: ROOT });
  expect(config).toMatchObject({ lab: false, access: 'registered', host: '0.0.0.0' });
  expect(() => loadConfig({ env, cwd: ROOT })).toThrow(/HOST_NOT_LOOPBACK/);
});

it('sets only variables the gateway reads', () => {
  expect(files).toHaveLength(3);
  const known = new Set(textOf('gateway/config.ts').match(/GRIDWARDEN_[A-Z_]+/g));
  known.add('GRIDWARDEN_CONFIG');
  // What compose.yaml asks its user for, for the InfluxDB beside the gateway.
  known.add('GRIDWARDEN_INFLUX_PASSWORD');
  const used = files.flatMap(({ path, text }) =>
    (text.match(/GRIDWARDEN_[A-Z]+(?:_[A-Z]+)*/g) ?? []).map((name) => [path, name]),
  );
  expect(used.filter(([, name]) => name && !known.has(name))).toEqual([]);
});

it('publishes ports on loopback only, and pins the major version of every image', () => {
  const { services } = parse(textOf('deploy/compose.yaml')) as { services: Record<string, Service> };
  for (const { image, ports } of Object.values(services)) {
    for (const port of ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    if (image) expect(image).toMatch(/:\d/);
  }
});

it('builds the image from files that exist', () => {
  const copied = [...textOf('deploy/Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  expect(copied).toContain('gateway');
  for (const name of copied) {
    expect(existsSync(ROOT + name), name).toBe(true);
    expect(textOf('deploy/Dockerfile.dockerignore')).toContain(`!${name}\n`);
  }
});
