import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOnvifSite } from '../gateway/onvif-site.ts';
import { fixtureDevice, rawMessage } from './support/adapter-fixtures.ts';
import { testDir } from './support/test-dir.ts';

const PEPPER = Buffer.alloc(32, 1);
const DENIED = rawMessage({
  topic: 'gate/onvif-ej/AccessControl/Denied/Credential/&AP1',
  json: {
    ...{ UtcTime: '2026-03-01T00:00:00Z', Source: { AccessPointToken: 'AP1' } },
    Data: { CredentialToken: 'C-0042', Reason: 'CredentialExpired' },
  },
});
const credentialOf = (site: ReturnType<typeof openOnvifSite>) => {
  const [event] = site.adapterFor(DENIED)?.decode(DENIED, fixtureDevice()) ?? [];
  return event?.kind === 'event' ? event.data['credential'] : undefined;
};

describe('a site', () => {
  it('calls a person by the same word always, another site by another, and neither by the name', () => {
    const here = openOnvifSite({ pepper: PEPPER, file: 'none' });
    expect(credentialOf(here)).toMatch(/^[\w-]{16}$/);
    expect(credentialOf(openOnvifSite({ pepper: PEPPER, file: 'none' }))).toBe(credentialOf(here));
    expect(credentialOf(openOnvifSite({ pepper: Buffer.alloc(32, 2), file: 'none' }))).not.toBe(credentialOf(here));
  });

  it('knows the topics of its own file, too', () => {
    const file = join(testDir(), 'onvif-map.yaml');
    expect(openOnvifSite({ pepper: PEPPER, file }).signalsOf('Weather/acme:Rain')).toEqual([]);
    writeFileSync(file, 'rows:\n  - { topic: Weather/Rain, signal: rain }\n');
    const site = openOnvifSite({ pepper: PEPPER, file });
    expect(site.signalsOf('Weather/acme:Rain')).toEqual(['rain']);
    expect(site.signalsOf('VideoSource/MotionAlarm')).toEqual(['motion']);
  });

  it('refuses a file with a mistake by its place', () => {
    const file = join(testDir(), 'onvif-map.yaml');
    writeFileSync(file, 'rows:\n  - { topic: Weather/Rain, sginal: rain }\n');
    expect(() => openOnvifSite({ pepper: PEPPER, file })).toThrow(
      /onvif-map\.yaml:2:\d+: rows\.0\.sginal: is not a known key|onvif-map/,
    );
  });
});
