import { describe, expect, it } from 'vitest';
import { yamlLines } from '../../src/formatters/plain-text.ts';
import { linkLine, weight, yamlBox } from '../../src/formatters/rich-text.ts';
import { slackAnswer } from '../../src/formatters/slack-answer.ts';
import { plainTextOf } from '../../src/formatters/slack-notices.ts';
import { terminalAnswer } from '../../src/formatters/terminal-answer.ts';
import { METRICS_REPORTS } from './golden-metrics-reports.ts';

const VIEW = { language: 'en', depth: 'normal' } as const;

describe('an object to apply', () => {
  it('keeps its indentation and loses what no text holds', () => {
    expect(yamlLines('kind: A\n  name:  b\u200b\u001b[31mc\r\n\n    - d  ')).toEqual([
      'kind: A',
      '  name: bc',
      '    - d',
    ]);
    expect(yamlBox('\n \n')).toEqual([]);
  });

  it('stands in one box of its own', () => {
    const message = slackAnswer(METRICS_REPORTS['metrics-reader-forbidden']!, VIEW);
    const boxes = message.blocks
      .flatMap((block) => (block.type === 'rich_text' ? block.elements : []))
      .filter(({ type }) => type === 'rich_text_preformatted');
    expect(boxes).toHaveLength(2);
    expect(boxes[0]?.elements[0]).toMatchObject({ text: expect.stringContaining('\nmetadata:\n  name: datadog-') });
    expect(plainTextOf(message)).toContain(
      '\nrules:\n  - apiGroups: [external.metrics.k8s.io]\n    resources: ["*"]\n    verbs: [get, list, watch]\n',
    );
  });
});

describe('a page to open', () => {
  const report = METRICS_REPORTS['metric-without-series']!;
  const url = 'https://app.datadoghq.com/metric/explorer?exp_query=avg%3Aorders.rate%7Benv%3Aprod%7D.rollup(30)';

  it('is a link in Slack and an address elsewhere', () => {
    const message = slackAnswer(report, VIEW);
    expect(JSON.stringify(message)).toContain(JSON.stringify({ type: 'link', url, text: 'Metrics Explorer' }));
    expect(plainTextOf(message)).toContain(`\nMetrics Explorer ${url}\n`);
    expect(terminalAnswer(report, VIEW, { colour: false })).toContain(`\n    Metrics Explorer: ${url}\n`);
  });

  it('counts with its address', () => {
    expect(weight(linkLine({ text: 'abc', url: 'https://a' }))).toBe(1 + 3 + 9);
  });
});
