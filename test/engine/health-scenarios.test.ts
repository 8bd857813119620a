import { expect, it } from 'vitest';
import type { Verdict } from '../../src/domain/finding.ts';
import type { HealthTopic } from '../../src/domain/health-facts.ts';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { askedCluster, codesOf, finding, said } from './ask-cluster.ts';
import { askWords } from './ask-hpa.ts';
import { describeScenarios } from './scenario-rows.ts';

/** Worst first, and among equals in the order of the questions. */
const ROWS: Readonly<Record<string, readonly (readonly [HealthTopic, Verdict, string])[]>> = {
  'health-mixed': [
    ['events', 'fault', 'events-forbidden'],
    ['hpa', 'fault', 'hpa-list'],
    ['logs', 'fault', 'logs-trouble'],
    ['status', 'warning', 'intake-failing'],
    ['metrics', 'warning', 'metrics-list'],
    ['metadata', 'warning', 'metadata-stale'],
    // One endpoint is no pod's, which only needs explaining.
    ['leader', 'ok', 'leader-healthy'],
    ['checks', 'ok', 'checks-list'],
    ['endpoints', 'ok', 'endpoint-checks-healthy'],
    ['node', 'ok', 'node-agents-overview'],
  ],
};

it.each(Object.entries(ROWS))('health of %s has one row for each question', { timeout: 30_000 }, async (name, rows) => {
  const cluster = await askedCluster(scenarioFolder(name));
  try {
    const report = await askWords(cluster, 'health');
    const { facts, verdict } = finding(report, 'health-overview');
    expect(facts.rows.map(({ topic, verdict, top }) => [topic, verdict, top.code])).toEqual(rows);
    expect([verdict, report.verdict]).toEqual(['fault', 'fault']);
    expect(codesOf(report)[0]).toBe('health-overview');
    for (const language of ['en', 'ja'] as const)
      expect(said(report, language)).not.toMatch(/undefined|null|NaN|\[object/);
  } finally {
    await cluster.close();
  }
});

// What else is wrong with that cluster is told behind what was asked for.
describeScenarios({
  'flare-ready': [
    [
      'flare',
      'warning',
      ['flare-ready', 'flare-read', 'external-metric-invalid', 'intake-failing'],
      { 'flare-ready': { files: 61, removed: true, local: false, left: [] } },
    ],
  ],
});
