/** What the check of a case asks about the sensors that raised it. */
export interface SensorPort {
  /** Whether everything that arrived has been evaluated: before, nobody can say that a sensor is quiet. */
  current(): boolean;
  /** Whether the device has sent something at or after `since` (epoch ms) and has not said goodbye. */
  online(deviceId: string, since: number): boolean;
  /**
   * How the given episodes (`device|rule|source|number`) of the devices stand: `on` while one is above its clear level;
   * `fading` while one is below it, but not yet for as long as its rule wants, with the time at which it will be; else `off`.
   */
  alarm(deviceIds: readonly string[], episodes: readonly string[]): 'on' | 'off' | { readonly fading: number };
}

/** The part of a report about a device that matters here. */
interface SensorReport {
  readonly lastSeen?: number;
  readonly online: boolean;
  readonly episodes: readonly {
    readonly ruleId: string;
    readonly source: string;
    readonly phase: 'idle' | 'pending' | 'active' | 'clearing';
    readonly episode: number;
    readonly due?: number;
  }[];
}

/** Sensors as the rules know them. `report` is undefined for a device they have not heard of. */
export function sensorsOver(parts: {
  readonly report: (deviceId: string) => SensorReport | undefined;
  readonly current: () => boolean;
}): SensorPort {
  const { report, current } = parts;
  return {
    current,
    online(deviceId, since) {
      const sensor = report(deviceId);
      return sensor?.online === true && (sensor.lastSeen ?? 0) >= since;
    },
    alarm(deviceIds, episodes) {
      const wanted = new Set(episodes);
      const live = deviceIds.flatMap((deviceId) =>
        (report(deviceId)?.episodes ?? []).filter(
          ({ ruleId, source, episode, phase }) =>
            (phase === 'active' || phase === 'clearing') && wanted.has(`${deviceId}|${ruleId}|${source}|${episode}`),
        ),
      );
      if (live.some(({ phase }) => phase === 'active')) return 'on';
      if (live.length === 0) return 'off';
      return { fading: Math.max(...live.map(({ due = 0 }) => due)) };
    },
  };
}
