import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/diagnoses/rules.ts';
import { SAMPLE_FACTS } from '../phrases/sample-facts.ts';
import { CODES_WITHOUT_RULE, findingsDoc } from './findings-doc.ts';

describe('docs/findings.md', () => {
  it('is what the rules say (npm run docs)', () => {
    expect(readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8')).toBe(findingsDoc());
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
