import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Why } from '../domain/reading.ts';

export interface Counting<L extends object> {
  /** `by` defaults to 1. */
  add(labels: L, by?: number): void;
}

export interface Measuring<L extends object> {
  observe(labels: L, seconds: number): void;
}

export interface Level<L extends object> {
  set(labels: L, value: number): void;
}

export const JOB_OUTCOMES = ['done', 'give-up', 'try-later', 'failed', 'stalled'] as const;
export type JobOutcomeName = (typeof JOB_OUTCOMES)[number];

/** Everything dca-bot counts. Labels come from short fixed lists and cluster names, never from what somebody typed. */
export interface Metrics {
  readonly asks: Counting<{ readonly result: 'stored' | 'duplicate' }>;
  /** From Slack's request until our acknowledgement; Slack gives up after 3 s. */
  readonly acks: Measuring<{ readonly kind: 'command' | 'mention' | 'action' | 'shortcut' | 'view' }>;
  readonly answers: Counting<{ readonly result: 'posted' | 'edited' | 'fallback' | 'possible-repeat' | 'dead' }>;
  readonly collections: Measuring<{ readonly cluster: string; readonly kind: string }>;
  /** Asks answered with a collection that another ask had started. */
  readonly shared: Counting<{ readonly cluster: string }>;
  readonly readingsFailed: Counting<{ readonly cluster: string; readonly why: Why }>;
  readonly masked: Counting<{ readonly where: 'worker' | 'sender' }>;
  /** Records of who asked what that could not be written. */
  readonly auditLost: Counting<{ readonly event: 'asked' | 'refused' | 'ended' }>;
  readonly queueWaiting: Level<{ readonly queue: string; readonly cluster: string }>;
  readonly jobs: Counting<{ readonly queue: string; readonly cluster: string; readonly outcome: JobOutcomeName }>;
  readonly reconnects: Counting<{ readonly to: 'redis' | 'slack' }>;
  /** Runs `refresh` before each scrape, for values that are only known by asking; returns how to take it away again. */
  beforeScrape(refresh: () => Promise<void>): () => void;
  /** The page in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const SCRAPE_PATIENCE_MS = 1000;

/** Makes a registry of its own, so that two of them (tests, `dca all`) never clash. `process: true` adds Node's own figures. */
export function createMetrics(options: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process === true) collectDefaultMetrics({ register: registry, prefix: 'dca_' });
  const counter = <L extends object>(name: string, help: string, labelNames: readonly string[]): Counting<L> => {
    const metric = new Counter({ name: `dca_${name}`, help, labelNames, registers: [registry] });
    return { add: (labels, by = 1) => metric.inc({ ...labels }, by) };
  };
  const histogram = <L extends object>(
    name: string,
    help: string,
    labelNames: readonly string[],
    buckets: number[],
  ): Measuring<L> => {
    const metric = new Histogram({ name: `dca_${name}`, help, labelNames, buckets, registers: [registry] });
    return { observe: (labels, seconds) => metric.observe({ ...labels }, seconds) };
  };
  const waiting = new Gauge({
    name: 'dca_queue_waiting',
    help: 'Jobs nobody has taken yet',
    labelNames: ['queue', 'cluster'],
    registers: [registry],
  });
  const refreshes = new Set<() => Promise<void>>();

  return {
    asks: counter('asks_total', 'Questions that reached dca-bot; a duplicate is a re-delivery', ['result']),
    acks: histogram(
      'ack_seconds',
      'Time until Slack was answered',
      ['kind'],
      [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    ),
    answers: counter('answers_total', 'What became of answers at Slack', ['result']),
    collections: histogram(
      'collection_seconds',
      'Time to read and diagnose a cluster',
      ['cluster', 'kind'],
      [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60],
    ),
    shared: counter('collections_shared_total', 'Questions answered by the collection of another', ['cluster']),
    readingsFailed: counter('readings_failed_total', 'Facts that could not be read', ['cluster', 'why']),
    masked: counter('masked_values_total', 'Secret values masked', ['where']),
    auditLost: counter('audit_records_lost_total', 'Audit records that could not be written', ['event']),
    queueWaiting: { set: (labels, value) => waiting.set({ ...labels }, value) },
    jobs: counter('jobs_total', 'Jobs by how they ended', ['queue', 'cluster', 'outcome']),
    reconnects: counter('reconnects_total', 'Connections made again after a loss', ['to']),
    beforeScrape: (refresh) => {
      refreshes.add(refresh);
      return () => refreshes.delete(refresh);
    },
    text: async () => {
      await withinPatience(Promise.allSettled([...refreshes].map((refresh) => refresh())));
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** A figure that cannot be had in time keeps its last value; the rest of the page must still come. */
async function withinPatience(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SCRAPE_PATIENCE_MS);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
