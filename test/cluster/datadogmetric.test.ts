import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode } from '../../src/domain/finding.ts';
import type { Report } from '../../src/domain/report.ts';
import { type AskedWorld, askWorld } from './ask-world.ts';
import { conditionOf, external, shownValues } from './hpa.ts';
import type { DatadogMetricState } from './stand-in/datadog-metric.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

const SHOP = 'shop';
const LABELS = { queue: 'orders' };
const QUERY = 'avg:queue.depth{queue:orders}';
const NO_SERIES = `Invalid metric error: no serie returned for this query, query was: ${QUERY}`;

type Fields = Readonly<Record<string, unknown>>;

/** The autoscaler of that name on a metric, and what must be found of it. */
const ROWS: readonly {
  readonly name: string;
  readonly metric?: string;
  readonly state?: Partial<DatadogMetricState>;
  readonly shown?: string;
  readonly codes: readonly FindingCode[];
  /** Of the first finding. */
  readonly facts: Fields;
  readonly word: string;
}[] = [
  {
    name: 'named',
    state: {},
    shown: '824',
    codes: ['average-shown-per-pod', 'hpa-held-at-max', 'metrics-api-healthy'],
    facts: { total: '2472', stored: { store: 'datadogmetric', object: 'shop/named', value: '2472', query: QUERY } },
    word: 'at-max',
  },
  {
    // Whoever else names the same object gets the same value, which nothing adds up.
    name: 'named-by-another',
    metric: 'datadogmetric@shop:named',
    shown: '824',
    codes: ['average-shown-per-pod', 'hpa-held-at-max', 'metrics-api-healthy'],
    facts: { total: '2472', items: 1 },
    word: 'at-max',
  },
  {
    name: 'made-by-the-agent',
    metric: 'queue.depth',
    state: {
      namespace: 'datadog',
      name: 'dcaautogen-0d2ae1d27e0f3b9c0a6f',
      query: 'avg:queue.depth{queue:orders}.rollup(30)',
      value: '27',
      madeFor: { metric: 'queue.depth', labels: LABELS },
    },
    shown: '9',
    codes: ['average-shown-per-pod', 'metrics-api-healthy', 'hpa-next-move'],
    facts: { total: '27', stored: { object: 'datadog/dcaautogen-0d2ae1d27e0f3b9c0a6f' } },
    word: 'fine',
  },
  {
    name: 'invalid',
    state: { error: NO_SERIES, value: '0' },
    codes: ['external-metric-no-series'],
    facts: { id: 'shop/invalid', problem: 'none', message: NO_SERIES, query: QUERY, users: ['shop/invalid'] },
    word: 'invalid',
  },
  {
    name: 'stale',
    state: { staleSince: '2026-01-02T03:04:05Z', at: '2026-01-02T03:04:05Z' },
    codes: ['external-metric-stale'],
    facts: { id: 'shop/stale', at: '2026-01-02T03:04:05.000Z', maxAgeSeconds: 120, otherValid: 2 },
    word: 'stale',
  },
  {
    name: 'absent',
    codes: ['datadogmetric-not-found'],
    facts: { hpa: 'shop/absent', datadogMetric: 'shop/absent' },
    word: 'no-value',
  },
];

let world: World;
let asked: AskedWorld;

beforeAll(async () => {
  world = await openWorld({ mode: 'datadogmetric' });
  asked = await askWorld(world);
  await world.namespace(SHOP);
  await Promise.all(ROWS.map(({ name }) => world.deployment(SHOP, name, 3)));
  for (const { name, metric, state } of ROWS) {
    const references = `hpa:${SHOP}/${name}`;
    const whole = { namespace: SHOP, name, query: QUERY, value: '2472', references, ...state };
    if (state !== undefined) await world.standIn.setDatadogMetric(whole);
    const plain = metric !== undefined && !metric.startsWith('datadogmetric@');
    const wanted = { averageValue: '9' };
    const one = external(metric ?? `datadogmetric@${SHOP}:${name}`, wanted, plain ? LABELS : undefined);
    await world.autoscaler(SHOP, name, { max: 3, metrics: [one] });
  }
  for (const { name, shown } of ROWS)
    await world.untilHpa(SHOP, name, (hpa) =>
      shown === undefined
        ? conditionOf(hpa, 'ScalingActive')?.status === 'False'
        : shownValues(hpa)[0] === shown && conditionOf(hpa, 'ScalingLimited') !== undefined,
    );
  await world.standIn.sync();
}, WORLD_PATIENCE);
afterAll(async () => {
  await asked?.close();
  await world?.close();
});

function told({ findings }: Report): readonly string[] {
  return findings.map(({ code }) => code);
}

describe('an Agent that keeps its metrics in DatadogMetrics', () => {
  it.each(ROWS)('shop/$name', async ({ name, codes, facts }) => {
    const report = await asked.ask({ kind: 'hpa', subject: { namespace: SHOP, name } });
    expect(told(report)).toEqual(codes);
    expect(report.findings[0]?.facts).toMatchObject(facts);
  });

  it('gives every autoscaler one word', async () => {
    const { findings } = await asked.ask({ kind: 'hpa' });
    const list = findings.find((one) => one.code === 'hpa-list');
    const rows = list?.code === 'hpa-list' ? list.facts.rows : [];
    const words = new Map(rows.map(({ hpa, word }) => [hpa, word]));
    expect(words).toEqual(new Map(ROWS.map(({ name, word }) => [`${SHOP}/${name}`, word])));
  });

  it('tells every object', async () => {
    const { findings } = await asked.ask({ kind: 'metrics' });
    const list = findings.find((one) => one.code === 'metrics-list');
    expect(list?.facts).toMatchObject({ store: 'datadogmetric', total: 4, valid: 3 });
  });
});
