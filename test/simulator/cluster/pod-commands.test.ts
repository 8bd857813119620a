import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentCall } from '../../../src/kube/agent-commands.ts';
import { CONTAINER, FOLLOWER, LEADER, NAMESPACE, openSimulated, scenarioFolder } from '../../kube/open-simulated.ts';

const BOUNDS = { timeoutMs: 5000 };
const HOST = 'DATADOG_CLUSTER_AGENT_SERVICE_HOST';
const NODE_AGENT = 'datadog-6lhhq';
const BASE = scenarioFolder('leader-and-follower');

let folder: string;
let closers: (() => Promise<void>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-bot-'));
  closers = [];
});
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await rm(folder, { recursive: true });
});

/** Runs commands in a scenario that builds upon the capture. */
async function play(scenario: object = {}, files: Readonly<Record<string, Uint8Array | string>> = {}) {
  await writeFile(join(folder, 'scenario.yaml'), JSON.stringify({ extends: relative(folder, BASE), ...scenario }));
  await mkdir(join(folder, 'kube'), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const { reader, close } = await openSimulated(folder);
  closers.push(close);
  return async (pod: string, command: AgentCall, container = CONTAINER) => {
    const pieces: Uint8Array[] = [];
    const target = { namespace: NAMESPACE, pod, container, command, maxBytes: 1_000_000 };
    const reading = await reader.streamExecBytes(target, (piece) => pieces.push(piece), BOUNDS);
    if (!reading.known) throw new Error(`${reading.why}: ${reading.detail}`);
    return { ...reading.value, stdout: Buffer.concat(pieces) };
  };
}

const printenv = (word: string) => ({ run: 'service-host', word }) as const;

describe('printenv', () => {
  it('tells the address of a Service that was there before the container', async () => {
    const run = await play();
    for (const [pod, container] of [
      [LEADER, CONTAINER],
      [NODE_AGENT, 'agent'],
    ] as const) {
      const { stdout, exitCode } = await run(pod, printenv(HOST), container);
      expect({ printed: String(stdout), exitCode }).toEqual({ printed: '127.1.0.94\n', exitCode: 0 });
    }
  });

  it.each([
    ['a Service of another namespace', 'NGINX_SERVICE_HOST', {}],
    ['no such Service', 'X_SERVICE_HOST', {}],
    ['links switched off', HOST, { patch: [patch('Pod', NODE_AGENT, { spec: { enableServiceLinks: false } })] }],
    [
      'a Service younger than the container',
      HOST,
      {
        patch: [patch('Service', 'datadog-cluster-agent', { metadata: { creationTimestamp: '2026-11-23T18:19:00Z' } })],
      },
    ],
    ['a variable that is said not to be set', HOST, { environment: { [NODE_AGENT]: { [HOST]: null } } }],
  ])('prints nothing and ends with 1: %s', async (_why, variable, scenario) => {
    const run = await play(scenario);
    const { stdout, exitCode } = await run(NODE_AGENT, printenv(variable), 'agent');
    expect({ printed: String(stdout), exitCode }).toEqual({ printed: '', exitCode: 1 });
  });

  it('says what the scenario says of a pod', async () => {
    const run = await play({ environment: { [NODE_AGENT]: { [HOST]: '10.96.0.7' } } });
    expect(String((await run(NODE_AGENT, printenv(HOST), 'agent')).stdout)).toBe('10.96.0.7\n');
    expect(String((await run('datadog-x285v', printenv(HOST), 'agent')).stdout)).toBe('127.1.0.94\n');
  });
});

describe('flare', () => {
  const BYTES = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 37) % 256);

  it('builds an archive that can be read until it is removed', async () => {
    const run = await play({}, { 'flare.zip': BYTES });
    const dialogue = await run(LEADER, 'flare');
    const path = /\S+\.zip/.exec(String(dialogue.stdout))?.[0] ?? '';
    expect(path).toMatch(/^\/tmp\/datadog-agent-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.zip$/);
    expect(await run(LEADER, { run: 'read-flare', word: path })).toEqual({
      stdout: Buffer.from(BYTES),
      stderr: '',
      exitCode: 0,
    });
    expect(await run(FOLLOWER, { run: 'read-flare', word: path })).toMatchObject({ exitCode: 1 });
    expect(await run(LEADER, { run: 'remove-flare', word: path })).toMatchObject({ exitCode: 0 });
    const gone = { stdout: Buffer.alloc(0), stderr: `cat: ${path}: No such file or directory\n`, exitCode: 1 };
    expect(await run(LEADER, { run: 'read-flare', word: path })).toEqual(gone);
  });

  it('is unknown to a follower, and says what a scenario lets it say', async () => {
    const run = await play();
    expect(await run(FOLLOWER, 'flare')).toMatchObject({ exitCode: 255 });
    const other = await play(
      {},
      { 'flare.zip': BYTES, 'leader-flare.txt': 'The flare zipfile failed to be created: 7\n' },
    );
    expect(String((await other(LEADER, 'flare')).stdout)).toContain('failed to be created');
  });
});

it('maps and telemetry are printed as files of single pods and roles say', async () => {
  const files = { 'other-map.txt': 'Node detected: a\n', 'leader-telemetry.txt': 'api_requests{} 7\n' };
  const run = await play({ pods: { [FOLLOWER]: { 'metamap.txt': 'other-map.txt' } } }, files);
  expect(String((await run(LEADER, 'metamap')).stdout)).toContain('- Pod: nginx-5ddf989794-nqdsn');
  expect(String((await run(FOLLOWER, 'metamap')).stdout)).toBe('Node detected: a\n');
  expect(String((await run(LEADER, 'telemetry')).stdout)).toBe('api_requests{} 7\n');
  expect(await run(FOLLOWER, 'telemetry')).toMatchObject({ exitCode: 255 });
});

function patch(kind: string, name: string, merge: object): object {
  return { kind, namespace: NAMESPACE, name, merge };
}
