import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../simulator/slack/state/entities.ts';
import type { SlackBlock } from '../../src/formatters/blocks.ts';
import { plainTextOf } from '../../src/formatters/slack-notices.ts';
import { loadReport } from '../../src/redis/reports.ts';
import { inventCluster, type MadeCluster, type WrittenScenario, word, writeScenario } from '../engine/made-cluster.ts';
import { SECRET_EXAMPLES } from '../masking/secret-examples.ts';
import { seeded } from '../seeded-random.ts';
import { everythingStored } from './everything-stored.ts';
import { createPlanter, plantsIn, survivors } from './planted.ts';
import { type Services, startServices } from './services.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const TIMEOUT = 120_000;

const random = seeded(SEED);
const planter = createPlanter(random);
const base = inventCluster(random, { namespace: 'datadog', lock: 'Lease' });
const pods = ['t', 'x', 'r'].map((letter) => `${base.deployment}-${word(random, 9)}-${letter}${word(random, 4)}`);
const [textPod = '', crashedPod = '', refusedPod = ''] = pods;
const made: MadeCluster = {
  ...base,
  followers: pods,
  nodes: [1, 2, 3, 4].map((index) => `n${index}`),
  annotations: {
    note: planter.one('password'),
    'kubectl.kubernetes.io/last-applied-configuration': planter.one('jwt'),
  },
  labels: { ...base.labels, hint: planter.one('aws-access-key-id') },
  env: [
    { name: 'SHOP_DB_URL', value: planter.one('url-password') },
    { name: 'DD_KUBE_NOTE', value: planter.one('slack-webhook') },
  ],
};

/** Of a log only the last twenty lines are read, which may begin inside a key: then its number is not among them. */
const previousLog = planter.all().join('\n');
const tail = previousLog.split('\n').slice(-20).join('\n');
const beginsInsideAKey = /^(?:(?!-----BEGIN)[\s\S])*?-----END/.test(tail);

/** Leaves secrets in what a pod prints, in objects, and in what the API server says when it refuses. */
async function plantEverywhere({ folder }: WrittenScenario): Promise<void> {
  await writeFile(join(folder, 'previous.log'), previousLog);
  await writeFile(
    join(folder, 'scenario.yaml'),
    JSON.stringify({
      leader: made.leader,
      pods: { [crashedPod]: { 'previous.log': 'previous.log' } },
      faults: [
        {
          kind: 'pod',
          pod: crashedPod,
          change: { to: 'crash-looping', restarts: 4, exitCode: 2, reason: `Error ${planter.one('stripe-key')}` },
        },
        {
          kind: 'exec',
          pod: refusedPod,
          spoil: { do: 'refuse', code: 500, message: `no shell: ${planter.one('github-token')}` },
        },
        {
          kind: 'exec',
          pod: textPod,
          command: '--json',
          spoil: { do: 'exit', code: 255, stderr: `unknown flag: --json ${planter.one('bearer-token')}` },
        },
        {
          kind: 'request',
          resource: 'deployments',
          spoil: { do: 'status', code: 500, message: `etcd: ${planter.one('basic-auth')} is no login` },
        },
        {
          kind: 'request',
          resource: 'configmaps',
          spoil: { do: 'status', code: 403, message: `refused with ${planter.one('private-key')}` },
        },
        { kind: 'exec', pod: 'leader', delayMs: 1500 },
      ],
    }),
  );
}

function change(file: string, content: string): string {
  const line = '='.repeat(20);
  if (file === 'follower-status.txt') {
    const sections = planter
      .all()
      .map((text, index) => `${line}\nFlux Capacitor ${1000 + index}\n${line}\n\n  ${text}\n`);
    return `${content}\n${sections.join('\n')}`;
  }
  if (file !== 'leader-status.json') return content;
  const document = JSON.parse(content);
  document.admissionWebhook = { Error: `webhook: ${planter.one('docker-auth')}` };
  document.custommetrics = { Error: `cannot list: ${planter.one('dsn-password')}` };
  document.fluxCapacitor = { notes: planter.all(), api_key: planter.one('api-key') };
  document.forwarderStats.APIKeyFailure = { [`API Key ending with ${planter.one('app-key')}`]: 'API Key invalid' };
  return JSON.stringify(document);
}

describe(`secrets planted in everything a cluster says (DCA_TEST_SEED=${SEED})`, () => {
  let scenario: WrittenScenario;
  let services: Services;
  const answers: StoredMessage[] = [];
  beforeAll(async () => {
    scenario = await writeScenario(made, { change });
    // Its followers offer text alone.
    await rm(join(scenario.folder, 'follower-status.json'));
    await plantEverywhere(scenario);
    services = await startServices(scenario.folder);
    for (const words of ['status', 'leader', 'status --depth teach', 'status --lang ja --depth teach']) {
      answers.push(await services.ask(words));
      // An equal question within ten seconds would be given the same report.
      const shared = await services.redis.keys(services.keys.share('*'));
      if (shared.length > 0) await services.redis.del(shared);
    }
  }, TIMEOUT);
  afterAll(async () => {
    await services?.close();
    await scenario?.remove();
  }, TIMEOUT);

  it('planted well over a hundred, of more than twenty shapes', () => {
    expect(Object.keys(SECRET_EXAMPLES).length).toBeGreaterThan(20);
    expect(planter.planted.length).toBeGreaterThan(100);
  });

  it('none reached Slack', () => {
    const received = services.slack.store.receivedFromApp();
    expect(received).toContain(made.leader);
    expect(survivors(planter.planted, received)).toEqual([]);
  });

  it('none is in the logs of any process', () => {
    expect(services.logs()).toContain('"role":"worker"');
    expect(survivors(planter.planted, services.logs())).toEqual([]);
  });

  it('none is in Redis, reports unpacked', async () => {
    const stored = await everythingStored(services.redis);
    expect(stored).toContain(made.leader);
    // What was planted got as far as the reports, so that something was there to be masked.
    expect(plantsIn(stored)).toBeGreaterThan(100);
    expect(survivors(planter.planted, stored)).toEqual([]);
  });

  it('none is in the metrics', async () => {
    for (const page of await services.metrics()) {
      expect(page).toContain('dca_');
      expect(survivors(planter.planted, page)).toEqual([]);
    }
  });

  it('every report counts exactly those that it keeps', async () => {
    for (const { metadata } of answers) {
      const id = String(metadata?.event_payload.ask);
      const stored = await loadReport(services.redis, services.keys, id);
      if (stored.state !== 'found') throw new Error(`the report of ${id} is ${stored.state}`);
      const { masked, snapshot } = stored.value;
      // The number in front of a secret survives its masking, so what is left of them tells how many were kept.
      expect(plantsIn(JSON.stringify(snapshot)) + (beginsInsideAKey ? 1 : 0)).toBe(masked);
      expect(masked).toBeGreaterThan(20);
    }
  });

  it('the answer says how many values were masked', () => {
    for (const { text, blocks } of answers) {
      // What the local Slack keeps was written by our own formatters.
      const words = plainTextOf({ text, blocks: blocks as unknown as readonly SlackBlock[] });
      expect(words).toMatch(/\d+ secret values masked|秘匿値 \d+ 件をマスク/);
    }
  });
});
