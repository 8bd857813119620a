import { collect } from '../../src/collectors/collect.ts';
import type { CollectOptions } from '../../src/collectors/collect-options.ts';
import type { CheckRunner, Checks } from '../../src/domain/checks.ts';
import type { Pod, Service } from '../../src/domain/objects.ts';
import type { Question } from '../../src/domain/question.ts';
import { agentPod, type Made, type MadeReader, madeReader, NOW } from './made-reader.ts';

export const FOLLOWER_TEXT = 'Cluster-check dispatching logic not running: currently follower\n';

/** What a configuration is made of in these tests: `http_check@shop/web` from a Service, `ntp@file`, by Agent. */
export interface Given {
  /** Agent -> checks given to it. */
  readonly dispatched?: Readonly<Record<string, readonly string[]>>;
  /** Node -> endpoint checks for its pods. */
  readonly endpoints?: Readonly<Record<string, readonly string[]>>;
}

/** What `clusterchecks` prints on the leader. */
export function clusterChecksText({ dispatched = {}, endpoints = {} }: Given): string {
  const agents = Object.entries(dispatched);
  const rows = agents.map(([agent, checks]) => `${agent}   ${checks.length}\n`).join('');
  const parts = agents
    .filter(([, checks]) => checks.length > 0)
    .map(([agent, checks]) => `\n===== Checks on ${agent} =====\n${checks.map((check) => block(check)).join('')}`);
  const backed = Object.entries(endpoints).flatMap(([node, checks]) => checks.map((check) => block(check, node)));
  return (
    `=== ${agents.length} agents reporting ===\n\nName   Running checks\n${rows}${parts.join('')}` +
    `\n===== ${backed.length} Pod-backed Endpoints-Checks scheduled =====\n${backed.join('')}`
  );
}

/** What `configcheck` prints. */
export function configCheckText(...checks: readonly string[]): string {
  return checks.map((check) => block(check)).join('');
}

function block(check: string, node?: string): string {
  const [name = '', from = 'file'] = check.split('@');
  const [kind, path] = from.startsWith('+') ? ['endpoints', from.slice(1)] : ['services', from];
  const place = kind === 'endpoints' ? `kube_endpoint_uid://${path}/` : `kube_service://${path}`;
  const source = from === 'file' ? `file:/etc/${name}.yaml` : `kube_${kind}:${place}`;
  const provider = from === 'file' ? 'file' : `kubernetes-${kind}`;
  const state = node === undefined ? '' : `State: dispatched to ${node}\n`;
  return `\n=== ${name} check ===\nConfiguration provider: ${provider}\nConfiguration source: ${source}\nConfig for instance ID: ${name}:7\nname: ${name}\n~\nInit Config:\n{}\n${state}===\n`;
}

/** A node Agent `agent-N` on `node-N`. */
export function nodeAgent(number: number, over: { readonly env?: Readonly<Record<string, string>> } = {}): Pod {
  return runnerPod(`agent-${number}`, `node-${number}`, 'agent', over.env);
}

export function runnerPod(
  name: string,
  nodeName: string,
  component = 'cluster-checks-runner',
  env: Readonly<Record<string, string>> = {},
): Pod {
  return {
    metadata: { name, namespace: 'dd', labels: { 'agent.datadoghq.com/component': component } },
    spec: {
      nodeName,
      containers: [
        { name: 'trace-agent', image: 'r/agent:7.63.0' },
        {
          name: 'agent',
          image: 'r/agent:7.63.0',
          env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
        },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'agent', ready: true, restartCount: 0, state: { running: {} } }],
    },
  };
}

export function service(namespace: string, name: string, annotations: Readonly<Record<string, string>> = {}): Service {
  return { metadata: { namespace, name, annotations }, spec: { clusterIP: '10.0.0.9' } };
}

/** What a node Agent's `status --json` may be. */
export const NODE_STATUS = JSON.stringify({ version: '7.63.0', flavor: 'agent', runnerStats: { Checks: {} } });

/** A cluster whose leader `dca-1` gave out these checks to so many node Agents, each of which answers. */
export function madeChecks(given: Given, nodes: number, over: Partial<Made> = {}): MadeReader {
  const numbers = Array.from({ length: nodes }, (_, index) => index + 1);
  const answers = numbers.flatMap((number) => [
    [`agent-${number} node-status-json`, NODE_STATUS],
    [`agent-${number} node-configcheck`, configCheckText('ntp@file')],
  ]);
  return madeReader({
    ...over,
    pods: over.pods ?? [agentPod('dca-1'), agentPod('dca-2'), ...numbers.map((number) => nodeAgent(number))],
    outputs: {
      ...Object.fromEntries(answers),
      'dca-1 clusterchecks': clusterChecksText(given),
      'dca-1 configcheck': configCheckText('http_check@shop/web'),
      'dca-2 clusterchecks': FOLLOWER_TEXT,
      'dca-2 configcheck': configCheckText('http_check@shop/web', 'ntp@file'),
      ...over.outputs,
    },
  });
}

/** Collects one question about checks from a made-up cluster. */
export async function checksOf(
  { reader }: Pick<MadeReader, 'reader'>,
  question: Question = { kind: 'checks' },
  over: Partial<CollectOptions> = {},
): Promise<Checks> {
  const options = { question, namespace: 'dd', exec: true, clock: () => Date.parse(NOW), ...over };
  const { checks } = await collect(reader, options);
  if (!checks) throw new Error('nothing about checks was collected');
  return checks;
}

/** Which of them were asked, by pod. */
export function askedOf({ runners }: Checks): readonly string[] {
  return known(runners)
    .filter(({ status }) => status !== undefined)
    .map(({ pod }) => pod);
}

export function runnerOf(checks: Checks, pod: string): CheckRunner {
  const runner = known(checks.runners).find((one) => one.pod === pod);
  if (!runner) throw new Error(`no ${pod}`);
  return runner;
}

function known(runners: Checks['runners']): readonly CheckRunner[] {
  if (!runners.known) throw new Error(runners.detail);
  return runners.value;
}
