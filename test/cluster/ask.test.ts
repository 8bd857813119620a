import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode, FindingOf } from '../../src/domain/finding.ts';
import type { Report } from '../../src/domain/report.ts';
import { runDca } from '../cli/run-dca.ts';
import { type AskedWorld, askWorld } from './ask-world.ts';
import { conditionOf, external, shownValues } from './hpa.ts';
import { until } from './until.ts';
import { deploymentObject, openWorld, WORLD_PATIENCE, type World } from './world.ts';

const REQUESTS = 'nginx.net.request_per_s';
const LABELS = { app: 'puppet', env: 'demo' };
/** Long enough for a question between two looks of the controller. */
const SYNC_SECONDS = 6;

let world: World;
let asked: AskedWorld;

/** Everybody's autoscalers of one cluster: one by itself, two on one metric, and some in trouble. */
beforeAll(async () => {
  world = await openWorld({ hpaSyncSeconds: SYNC_SECONDS });
  asked = await askWorld(world);
  await world.namespace('shop');
  const { standIn } = world;
  standIn.serve(REQUESTS, [{ value: '2472', labels: LABELS, for: { namespace: 'default', name: 'nginxext' } }]);
  standIn.serve('shop.requests', [
    { value: '2472', labels: LABELS, for: { namespace: 'shop', name: 'average' } },
    { value: '2472', labels: LABELS, for: { namespace: 'shop', name: 'value' } },
  ]);
  standIn.serve('shop.load', [{ value: '27', labels: LABELS, for: { namespace: 'shop', name: 'well' } }]);
  standIn.serve('shop.dead', [{ value: '0', labels: LABELS, valid: false, for: { namespace: 'shop', name: 'dead' } }]);
  await Promise.all([
    world.deployment('default', 'nginx', 3),
    ...['average', 'value', 'well', 'dead', 'zero'].map((name) =>
      world.deployment('shop', name, name === 'zero' ? 0 : 3),
    ),
  ]);
  const wanting = (metric: string, target: { averageValue: string } | { value: string }) => ({
    max: 3,
    metrics: [external(metric, target, LABELS)],
  });
  await world.autoscaler('default', 'nginxext', {
    ...wanting(REQUESTS, { averageValue: '9' }),
    target: { kind: 'Deployment', name: 'nginx' },
  });
  await world.autoscaler('shop', 'average', wanting('shop.requests', { averageValue: '9' }));
  await world.autoscaler('shop', 'value', wanting('shop.requests', { value: '3k' }));
  await world.autoscaler('shop', 'well', wanting('shop.load', { averageValue: '9' }));
  await world.autoscaler('shop', 'dead', wanting('shop.dead', { averageValue: '9' }));
  await world.autoscaler('shop', 'zero', wanting('shop.load', { averageValue: '9' }));
  await world.autoscaler('shop', 'gone', wanting('shop.load', { averageValue: '9' }));
  const shows = (namespace: string, name: string, figure: string) =>
    world.untilHpa(namespace, name, (hpa) => shownValues(hpa)[0] === figure);
  const says = (name: string, type: string, reason: string) =>
    world.untilHpa('shop', name, (hpa) => conditionOf(hpa, type)?.reason === reason);
  await shows('default', 'nginxext', '824');
  await shows('shop', 'average', '1648');
  await shows('shop', 'value', '4944');
  await shows('shop', 'well', '9');
  await says('dead', 'ScalingActive', 'FailedGetExternalMetric');
  await says('zero', 'ScalingActive', 'ScalingDisabled');
  await says('gone', 'AbleToScale', 'FailedGetScale');
  await standIn.sync();
}, WORLD_PATIENCE);
afterAll(async () => {
  await asked?.close();
  await world?.close();
});

/** The real command line, as the account with dca-bot's rights. */
async function ask(...words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await runDca(['ask', ...words, '--kubeconfig', asked.kubeconfig]);
  expect(stderr).toBe('');
  return stdout;
}

async function reportOf(question: string): Promise<Report> {
  return JSON.parse(await ask(question, '--json')) as Report;
}

function finding<C extends FindingCode>({ findings }: Report, code: C): FindingOf<C> {
  const found = findings.find((candidate) => candidate.code === code);
  if (found === undefined) throw new Error(`no ${code} among ${findings.map((one) => one.code).join(' ')}`);
  // A finding's facts go with its code.
  return found as FindingOf<C>;
}

function codesOf({ findings }: Report): readonly string[] {
  return findings.map(({ code }) => code);
}

