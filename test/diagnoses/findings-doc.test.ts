import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '../../src/diagnoses/rules.ts';
import { harm } from '../../src/domain/finding.ts';
import { SAMPLE_FACTS } from '../phrases/sample-facts.ts';
import { CODES_WITHOUT_RULE, findingsDoc } from './findings-doc.ts';
import { type AskedTopic, askTopics } from './topic-answers.ts';

describe('docs/findings.md', () => {
  let topics: readonly AskedTopic[] = [];
  beforeAll(async () => {
    topics = await askTopics();
  }, 120_000);

  it('is what the rules and the simulated cluster say (npm run docs)', () => {
    expect(readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8')).toBe(findingsDoc(topics));
  });

  it('tells of eight topics, each where it works and where it does not', () => {
    expect(topics).toHaveLength(8);
    for (const { questions } of topics) {
      for (const { healthy, broken } of questions) {
        expect(healthy.words, 'may name another object').toContain(broken.words.split(' ')[0]);
        expect(harm(healthy.report.findings[0]?.verdict ?? 'fault'), healthy.scenario).toBeLessThan(harm('unknown'));
        const well = healthy.report.findings.map(({ code }) => code);
        const wrong = broken.report.findings.filter(({ verdict }) => harm(verdict) >= harm('unknown'));
        expect(
          wrong.filter(({ code }) => !well.includes(code)),
          broken.scenario,
        ).not.toEqual([]);
      }
    }
  });
});

describe('every code', () => {
  it('comes from a rule, or from dca-bot about itself', () => {
    const given = new Set([...RULES.flatMap(({ codes }) => codes), ...CODES_WITHOUT_RULE]);
    expect([...given].toSorted()).toEqual(Object.keys(SAMPLE_FACTS).toSorted());
  });

  it.each(RULES.map((rule) => [rule.looksAt, rule.codes] as const))('stands once in the rule on %s', (_name, codes) => {
    expect(codes).toEqual([...new Set(codes)]);
  });
});
