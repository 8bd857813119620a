import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { stringify } from 'yaml';
import { readApiPath } from './api-path.ts';
import { answerCall } from './api-routes.ts';
import { createAuthority } from './certificate.ts';
import { type ExecPlan, planExec } from './exec-endpoint.ts';
import { type ClusterFaults, createFaultBoard } from './faults.ts';
import { requestFacts } from './request-facts.ts';
import { spoilAnswer, strikeRequest } from './request-spoiler.ts';
import { loadScenario, type Scenario } from './scenario.ts';
import { createWorld } from './simulated-world.ts';
import { type Answer, unauthorized, unknownPath } from './status-bodies.ts';

export interface SimulatedClusterOptions {
  /** A scenario folder. */
  readonly scenario: string;
  readonly contextName?: string;
  readonly now?: () => number;
  /** Moves every moment so that the capture is now; true by default. */
  readonly shift?: boolean;
  readonly port?: number;
}

export interface SimulatedCluster {
  readonly url: string;
  /** YAML with the certificate authority and the token. */
  readonly kubeconfig: string;
  readonly scenario: Pick<Scenario, 'name' | 'description'>;
  writeKubeconfig(path: string): Promise<void>;
  readonly faults: ClusterFaults;
  /** Every request that came, execs included; `at` in epoch milliseconds. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly at: number }[];
  readonly openConnections: () => number;
  /** How many connections were ever made. */
  readonly connectionsMade: () => number;
  close(): Promise<void>;
}

/**
 * Starts a Kubernetes API on 127.0.0.1 over TLS that plays a scenario folder: objects, logs and exec. Rejects when the
 * folder cannot be read.
 */
export async function startSimulatedCluster(options: SimulatedClusterOptions): Promise<SimulatedCluster> {
  const now = options.now ?? Date.now;
  const scenario = loadScenario(options.scenario);
  const contextName = options.contextName ?? scenario.name;
  const token = randomBytes(24).toString('base64url');
  const authority = createAuthority('simulated-cluster');
  const serving = authority.issueServing();
  const server = createServer({ cert: serving.certificate, key: serving.key });

  const connections = new Set<Duplex>();
  let connectionsMade = 0;
  let showsForeign = false;
  const faults = createFaultBoard(now, showCertificate);
  for (const fault of scenario.faults) faults.add(fault);
  const world = createWorld(scenario, faults, now, options.shift ?? true);
  const requests: { method: string; path: string; at: number }[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  });

  function showCertificate(): void {
    const wanted = faults.active('certificate').length > 0;
    if (wanted === showsForeign) return;
    showsForeign = wanted;
    const { certificate, key } = wanted ? createAuthority('somebody-else').issueServing() : serving;
    server.setSecureContext({ cert: certificate, key });
    for (const connection of connections) connection.destroy();
  }

  function later(delayMs: number, work: () => void): void {
    if (delayMs <= 0) {
      work();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, delayMs);
    timers.add(timer);
  }

  function date(): string {
    const ahead = faults.active('clock').reduce((sum, { fault }) => sum + fault.aheadSeconds, 0);
    return new Date(now() + ahead * 1000).toUTCString();
  }

  function note(request: IncomingMessage): URL {
    requests.push({ method: request.method ?? '', path: request.url ?? '', at: now() });
    return new URL(request.url ?? '/', 'https://simulated-cluster');
  }

  const isAuthenticated = ({ headers }: IncomingMessage): boolean => headers.authorization === `Bearer ${token}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = note(request);
    response.setHeader('date', date());
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    const answer = isAuthenticated(request) ? answerCall({ method, url, body }, world, faults) : unauthorized();
    const path = request.url ?? '';
    world.note(path);
    const fault = strikeRequest(faults, requestFacts(method, path, url, world.resources));
    later(fault?.delayMs ?? 0, () => {
      if (fault?.spoil) spoilAnswer(response, fault.spoil, answer);
      else send(response, answer);
    });
  }

  function planUpgrade(request: IncomingMessage, url: URL): ExecPlan {
    if (!isAuthenticated(request)) return { refuse: unauthorized(), delayMs: 0 };
    const target = readApiPath(url.pathname, world.resources);
    if (target?.resource.plural !== 'pods' || target.subresource !== 'exec' || target.name === undefined) {
      return { refuse: unknownPath(), delayMs: 0 };
    }
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
    const container = url.searchParams.get('container') ?? '';
    const argv = url.searchParams.getAll('command');
    const protocol = PROTOCOLS.find((candidate) => offered.includes(candidate)) ?? '';
    return planExec({ target, pod: target.name, container, argv }, protocol, world, faults);
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const plan = planUpgrade(request, note(request));
    later(plan.delayMs, () => {
      if ('refuse' in plan) refuseUpgrade(socket, plan.refuse, date());
      else sockets.handleUpgrade(request, socket, head, plan.run);
    });
  }

  server.on('secureConnection', (connection) => {
    connections.add(connection);
    connectionsMade++;
    connection.on('close', () => connections.delete(connection));
  });
  server.on('request', (request, response) => {
    handle(request, response).catch((error) => response.destroy(error));
  });
  server.on('upgrade', upgrade);
  // A client that goes away in the middle of a handshake is its own affair.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kubeconfig = writeConfig(url, contextName, authority.certificate, token);

  return {
    url,
    kubeconfig,
    scenario: { name: scenario.name, ...(scenario.description ? { description: scenario.description } : {}) },
    writeKubeconfig: (path) => writeFile(path, kubeconfig, { mode: 0o600 }),
    faults,
    requests,
    openConnections: () => connections.size,
    connectionsMade: () => connectionsMade,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      for (const client of sockets.clients) client.terminate();
      for (const connection of connections) connection.destroy();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function refuseUpgrade(socket: Duplex, { status, body, headers }: Answer, date: string): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const lines = {
    'content-type': 'application/json',
    ...headers,
    'content-length': Buffer.byteLength(text),
    connection: 'close',
    date,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} Refused\r\n${head.join('')}\r\n${text}`);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function writeConfig(url: string, contextName: string, authority: string, token: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: contextName,
        cluster: { server: url, 'certificate-authority-data': Buffer.from(authority).toString('base64') },
      },
    ],
    users: [{ name: contextName, user: { token } }],
    contexts: [{ name: contextName, context: { cluster: contextName, user: contextName } }],
    'current-context': contextName,
  });
}
