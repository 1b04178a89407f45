import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** All series of the process in one Prometheus registry; names start with `gridwarden_`. */
export interface Metrics {
  readonly registry: Registry;
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  /** Seconds. */
  histogram<L extends string = never>(name: string, help: string, labels?: readonly L[]): Histogram<L>;
}

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const common = (name: string, help: string) => ({ name: `gridwarden_${name}`, help, registers: [registry] });
  return {
    registry,
    counter: (name, help, labels = []) => new Counter({ ...common(name, help), labelNames: [...labels] }),
    gauge: (name, help, labels = []) => new Gauge({ ...common(name, help), labelNames: [...labels] }),
    histogram: (name, help, labels = []) =>
      new Histogram({ ...common(name, help), labelNames: [...labels], buckets: BUCKETS }),
  };
}
