import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';
import { openCluster } from '../../src/kube/live-cluster.ts';

/** A body that is no text is sent as JSON. */
export interface StubAnswer {
  readonly status?: number;
  readonly body: unknown;
}

export interface StubApiServer {
  readonly reader: ClusterReader;
  /** `GET /path?query` of every request so far, as it was sent. */
  readonly sent: readonly string[];
  /** What was posted, in order. */
  readonly posted: readonly unknown[];
  /** Answers by `path` or `path?query`, both as sent; anything else is `404 page not found`, as from an API server. */
  answers(answers: Readonly<Record<string, StubAnswer>>): void;
  close(): Promise<void>;
}

/** A server that says what a test wants, and a live reader connected to it. */
export async function openStub(): Promise<StubApiServer> {
  let known: Readonly<Record<string, StubAnswer>> = {};
  const sent: string[] = [];
  const posted: unknown[] = [];
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, async (request, response) => {
    const url = request.url ?? '';
    sent.push(`${request.method} ${url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'POST') posted.push(JSON.parse(Buffer.concat(chunks).toString()));
    const answer = known[url] ?? known[url.split('?')[0] ?? ''] ?? { status: 404, body: '404 page not found\n' };
    response.statusCode = answer.status ?? 200;
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'dca-bot-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, JSON.stringify(configFor((server.address() as AddressInfo).port)));
  const reader = await openCluster({ kubeconfig });
  return {
    reader,
    sent,
    posted,
    answers(answers) {
      known = answers;
      sent.length = 0;
      posted.length = 0;
    },
    async close() {
      await reader.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

function configFor(port: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'stub', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'user', user: { token: 'stub' } }],
    contexts: [{ name: 'stub', context: { cluster: 'stub', user: 'user' } }],
    'current-context': 'stub',
  };
}
