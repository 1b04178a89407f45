import { describe, expect, it } from 'vitest';
import { openLiveCity } from '../gateway/city/live-city.ts';
import { cityPortOf } from '../gateway/city-wiring.ts';
import { editableProfiles } from './city/profiles.ts';

describe('the city as the pipeline asks it', () => {
  it('follows the files and the mode of the moment', () => {
    const profiles = editableProfiles();
    const city = openLiveCity({
      ...{ profilesDir: profiles.folder, profile: 'zhongshan', warn: () => undefined },
      now: () => Date.parse('2026-03-04T10:00:00+08:00'),
    });
    let mode = 'NORMAL';
    const port = cityPortOf(city, { mode: () => mode });
    expect([port.catalogueVersion, port.defaultOrg, port.reviewGate]).toEqual(['2026.1', '310117', true]);
    expect(port.commonAncestor?.([]), 'nothing in common').toMatchObject({ orgCode: '310117' });
    expect([port.mode?.().id, port.mode?.().deferred]).toEqual(['NORMAL', []]);
    mode = 'FLOOD';
    expect(port.mode?.().deferred).toContain('C0305');

    profiles.edit('zhongshan/catalogue.yaml', 'version: "2026.1"', 'version: "2026.2"');
    profiles.edit('zhongshan/profile.yaml', 'reviewGate: true', 'reviewGate: false');
    profiles.edit('base/ladder.yaml', 'patience: 4h', 'patience: 5h');
    city.reload();
    expect([port.catalogueVersion, port.reviewGate]).toEqual(['2026.2', false]);
    expect(port.ladder?.levels.at(-1)?.patience).toEqual({ ms: 18_000_000, clock: 'continuous' });
  });
});
