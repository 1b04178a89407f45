/** A topic that ONVIF devices sent, and what it means here. */
export interface HeardTopic {
  /** Without the prefix of the ONVIF namespace. */
  readonly topic: string;
  /** What it is told as; absent for a topic that no map knows: an operator can add it to a map of his own. */
  readonly signals: readonly string[];
  readonly count: number;
  /** Devices that sent it, at most MAX_DEVICES named. */
  readonly devices: readonly string[];
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Counts the topics of ONVIF devices, so that none is passed over in silence. Since the last start. */
export interface TopicCensus {
  heard(deviceId: string, topic: string): void;
  /** Unknown ones first, each kind by how often it was heard. */
  list(): readonly HeardTopic[];
}

/** Topics that are counted; beyond, the one heard of longest ago is forgotten. */
const MAX_TOPICS = 2_000;
const MAX_DEVICES = 10;

interface Entry {
  count: number;
  readonly devices: Set<string>;
  readonly firstAt: number;
  lastAt: number;
}

/** `signalsOf` says what a topic means; empty for an unknown one. */
export function createTopicCensus(signalsOf: (topic: string) => readonly string[], now: () => number): TopicCensus {
  const topics = new Map<string, Entry>();
  return {
    heard(deviceId, topic) {
      const at = now();
      const entry = topics.get(topic) ?? { count: 0, devices: new Set(), firstAt: at, lastAt: at };
      // A Map keeps the order of insertion: taking the entry out first makes it the youngest.
      topics.delete(topic);
      topics.set(topic, entry);
      entry.count += 1;
      entry.lastAt = at;
      if (entry.devices.size < MAX_DEVICES) entry.devices.add(deviceId);
      if (topics.size > MAX_TOPICS) topics.delete(topics.keys().next().value as string);
    },
    list: () =>
      [...topics]
        .map(([topic, entry]) => ({ topic, signals: signalsOf(topic), ...entry, devices: [...entry.devices] }))
        .sort((a, b) => Math.sign(a.signals.length) - Math.sign(b.signals.length) || b.count - a.count),
  };
}
