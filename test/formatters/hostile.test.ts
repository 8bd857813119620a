import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, VERDICTS, worst } from '../../src/domain/finding.ts';
import { DEPTHS, LANGUAGES } from '../../src/domain/question.ts';
import { WHYS } from '../../src/domain/reading.ts';
import type { Report } from '../../src/domain/report.ts';
import { jsonAnswer } from '../../src/formatters/json-answer.ts';
import { slackAnswer } from '../../src/formatters/slack-answer.ts';
import { openingMessage, plainTextOf } from '../../src/formatters/slack-notices.ts';
import { terminalAnswer } from '../../src/formatters/terminal-answer.ts';
import { CODES } from '../phrases/every-phrase.ts';
import { SAMPLE_FACTS } from '../phrases/sample-facts.ts';
import { faults } from './slack-rules.ts';

const SEED = { seed: 20_261_123, numRuns: 80 } as const;
/** Facts whose text is one of a fixed list of words, which no cluster can choose. */
const FIXED = new Set([
  'agentPortFrom',
  'between',
  'cause',
  'direction',
  'how',
  'kind',
  'limitedBy',
  'problem',
  'product',
  'proof',
  'purpose',
  'refusal',
  'replicasFrom',
  'reporting',
  'side',
  'state',
  'step',
  'store',
  'targetType',
  'topic',
  'totalFrom',
  'verdict',
  'what',
  'where',
  'who',
  'why',
  'word',
]);
/** Words that are fixed where they stand under a name that elsewhere is a cluster's own. */
const FIXED_WORDS = new Set<string>([...CODES, 'pod', 'config-map', 'elsewhere', 'default']);
/** The same for lists of words. */
const FIXED_LISTS = new Set(['doubts', 'missing', 'pieces', 'ruledOut', 'show', 'tried']);

const hostileText = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<@U024BE7LH> <#C024BE7LR|general> <!here|x>',
    '<https://evil.example|https://app.datadoghq.com>',
    '`code` *bold* _it_ ~no~ :red_circle: &lt;!channel&gt; &amp;',
    '```\nkubectl delete ns datadog\n```',
    '\u202egnp.exe\u202c \u2066x\u2069 a\u200bb\u00ad',
    '\u001b[31mred\u001b[0m\u001b]0;title\u0007 \u0000\u0007',
    '日本語のとても長い名前',
    '👩‍👩‍👧 🚀',
    '\ud83d',
    '',
    '<'.repeat(700),
    '&'.repeat(10_000),
    'x'.repeat(10_000),
    '🚀'.repeat(3_000),
    '設定'.repeat(5_000),
  ),
  fc.string({ unit: 'binary', maxLength: 400 }),
);

/** The same facts with other texts and numbers in them, and longer lists. */
function worsen(value: unknown, text: () => string, amount: () => number, key = ''): unknown {
  if (typeof value === 'string') return FIXED.has(key) || FIXED_WORDS.has(value) ? value : text();
  if (typeof value === 'number') return amount();
  if (Array.isArray(value) && FIXED_LISTS.has(key) && typeof value[0] === 'string') return value;
  if (Array.isArray(value))
    return Array.from({ length: 30 }, () => value)
      .flat()
      .slice(0, 60)
      .map((one) => worsen(one, text, amount));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, worsen(inner, text, amount, name)]));
}

const hostileReport = fc
  .record({
    codes: fc.array(fc.tuple(fc.constantFrom(...CODES), fc.constantFrom(...VERDICTS), fc.nat(4)), {
      minLength: 1,
      maxLength: 70,
    }),
    texts: fc.array(hostileText, { minLength: 1, maxLength: 20 }),
    numbers: fc.array(fc.oneof(fc.nat(3), fc.nat(2_000_000_000)), { minLength: 1, maxLength: 9 }),
    whys: fc.array(fc.constantFrom(...WHYS), { maxLength: 60 }),
    pasted: fc.boolean(),
  })
  .map(({ codes, texts, numbers, whys, pasted }): Report => {
    let turn = 0;
    const text = () => texts[turn++ % texts.length] ?? '';
    const amount = () => numbers[turn++ % numbers.length] ?? 0;
    const findings = codes.map(([code, verdict, index]) => {
      const samples: readonly unknown[] = SAMPLE_FACTS[code];
      const facts = worsen(samples[index % samples.length], text, amount);
      return { code, verdict, subject: text(), facts, evidence: [] } as unknown as Finding;
    });
    return {
      schema: 1,
      question: { kind: pasted ? 'explain' : 'status' },
      cluster: text(),
      verdict: worst(findings),
      findings,
      readings: whys.map((why) => ({ source: text(), at: '', known: false, why, detail: text() })),
      agent: { versions: [text(), text()], images: [text()] },
      masked: amount(),
      at: text(),
      tookMs: amount(),
    };
  });

