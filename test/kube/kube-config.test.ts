import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import { listContexts, loadKubeConfig } from '../../src/kube/kube-config.ts';
import { openCluster } from '../../src/kube/live-cluster.ts';
import { scenarioFolder } from './open-simulated.ts';

const BOUNDS = { timeoutMs: 3000 };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-bot-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function config({ server = 'https://192.0.2.7:6443', user = {}, current = 'blue', cluster = {} } = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c1', cluster: { server, ...cluster } }],
    users: [{ name: 'u1', user: { token: 'secret', ...user } }],
    contexts: [
      { name: 'blue', context: { cluster: 'c1', user: 'u1', namespace: 'monitoring' } },
      { name: 'green', context: { cluster: 'c1', user: 'u1' } },
      { name: 'lost', context: { cluster: 'c9', user: 'u1' } },
      { name: 'stranger', context: { cluster: 'c1', user: 'u9' } },
    ],
    ...(current === '' ? {} : { 'current-context': current }),
  };
}

describe('loadKubeConfig', () => {
  it('chooses the current context with its namespace, or the one asked for', async () => {
    const kubeconfig = await write('good', config());
    expect(await loadKubeConfig({ kubeconfig })).toMatchObject({ context: 'blue', namespace: 'monitoring' });
    const green = await loadKubeConfig({ kubeconfig, context: 'green' });
    expect(green).toMatchObject({ context: 'green', server: 'https://192.0.2.7:6443' });
    expect(green.namespace).toBeUndefined();
    expect(await listContexts(kubeconfig)).toEqual(['blue', 'green', 'lost', 'stranger']);
  });

  it('merges several files as kubectl does: the first that names something wins', async () => {
    const first = await write('first', config());
    const second = await write('second', {
      ...config({ server: 'https://192.0.2.99:1', current: 'red' }),
      contexts: [{ name: 'red', context: { cluster: 'c1', user: 'u1' } }],
    });
    const kubeconfig = `${first}${delimiter}${second}`;
    expect(await listContexts(kubeconfig)).toEqual(['blue', 'green', 'lost', 'stranger', 'red']);
    expect(await loadKubeConfig({ kubeconfig })).toMatchObject({ context: 'blue', server: 'https://192.0.2.7:6443' });
  });

  it.each([
    ['no such file', async () => ({ kubeconfig: join(folder, 'nowhere') }), 'file-missing', {}],
    ['a folder', async () => ({ kubeconfig: folder }), 'file-unreadable', {}],
    ['no YAML', async () => ({ kubeconfig: await write('bad', '{ a: [') }), 'not-a-kubeconfig', {}],
    ['another document', async () => ({ kubeconfig: await write('other', { kind: 'Pod' }) }), 'not-a-kubeconfig', {}],
    ['an empty file', async () => ({ kubeconfig: await write('empty', '') }), 'not-a-kubeconfig', {}],
    [
      'no current context',
      async () => ({ kubeconfig: await write('none', config({ current: '' })) }),
      'no-current-context',
      { contexts: ['blue', 'green', 'lost', 'stranger'] },
    ],
    [
      'an unknown context',
      async () => ({ kubeconfig: await write('good', config()), context: 'purple' }),
      'no-such-context',
      { context: 'purple', contexts: ['blue', 'green', 'lost', 'stranger'] },
    ],
    [
      'an unknown cluster',
      async () => ({ kubeconfig: await write('good', config()), context: 'lost' }),
      'no-such-cluster',
      { context: 'lost', cluster: 'c9' },
    ],
    [
      'an unknown user',
      async () => ({ kubeconfig: await write('good', config()), context: 'stranger' }),
      'no-such-user',
      { context: 'stranger', user: 'u9' },
    ],
    [
      'an undefined server',
      async () => ({ kubeconfig: await write('undefined', config({ server: 'https://undefined:undefined' })) }),
      'server-invalid',
      { context: 'blue', server: 'https://undefined:undefined' },
    ],
    [
      'plain http',
      async () => ({ kubeconfig: await write('plain', config({ server: 'http://192.0.2.7:80' })) }),
      'plain-http',
      { context: 'blue', server: 'http://192.0.2.7:80' },
    ],
  ])('names the problem of %s', async (_name, source, code, facts) => {
    await expect(source().then(loadKubeConfig)).rejects.toMatchObject({ name: 'KubeConfigProblem', code, facts });
  });

  it('says that this is no pod when a service account is asked for outside of a cluster', async () => {
    await expect(loadKubeConfig({ inCluster: true })).rejects.toMatchObject({ code: 'not-in-cluster' });
  });
});

