import type { Counter } from 'prom-client';
import type { Metrics } from '../metrics.ts';

/** Counters over all ONVIF devices; a label per device would make a series per camera. */
export interface OnvifMetrics {
  readonly pulls: Counter<'result'>;
  readonly messages: Counter;
  readonly subscriptions: Counter;
  readonly failures: Counter<'code'>;
  readonly storms: Counter;
}

const known = new WeakMap<Metrics, OnvifMetrics>();

/** The counters of one registry, made on first use: every device actor shares them. */
export function onvifMetrics(metrics: Metrics): OnvifMetrics {
  let counters = known.get(metrics);
  if (!counters) {
    counters = {
      pulls: metrics.counter('onvif_pulls_total', 'Answered PullMessages calls', ['result']),
      messages: metrics.counter('onvif_messages_total', 'Notifications made durable'),
      subscriptions: metrics.counter('onvif_subscriptions_total', 'Pull points created'),
      storms: metrics.counter('onvif_storms_total', 'Times a device sent more notifications than it may'),
      failures: metrics.counter('onvif_failures_total', 'Ended connections by error code', ['code']),
    };
    known.set(metrics, counters);
  }
  return counters;
}
