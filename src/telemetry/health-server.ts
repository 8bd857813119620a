import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hideCredentials } from './hide-credentials.ts';
import type { Metrics } from './metrics.ts';

export type Health = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Says whether one named thing works; a throw or silence counts as "no", with the reason shown. */
export type HealthCheck = () => Health | Promise<Health>;

export interface HealthServerOptions {
  readonly host: '127.0.0.1' | '0.0.0.0';
  /** 0 takes any free port. */
  readonly port: number;
  /** What a restart would cure. Asked by `/healthz`. */
  readonly live: Readonly<Record<string, HealthCheck>>;
  /** What must work before traffic is useful. Asked by `/readyz`. */
  readonly ready: Readonly<Record<string, HealthCheck>>;
  /** Absent: no `/metrics`. */
  readonly metrics?: Metrics;
  /** Milliseconds a check may take (default 1,000). */
  readonly patienceMs?: number;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/healthz` and `/readyz` (200 or 503, with every check's reason as JSON) and `/metrics`. */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const patienceMs = options.patienceMs ?? 1000;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'GET only\n');
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/healthz') return void answerChecks(response, options.live, patienceMs);
    if (path === '/readyz') return void answerChecks(response, options.ready, patienceMs);
    if (path === '/metrics' && options.metrics !== undefined) return void answerMetrics(response, options.metrics);
    send(response, 404, 'text/plain', 'not found\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerChecks(
  response: ServerResponse,
  checks: Readonly<Record<string, HealthCheck>>,
  patienceMs: number,
): Promise<void> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await askCheck(check, patienceMs)] as const),
  );
  const ok = results.every(([, result]) => result.ok);
  const body = { ok, checks: Object.fromEntries(results) };
  send(response, ok ? 200 : 503, 'application/json', `${JSON.stringify(body)}\n`);
}

async function askCheck(check: HealthCheck, patienceMs: number): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: `no answer within ${patienceMs} ms` }), patienceMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), silence]);
  } catch (error) {
    return { ok: false, reason: hideCredentials(error instanceof Error ? error.message : String(error)) };
  } finally {
    clearTimeout(timer);
  }
}

async function answerMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  try {
    send(response, 200, metrics.contentType, await metrics.text());
  } catch (error) {
    send(response, 500, 'text/plain', `${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