describe('credentials', () => {
  it('impersonate the user and every one of its groups, over REST and exec', async () => {
    const seen: string[][] = [];
    const server = createServer((request, response) => {
      seen.push(request.rawHeaders);
      response.end('{"gitVersion":"v1.99.0"}');
    });
    server.on('upgrade', (request, socket) => {
      seen.push(request.rawHeaders);
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const user = { as: 'jane', 'as-groups': ['ops', 'oncall'] };
    const kubeconfig = await write('as', config({ server: url, user, cluster: { 'insecure-skip-tls-verify': true } }));
    const reader = await openCluster({ kubeconfig });
    expect(await reader.serverVersion(BOUNDS)).toMatchObject({ known: true, value: 'v1.99.0' });
    await reader.exec({ namespace: 'a', pod: 'b', container: 'c', command: 'status' }, BOUNDS);
    await reader.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(seen).toHaveLength(2);
    for (const headers of seen) {
      expect(valuesOf(headers, 'impersonate-user')).toEqual(['jane']);
      expect(valuesOf(headers, 'impersonate-group')).toEqual(['ops', 'oncall']);
      expect(valuesOf(headers, 'authorization')).toEqual(['Bearer secret']);
    }
  });

  it('are read anew: a rotated authority is trusted without opening the cluster again', async () => {
    const scenario = scenarioFolder('leader-and-follower');
    const first = await startSimulatedCluster({ scenario });
    const authority = await write('ca.crt', authorityOf(first.kubeconfig));
    const port = Number(new URL(first.url).port);
    const cluster = { 'certificate-authority': authority };
    const reader = await openCluster({ kubeconfig: await write('rotated', config({ server: first.url, cluster })) });
    // Another token, but the same authority: the TLS connection stands, the API server refuses.
    expect(await reader.serverVersion(BOUNDS)).toMatchObject({ why: 'forbidden', detail: 'Unauthorized' });
    await first.close();
    const second = await startSimulatedCluster({ scenario, port });
    expect(await reader.serverVersion(BOUNDS)).toMatchObject({ why: 'unreachable' });
    await writeFile(authority, authorityOf(second.kubeconfig));
    expect(await reader.serverVersion(BOUNDS)).toMatchObject({ why: 'forbidden', detail: 'Unauthorized' });
    await rm(authority);
    expect(await reader.serverVersion(BOUNDS)).toMatchObject({
      why: 'unreachable',
      detail: expect.stringMatching(/^credentials: ENOENT/),
    });
    await reader.close();
    await second.close();
  });

  it('of a plugin that hangs do not hold a call beyond its bounds', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sleep', args: ['1'] };
    const kubeconfig = await write('plugin', config({ user: { token: undefined, exec } as object }));
    const reader = await openCluster({ kubeconfig });
    expect(await reader.serverVersion({ timeoutMs: 50 })).toMatchObject({ known: false, why: 'timeout' });
    await reader.close();
  });

  it('of a plugin that is not installed are named', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-plugin' };
    const kubeconfig = await write('plugin2', config({ user: { token: undefined, exec } as object }));
    const reader = await openCluster({ kubeconfig });
    expect(await reader.serverVersion(BOUNDS)).toMatchObject({
      why: 'unreachable',
      detail: expect.stringMatching(/^credentials: .*no-such-plugin/),
    });
    await reader.close();
  });
});

describe('openCluster', () => {
  it('takes its name from the options, else the context, and names the context in sources only when asked to', async () => {
    const simulated = await startSimulatedCluster({
      scenario: scenarioFolder('leader-and-follower'),
      contextName: 'prod eu',
    });
    const kubeconfig = await write('named', simulated.kubeconfig);
    const plain = await openCluster({ kubeconfig });
    expect(plain.cluster).toBe('prod eu');
    expect((await plain.serverVersion(BOUNDS)).source).toBe('kubectl version');
    const named = await openCluster({ kubeconfig, name: 'eu', namesContext: true });
    expect(named.cluster).toBe('eu');
    expect((await named.serverVersion(BOUNDS)).source).toBe("kubectl --context 'prod eu' version");
    await Promise.all([plain.close(), named.close()]);
    await simulated.close();
  });
});

function valuesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

function authorityOf(kubeconfig: string): string {
  const data = parse(kubeconfig).clusters[0].cluster['certificate-authority-data'];
  return Buffer.from(data, 'base64').toString('utf8');
}
