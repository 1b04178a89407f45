import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';

/** What a registry holds, as another thread or process can take it over. */
export type Figures = MetricObjectWithValues<MetricValue<string>>[];

/** All series of a thread in one Prometheus registry; names start with `gridwarden_`. */
export interface Metrics {
  readonly registry: Registry;
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  /** Seconds. */
  histogram<L extends string = never>(name: string, help: string, labels?: readonly L[]): Histogram<L>;
  /** Shows the figures of another thread, too; what both count under one name is added up, of gauges the higher is shown. */
  include(figures: () => Promise<Figures>): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
}

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];
/** What of Node's own series each thread has for itself. */
const OF_A_THREAD = /^nodejs_(?:eventloop|gc|heap)/;

/** `process`: with the series of the process; `thread`: with those of Node that each thread has, under its name. */
export function createMetrics(options: { process?: boolean; thread?: string } = {}): Metrics {
  const registry = new Registry();
  const others: (() => Promise<Figures>)[] = [];
  const { thread } = options;
  if (options.process) collectDefaultMetrics({ register: registry });
  if (thread !== undefined) {
    collectDefaultMetrics({ register: registry, labels: { thread } });
    for (const { name } of registry.getMetricsAsArray()) if (!OF_A_THREAD.test(name)) registry.removeSingleMetric(name);
  }
  const common = (name: string, help: string) => ({ name: `gridwarden_${name}`, help, registers: [registry] });
  return {
    registry,
    counter: (name, help, labels = []) => new Counter({ ...common(name, help), labelNames: [...labels] }),
    // Of two threads with the same gauge the higher value: adding up would make no sense of a time.
    gauge: (name, help, labels = []) =>
      new Gauge({ ...common(name, help), labelNames: [...labels], aggregator: 'max' }),
    histogram: (name, help, labels = []) =>
      new Histogram({ ...common(name, help), labelNames: [...labels], buckets: BUCKETS }),
    include: (figures) => void others.push(figures),
    async text() {
      const all = await Promise.all([registry.getMetricsAsJSON(), ...others.map((figures) => figures())]);
      return AggregatorRegistry.aggregate(all.map(kept)).metrics();
    },
  };
}

/** prom-client would leave out what makes no sense of several processes; here there is one. */
const kept = (figures: Figures): Figures =>
  figures.map((series) => (series.aggregator === 'omit' ? { ...series, aggregator: 'first' } : series));
