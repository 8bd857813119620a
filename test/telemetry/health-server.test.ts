import { afterEach, describe, expect, it } from 'vitest';
import { type HealthServerOptions, startHealthServer } from '../../src/telemetry/health-server.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function start(options: Partial<HealthServerOptions> = {}) {
  const server = await startHealthServer({ host: '127.0.0.1', port: 0, live: {}, ready: {}, ...options });
  opened.push(server);
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  return { server, get };
}

describe('health server', () => {
  it('is ready only when every named check is, and says why not', async () => {
    const { get } = await start({
      patienceMs: 30,
      ready: {
        redis: () => ({ ok: true }),
        slack: async () => ({ ok: false, reason: 'socket closed 12 s ago' }),
        worker: () => {
          throw new Error('redis://u:hunter3@h refused');
        },
        stuck: () => new Promise(() => {}),
      },
    });
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toEqual({
      ok: false,
      checks: {
        redis: { ok: true },
        slack: { ok: false, reason: 'socket closed 12 s ago' },
        worker: { ok: false, reason: 'redis://[hidden]@h refused' },
        stuck: { ok: false, reason: 'no answer within 30 ms' },
      },
    });
  });

  it('keeps life and readiness apart', async () => {
    const { get } = await start({
      live: { loop: () => ({ ok: true }) },
      ready: { redis: () => ({ ok: false, reason: 'down' }) },
    });
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/healthz?verbose')).text).toBe('{"ok":true,"checks":{"loop":{"ok":true}}}\n');
    expect((await get('/readyz')).status).toBe(503);
  });

  it('serves metrics where there are any', async () => {
    const metrics = createMetrics();
    metrics.asks.add({ result: 'stored' }, 6);
    const { get } = await start({ metrics });
    const answer = await get('/metrics');
    expect(answer.type).toContain('text/plain');
    expect(answer.text).toContain('dca_asks_total{result="stored"} 6');
    const { get: without } = await start();
    expect((await without('/metrics')).status).toBe(404);
  });

  it.each([
    ['/', 'GET', 404],
    ['/healthz', 'POST', 405],
    ['/healthz', 'HEAD', 200],
  ])('%s by %s gives %d', async (path, method, status) => {
    const { get } = await start();
    expect((await get(path, method)).status).toBe(status);
  });

  it('closes while a check never answers', async () => {
    const { server } = await start({ ready: { stuck: () => new Promise(() => {}) } });
    const asked = fetch(`http://127.0.0.1:${server.port}/readyz`).catch(() => 'cut');
    await server.close();
    expect(await asked).toBe('cut');
  });
});
