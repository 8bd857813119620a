import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Certificate } from '../../../simulator/cluster/certificate.ts';
import type { MetricAnswer, ServedMetric } from './metric-store.ts';
import { EXTERNAL_METRICS_GROUP } from './names.ts';

/** What goes wrong with the answers about metrics; discovery goes on. */
export type MetricsFault =
  | { readonly kind: 'status'; readonly status: number; readonly message: string; readonly reason?: string }
  /** A body that is no JSON, with status 200. */
  | { readonly kind: 'garbage' }
  /** The connection is closed without an answer. */
  | { readonly kind: 'close' }
  /** No answer at all. */
  | { readonly kind: 'hang' };

export interface MetricsServer {
  start(): Promise<void>;
  /** Nobody listens any more. */
  stop(): Promise<void>;
  /** For one metric, or for every one; undefined ends it. */
  fault(fault: MetricsFault | undefined, metric?: string): void;
  /** While true nobody is answered, not even about discovery: as if packets were dropped on the way. */
  silence(silent: boolean): void;
  /** Milliseconds before every answer about a metric. */
  delay(milliseconds: number): void;
  /** How many questions about metrics came. */
  asked(): number;
}

export interface MetricsServerOptions {
  readonly address: string;
  readonly port: number;
  readonly certificate: Certificate;
  answer(namespace: string, metric: string, labelSelector: string): MetricAnswer;
}

/** No metric has this name. */
const EVERY = '*';

interface Question {
  readonly namespace: string;
  readonly metric: string;
  readonly selector: string;
}

const VERSION = `${EXTERNAL_METRICS_GROUP}/v1beta1`;
const METRIC = new RegExp(`^/apis/${VERSION}/namespaces/([^/]+)/([^/]+)$`);
const GROUP = {
  name: EXTERNAL_METRICS_GROUP,
  versions: [{ groupVersion: VERSION, version: 'v1beta1' }],
  preferredVersion: { groupVersion: VERSION, version: 'v1beta1' },
};
const DISCOVERY: Readonly<Record<string, unknown>> = {
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [GROUP] },
  [`/apis/${EXTERNAL_METRICS_GROUP}`]: { kind: 'APIGroup', apiVersion: 'v1', ...GROUP },
  [`/apis/${VERSION}`]: {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: VERSION,
    resources: [
      { name: 'externalmetrics', singularName: '', namespaced: true, kind: 'ExternalMetricValueList', verbs: ['get'] },
    ],
  },
};

/** An extension API server of external metrics that answers what it is told. */
export function createMetricsServer(options: MetricsServerOptions): MetricsServer {
  let server: Server | undefined;
  const faults = new Map<string, MetricsFault>();
  let wait = 0;
  let asked = 0;
  let isSilent = false;
  const timers = new Set<NodeJS.Timeout>();

  function answerMetric(response: ServerResponse, { namespace, metric, selector }: Question): void {
    const fault = faults.get(metric.toLowerCase()) ?? faults.get(EVERY);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'close') {
      response.destroy();
      return;
    }
    if (fault?.kind === 'garbage') {
      response.end('no JSON at all');
      return;
    }
    const answer = fault ?? options.answer(namespace, metric, selector);
    if ('status' in answer) sendStatus(response, answer.status, answer.message, answer.reason);
    else send(response, 200, valueList(metric, answer.items));
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    if (isSilent) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost');
    const found = DISCOVERY[pathname];
    const [, namespace, name] = METRIC.exec(pathname) ?? [];
    if (found !== undefined) send(response, 200, found);
    else if (namespace === undefined || name === undefined)
      sendStatus(response, 404, 'the server could not find the requested resource', 'NotFound');
    else {
      asked += 1;
      const selector = searchParams.get('labelSelector') ?? '';
      const question = { namespace, metric: decodeURIComponent(name), selector };
      const timer = setTimeout(() => {
        timers.delete(timer);
        answerMetric(response, question);
      }, wait);
      timers.add(timer);
    }
  }

  return {
    async start() {
      if (server !== undefined) return;
      const { certificate, key } = options.certificate;
      server = createServer({ cert: certificate, key }, handle).listen(options.port, options.address);
      await once(server, 'listening');
    },
    async stop() {
      if (server === undefined) return;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      server = undefined;
      await closed;
    },
    fault: (fault, metric = EVERY) => {
      if (fault === undefined) faults.delete(metric.toLowerCase());
      else faults.set(metric.toLowerCase(), fault);
    },
    silence: (silent) => {
      isSilent = silent;
      // Whoever was left without an answer asks anew.
      if (!silent) server?.closeAllConnections();
    },
    delay: (milliseconds) => {
      wait = milliseconds;
    },
    asked: () => asked,
  };
}

function valueList(metric: string, items: readonly ServedMetric[]): unknown {
  return {
    kind: 'ExternalMetricValueList',
    apiVersion: VERSION,
    metadata: {},
    items: items.map(({ value, labels, at }) => ({ metricName: metric, metricLabels: labels, timestamp: at, value })),
  };
}

function sendStatus(response: ServerResponse, code: number, message: string, reason?: string): void {
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code };
  send(response, code, reason === undefined ? body : { ...body, reason });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