describe('dca ask hpa default/nginxext', () => {
  it('explains 824 against 2472 as an average, and says that it is held at its maximum', async () => {
    const report = await reportOf('hpa default/nginxext');
    expect(codesOf(report)).toEqual(['average-shown-per-pod', 'hpa-held-at-max', 'metrics-api-healthy']);
    expect(finding(report, 'average-shown-per-pod').facts).toMatchObject({
      printed: '824',
      total: '2472',
      replicas: 3,
      replicasFrom: 'target',
      product: '2472',
      exact: true,
      stored: { store: 'configmap', object: 'datadog/datadog-custom-metrics', value: '2472', valid: true },
      ruledOut: expect.arrayContaining(['shared', 'stale', 'moved', 'rollout']),
    });
    // ⌈2472 ÷ 9⌉ pods.
    expect(finding(report, 'hpa-held-at-max').facts).toMatchObject({ max: 3, asked: 275 });
  });

  it('says it in words', async () => {
    const text = await ask('hpa default/nginxext');
    expect(text).toContain('824 per pod × 3 pods = 2472');
    expect(text).toContain('held at maxReplicas 3');
  });
});

describe('two autoscalers on one metric', () => {
  it.each([
    ['average', '1648', '824'],
    ['value', '4944', '2472'],
  ])('shop/%s shows %s, the sum of both stored values', async (name, shown, alone) => {
    const report = await reportOf(`hpa shop/${name}`);
    const { facts } = finding(report, 'value-summed-over-hpas');
    expect(codesOf(report)[0]).toBe('value-summed-over-hpas');
    expect(codesOf(report)).not.toContain('value-contradiction');
    expect(facts).toMatchObject({ printed: shown, total: '4944', items: 2, alone, stored: { value: '2472' } });
    expect(facts.sharers.toSorted()).toEqual(['shop/average', 'shop/value']);
  });
});

describe('a rollout between two looks of the controller', () => {
  it('is told as the divisor that changed', async () => {
    const { facts } = await until('an answer before the next look', divisorChanged);
    expect(facts).toMatchObject({ printed: '9', total: '27', divisor: 3, replicas: 4, wanted: 3 });
  });
});

/** Four pods stand since the controller last divided by three; undefined where it has looked again meanwhile. */
async function divisorChanged(): Promise<FindingOf<'rollout-changes-divisor'> | undefined> {
  const object = deploymentObject('shop', 'well', 3);
  const { kube } = world.plane;
  const runOn = (nodeSelector: object | null) => kube.patch(object, { spec: { template: { spec: { nodeSelector } } } });
  const untilStanding = (pods: number) =>
    until(`${pods} pods`, async () => {
      const { replicas } = ((await kube.get(object))?.status ?? {}) as { replicas?: number };
      return replicas === pods || undefined;
    });
  await world.untilHpa('shop', 'well', (hpa) => shownValues(hpa)[0] === '9');
  await runOn({ 'kubernetes.io/hostname': 'none' });
  await untilStanding(4);
  const { findings } = await asked.ask({ kind: 'hpa', subject: { namespace: 'shop', name: 'well' } });
  await runOn(null);
  await untilStanding(3);
  return findings.find(({ code }) => code === 'rollout-changes-divisor') as
    | FindingOf<'rollout-changes-divisor'>
    | undefined;
}

describe('lists', () => {
  it('gives every autoscaler one word', async () => {
    await world.untilHpa('shop', 'well', (hpa) => shownValues(hpa)[0] === '9');
    const { facts } = finding(await asked.ask({ kind: 'hpa' }), 'hpa-list');
    expect(facts).toMatchObject({ total: 7, pages: 1, others: 0 });
    expect(facts.rows.map(({ hpa, word, shown }) => [hpa, word, shown])).toEqual([
      ['shop/dead', 'invalid', '<unknown>/9 (avg)'],
      ['shop/gone', 'no-target', '<unknown>/9 (avg)'],
      ['default/nginxext', 'at-max', '824/9 (avg)'],
      ['shop/average', 'summed', '1648/9 (avg)'],
      ['shop/value', 'summed', '4944/3k'],
      ['shop/zero', 'at-zero', '<unknown>/9 (avg)'],
      ['shop/well', 'fine', '9/9 (avg)'],
    ]);
  });

  it('keeps to a namespace, in words', async () => {
    const text = await ask('hpa', '--namespace', 'default');
    expect(text).toContain('824/9 (avg)');
    expect(text).not.toContain('shop/');
  });

  it('tells every stored metric', async () => {
    const report = await reportOf('metrics');
    const { facts } = finding(report, 'metrics-list');
    expect(facts).toMatchObject({
      total: 5,
      valid: 4,
      store: 'configmap',
      configMap: 'datadog/datadog-custom-metrics',
    });
    expect(facts.rows.map(({ metric, value, valid, users }) => [metric, value, valid, users])).toEqual([
      ['shop.dead', null, false, ['shop/dead']],
      [REQUESTS, '2472', true, ['default/nginxext']],
      ['shop.load', '27', true, ['shop/well']],
      ['shop.requests', '2472', true, ['shop/average']],
      ['shop.requests', '2472', true, ['shop/value']],
    ]);
  });
});
