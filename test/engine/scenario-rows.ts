import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode, Verdict } from '../../src/domain/finding.ts';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { type AskedCluster, askedCluster, codesOf, said } from './ask-cluster.ts';
import { askWords } from './ask-hpa.ts';

export type Facts = Partial<Record<FindingCode, Record<string, unknown>>>;
/** What is asked, the verdict of the whole, every code in the order of telling, and what some of them say. */
export type ScenarioRow = readonly [string, Verdict, readonly FindingCode[], Facts];

/** Plays each scenario once and asks it every question of its rows; in both languages nothing is left out of the words. */
export function describeScenarios(scenarios: Readonly<Record<string, readonly ScenarioRow[]>>): void {
  describe.each(Object.keys(scenarios))('%s', (scenario) => {
    let cluster: AskedCluster;
    beforeAll(async () => {
      cluster = await askedCluster(scenarioFolder(scenario));
    });
    afterAll(() => cluster.close());

    it.each(scenarios[scenario] ?? [])('%s is %s', { timeout: 30_000 }, async (words, verdict, codes, facts) => {
      const report = await askWords(cluster, words);
      expect(codesOf(report)).toEqual(codes);
      expect(report.verdict).toBe(verdict);
      for (const [code, expected] of Object.entries(facts)) {
        const told = report.findings.find((finding) => finding.code === code);
        expect(told?.facts, code).toMatchObject(expected);
      }
      for (const language of ['en', 'ja'] as const) {
        expect(said(report, language)).not.toMatch(/undefined|null|NaN|\[object/);
      }
    });
  });
}
