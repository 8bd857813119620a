import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type SimulatedCluster, startSimulatedCluster } from '../../../simulator/cluster/simulated-cluster.ts';
import { scenarioFolder } from '../../kube/open-simulated.ts';

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the tests read of a body differs from path to path.
  readonly body: any;
}

export interface SimulatedClient {
  readonly cluster: SimulatedCluster;
  get(path: string): Promise<Got>;
  post(path: string, body: unknown): Promise<Got>;
  close(): Promise<void>;
}

/** A simulated cluster and a plain HTTPS client of it. */
export async function openClient(folder: string, now?: () => number): Promise<SimulatedClient> {
  const cluster = await startSimulatedCluster({ scenario: folder, ...(now ? { now } : {}) });
  const config = parse(cluster.kubeconfig);
  const ca = Buffer.from(config.clusters[0].cluster['certificate-authority-data'], 'base64');
  const headers = { authorization: `Bearer ${config.users[0].user.token}` };

  function call(method: string, path: string, body?: string): Promise<Got> {
    return new Promise((resolve, reject) => {
      request(`${cluster.url}${path}`, { method, ca, agent: false, headers }, async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = response.headers['content-type'] === 'application/json';
          const read = isJson ? JSON.parse(text) : text;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: read });
        } catch (error) {
          reject(error);
        }
      })
        .on('error', reject)
        .end(body);
    });
  }

  return {
    cluster,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, JSON.stringify(body)),
    close: cluster.close,
  };
}

/** A folder that extends a scenario with files of its own; `remove` deletes it. */
export async function extendScenario(
  base: string,
  files: Readonly<Record<string, string>>,
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'dca-bot-'));
  const { 'scenario.yaml': own = '', ...others } = files;
  await writeFile(join(folder, 'scenario.yaml'), `extends: ${scenarioFolder(base)}\n${own}`);
  for (const [name, text] of Object.entries(others)) await writeFile(join(folder, name), text);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