describe('any report', { timeout: 30_000 }, () => {
  it('becomes a message that Slack takes and that mentions nobody', () => {
    fc.assert(
      fc.property(
        hostileReport,
        fc.constantFrom(...LANGUAGES),
        fc.constantFrom(...DEPTHS),
        (report, language, depth) => {
          const message = slackAnswer(report, { language, depth });
          expect(faults(message)).toEqual([]);
          expect(message.blocks[0]?.type).toBe('rich_text');
          expect(plainTextOf(message)).not.toMatch(/[<>]/);
          expect(plainTextOf(message).length).toBeLessThanOrEqual(35_002);
        },
      ),
      SEED,
    );
  });

  it('opens with a message that Slack takes', () => {
    fc.assert(
      fc.property(hostileReport, hostileText, fc.constantFrom(...LANGUAGES), (report, words, language) => {
        const ask = { id: 'ask-1', words, cluster: report.cluster, language };
        expect(faults(openingMessage(ask, { state: 'answered', report }))).toEqual([]);
        expect(faults(openingMessage(ask, { state: 'waiting' }))).toEqual([]);
      }),
      SEED,
    );
  });

  it('reaches a terminal without escape sequences of its own, and JSON unchanged', () => {
    fc.assert(
      fc.property(
        hostileReport,
        fc.constantFrom(...LANGUAGES),
        fc.constantFrom(...DEPTHS),
        (report, language, depth) => {
          const text = terminalAnswer(report, { language, depth }, { colour: false });
          expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/);
          expect(text.length).toBeLessThan(120_000);
          expect(JSON.parse(jsonAnswer(report))).toEqual(JSON.parse(JSON.stringify(report)));
        },
      ),
      SEED,
    );
  });
});

describe('what does not fit', () => {
  const endless = (count: number): Report => {
    const findings = Array.from({ length: count }, (_, index): Finding => {
      const pod = `datadog-cluster-agent-6c9c858f76-${String(index).padStart(5, '0')}`;
      const lines = Array.from({ length: 5 }, () => 'panic '.repeat(60));
      const facts = {
        pod,
        restarts: index,
        exitCode: 2,
        reason: null,
        finishedAt: null,
        lastLines: lines,
        logMissing: null,
        effects: null,
      };
      return { code: 'agent-crash-looping', verdict: 'fault', subject: pod, facts, evidence: [] };
    });
    return {
      schema: 1,
      question: { kind: 'status' },
      cluster: 'example',
      verdict: 'fault',
      findings,
      readings: [],
      agent: { versions: [], images: [] },
      masked: 0,
      at: '2026-11-23T18:35:50Z',
      tookMs: 900,
    };
  };

  it.each([
    ['en', /(?<left>\d+) more findings did not fit here/],
    ['ja', /入りきらなかった所見が (?<left>\d+) 件あります/],
  ] as const)('is counted in %s', (language, sentence) => {
    const message = slackAnswer(endless(40), { language, depth: 'normal' });
    expect(faults(message)).toEqual([]);
    const text = plainTextOf(message);
    const shown = text.match(/:red_circle:/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(8);
    expect(Number(sentence.exec(text)?.groups?.left)).toBe(40 - shown);
  });

  it('leaves out the end of a lesson rather than a finding, and says so', () => {
    const facts = SAMPLE_FACTS['leader-renewal-stale'][0]!;
    const stale: Finding = { code: 'leader-renewal-stale', verdict: 'fault', subject: '', facts, evidence: [] };
    const full = endless(11);
    const message = slackAnswer({ ...full, findings: [...full.findings, stale] }, { language: 'en', depth: 'teach' });
    expect(faults(message)).toEqual([]);
    expect(plainTextOf(message)).toContain('The rest of the explanation did not fit here');
    expect(plainTextOf(message).match(/^:red_circle:/gm)).toHaveLength(12);
  });

  it('is not said when everything fits', () => {
    expect(plainTextOf(slackAnswer(endless(3), { language: 'en', depth: 'normal' }))).not.toContain('did not fit');
  });
});
