import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.ts';
import { HEALTH_TOPICS, type HealthRow } from '../../src/domain/health-facts.ts';
import { LANGUAGES } from '../../src/domain/question.ts';
import { outline } from '../../src/formatters/outline.ts';
import { slackAnswer } from '../../src/formatters/slack-answer.ts';
import { plainTextOf } from '../../src/formatters/slack-notices.ts';
import { terminalAnswer } from '../../src/formatters/terminal-answer.ts';
import { isMoreThanExplained, rowsOf, troubles, worstFirst } from '../../src/phrases/health-names.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { finding, report } from '../formatters/report-builders.ts';
import { CONTEXTS } from './every-phrase.ts';
import { HEALTH_SAMPLE_FACTS } from './health-sample-facts.ts';

const CONTEXT = CONTEXTS[0]!;

/** A fault of each topic, with a headline of its own. */
const ALL_BAD: readonly HealthRow[] = HEALTH_TOPICS.map((topic, index) => ({
  topic,
  verdict: 'fault',
  top: finding('node-agent-absent', 'fault', { node: `worker-${index + 11}`, nodeReady: true }),
  more: index,
}));

const OVERVIEW = report('health', [finding('health-overview', 'fault', { rows: ALL_BAD })]);

describe('rows of an overview', () => {
  const [mixed] = HEALTH_SAMPLE_FACTS['health-overview'];
  const topics = (rows: readonly HealthRow[]) => rows.map(({ topic }) => topic);

  it('are told by what is to be said of them', () => {
    const { bad, unknown, well, lines, ok } = rowsOf(mixed.rows);
    expect(topics(bad)).toEqual(['node', 'events']);
    expect(topics(unknown)).toEqual(['metadata']);
    expect(topics(well)).toEqual(['logs', 'leader', 'status']);
    expect(lines.map(({ topics }) => topics)).toEqual([['node'], ['events'], ['metadata'], ['logs']]);
    expect(topics(ok)).toEqual(['leader', 'status']);
  });

  it('that rest on the same finding share a line, and no sentence is told twice', () => {
    const well = finding('node-agent-absent', 'ok', { node: 'worker-3', nodeReady: true });
    const down = finding('node-agent-absent', 'fault', { node: 'worker-4', nodeReady: true });
    const row = (topic: HealthRow['topic'], verdict: HealthRow['verdict'], top: HealthRow['top']): HealthRow => {
      return { topic, verdict, top, more: 0 };
    };
    const { lines, ok } = rowsOf([
      row('status', 'fault', down),
      row('events', 'unknown', down),
      row('logs', 'unknown', down),
      row('metadata', 'ok', well),
    ]);
    expect(lines).toMatchObject([
      { verdict: 'fault', topics: ['status'], top: down },
      { verdict: 'unknown', topics: ['events', 'logs'], top: null },
    ]);
    expect(topics(ok)).toEqual(['metadata']);
  });
});

describe.each(LANGUAGES)('an overview in %s', (language) => {
  const phrase = phrasesOf(language).findings['health-overview'];

  it('has a line for each topic in trouble, whatever their number, and its headline in that language', () => {
    const { findings } = outline(OVERVIEW, { language, depth: 'normal' });
    const lines = findings[0]?.lines ?? [];
    expect(lines.map(({ verdict }) => verdict)).toEqual(HEALTH_TOPICS.map(() => 'fault'));
    const headline = phrasesOf(language).findings['node-agent-absent'];
    lines.forEach(({ say }, index) => {
      const sum = textOf(headline({ node: `worker-${index + 11}`, nodeReady: true }, CONTEXT).sum);
      expect(textOf(say)).toContain(`${HEALTH_TOPICS[index]}: ${sum}`);
      expect(say.some(({ bold }) => bold)).toBe(false);
    });
  });

  it('shows every line in Slack and in a terminal, each with its sign', () => {
    const slack = plainTextOf(slackAnswer(OVERVIEW, { language, depth: 'normal' }));
    const terminal = terminalAnswer(OVERVIEW, { language, depth: 'normal' }, { colour: false });
    ALL_BAD.forEach(({ topic }, index) => {
      expect(slack).toMatch(new RegExp(`:red_circle: ${topic}: .*worker-${index + 11}`));
      expect(terminal).toMatch(new RegExp(`^ {2}● ${topic}: .*worker-${index + 11}`, 'm'));
    });
    expect(terminalAnswer(OVERVIEW, { language, depth: 'line' }, { colour: false })).not.toContain('worker-11');
  });

  it('never calls well what could not be judged, or what nobody looked at', () => {
    const [, doubtful, well, , empty] = HEALTH_SAMPLE_FACTS['health-overview'];
    const sums = [doubtful, well, empty].map((facts) => textOf(phrase(facts, CONTEXT).sum));
    expect(new Set(sums).size).toBe(3);
    expect(sums[0]).toMatch(language === 'en' ? /could not be judged: metadata/ : /判断できない項目: メタデータ/);
    expect(sums[2]).toMatch(language === 'en' ? /unknown/ : /不明/);
    expect(phrase(doubtful, CONTEXT).lines?.map(({ verdict }) => verdict)).toEqual(['unknown', 'ok']);
  });
});

describe('findings of two reports', () => {
  const [facts] = HEALTH_SAMPLE_FACTS['compare-changed'];

  it('are counted as troubles only where something is wrong', () => {
    expect(troubles(facts.gone)).toBe(1);
    expect(troubles(facts.still)).toBe(0);
    expect(facts.gone.map(isMoreThanExplained)).toEqual([true, false]);
    const codes = (list: readonly Finding[]) => list.map(({ verdict }) => verdict);
    expect(codes(worstFirst([...facts.still, ...facts.appeared, ...facts.gone]))).toEqual([
      'fault',
      'warning',
      'unknown',
      'ok',
    ]);
  });

  it.each(LANGUAGES)('in %s: what is gone is good where it was a trouble, and plain where it was not', (language) => {
    const phrase = phrasesOf(language).findings['compare-changed'];
    expect(phrase(facts, CONTEXT).lines?.map(({ verdict }) => verdict)).toEqual([
      'fault',
      'ok',
      'explained',
      'unknown',
    ]);
    const [, , clusters] = HEALTH_SAMPLE_FACTS['compare-changed'];
    expect(phrase(clusters, CONTEXT).lines?.map(({ verdict }) => verdict)).toEqual(['warning', 'fault']);
  });
});
