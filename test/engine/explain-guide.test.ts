import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/domain/finding.ts';
import type { TextPiece } from '../../src/domain/text-facts.ts';
import { explainTexts } from '../../src/engine/explain-texts.ts';
import { GUIDE_BLOCKS } from './guide-blocks.ts';

interface Row {
  readonly pieces: readonly TextPiece[];
  readonly verdict: Verdict;
  readonly codes: readonly string[];
}

const ROWS: Readonly<Record<keyof typeof GUIDE_BLOCKS, Row>> = {
  'the metadata map': { pieces: ['metamap'], verdict: 'explained', codes: ['metadata-map-healthy'] },
  'the log lines of its queries': { pieces: ['log'], verdict: 'ok', codes: ['metadata-queried'] },
  'leader election and the API server check': { pieces: ['status'], verdict: 'explained', codes: ['leader-healthy'] },
  'the link of a node Agent': {
    pieces: ['node-status'],
    verdict: 'explained',
    codes: ['node-agent-connection-unproven'],
  },
  'the variables of the Service': { pieces: ['kubernetes-objects'], verdict: 'unknown', codes: ['text-too-little'] },
  'the lock': { pieces: ['leader-lock'], verdict: 'explained', codes: ['leader-healthy'] },
  'a configuration of the Cluster Agent': {
    pieces: ['configcheck'],
    verdict: 'unknown',
    codes: ['checks-list', 'output-not-recognised'],
  },
  'what was dispatched': {
    pieces: ['clusterchecks'],
    verdict: 'unknown',
    codes: ['checks-list', 'output-not-recognised'],
  },
  'a configuration of a node Agent': { pieces: ['configcheck'], verdict: 'unknown', codes: ['text-too-little'] },
  'a check that a node Agent runs': { pieces: ['node-status'], verdict: 'explained', codes: ['check-running'] },
  'an endpoint check of a node Agent': { pieces: ['configcheck'], verdict: 'unknown', codes: ['text-too-little'] },
  'an endpoint check that a node Agent runs': {
    pieces: ['node-status'],
    verdict: 'explained',
    codes: ['check-running'],
  },
  'endpoint checks that are scheduled': {
    pieces: ['clusterchecks'],
    verdict: 'unknown',
    codes: ['checks-list', 'output-not-recognised'],
  },
  'the log line of a query without series': { pieces: ['log'], verdict: 'warning', codes: ['logs-trouble'] },
  'the metrics provider in the status': { pieces: ['status'], verdict: 'unknown', codes: ['text-too-little'] },
  'the metrics provider in a flare': {
    pieces: ['status', 'metrics-objects'],
    verdict: 'warning',
    codes: ['external-metric-invalid'],
  },
  'conditions of an HPA': { pieces: ['hpa'], verdict: 'fault', codes: ['metrics-api-not-registered'] },
  'the APIService': { pieces: ['kubernetes-objects'], verdict: 'ok', codes: ['metrics-api-healthy'] },
  'an event of an HPA': { pieces: ['events-objects'], verdict: 'unknown', codes: ['text-too-little'] },
  'a DatadogMetric beside an HPA': {
    pieces: ['metrics-objects', 'hpa'],
    verdict: 'explained',
    codes: ['average-shown-per-pod', 'external-metrics-healthy'],
  },
};

function gist(...texts: readonly string[]) {
  const named = texts.map((text, i) => ({ name: `text ${i + 1}`, text }));
  const { snapshot, findings, verdict } = explainTexts(named, () => Date.UTC(2031, 0, 1));
  const pieces = [...new Set(snapshot?.texts?.flatMap((text) => text.pieces))];
  return { pieces, verdict, codes: findings.map(({ code }) => code) };
}

describe('a block of the guide, pasted alone', () => {
  it.each(Object.entries(ROWS))('%s', (name, row) => {
    expect(gist(GUIDE_BLOCKS[name as keyof typeof GUIDE_BLOCKS])).toEqual(row);
  });
});

const CHANGES: readonly (readonly [string, (text: string) => string])[] = [
  ['carriage returns', (text) => text.replaceAll('\n', '\r\n')],
  ['a fence', (text) => `\`\`\`\n${text}\`\`\``],
  ['a fence that names a language', (text) => `Look:\n\n\`\`\`shell\n${text}\`\`\`\n`],
  ['colours', (text) => text.replaceAll(/[^\s"{}'[\]]{3,}/g, (word) => `\u001b[32m${word}\u001b[0m`)],
  ['trailing blanks', (text) => text.replaceAll('\n', '  \n')],
  [
    'what kubectl says',
    (text) => `Defaulted container "agent" out of: agent, trace-agent, init-volume (init)\n${text}`,
  ],
  ['the prompt of PowerShell', (text) => `PS C:\\Users\\ana> kubectl exec it\n${text}\nPS C:\\Users\\ana> \n`],
  ['a prompt behind', (text) => `${text}\nana@host:~/k8s$ \n`],
  ['what Slack escapes', (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
];

describe.each(CHANGES)('with %s', (_change, change) => {
  it.each(Object.keys(ROWS))('%s means the same', (name) => {
    const text = GUIDE_BLOCKS[name as keyof typeof GUIDE_BLOCKS];
    expect(gist(change(text))).toEqual(ROWS[name as keyof typeof GUIDE_BLOCKS]);
  });
});

describe('all blocks of the guide in one paste', () => {
  const all = Object.values(GUIDE_BLOCKS);
  const PIECES = [...new Set(Object.values(ROWS).flatMap(({ pieces }) => pieces))].toSorted();

  it.each([
    ['in order', all],
    ['in reverse', all.toReversed()],
  ])('%s: each is recognised', (_order, blocks) => {
    const { pieces, verdict } = gist(blocks.join('\n$ \n'));
    expect(pieces.toSorted()).toEqual(PIECES);
    expect(verdict).toBe('fault');
  });

  it('two and two: the pieces of both, and never better than the worse of them', () => {
    const HARM: readonly Verdict[] = ['ok', 'explained', 'warning', 'fault'];
    for (const [a, first] of Object.entries(ROWS))
      for (const [b, second] of Object.entries(ROWS)) {
        const texts = [a, b].map((name) => GUIDE_BLOCKS[name as keyof typeof GUIDE_BLOCKS]);
        const { pieces, verdict } = gist(texts.join('\n$ \n'));
        expect([...new Set(pieces)].toSorted(), `${a} + ${b}`).toEqual(
          [...new Set([...first.pieces, ...second.pieces])].toSorted(),
        );
        const worst = Math.max(HARM.indexOf(first.verdict), HARM.indexOf(second.verdict));
        if (worst >= HARM.indexOf('warning'))
          expect(HARM.indexOf(verdict), `${a} + ${b}`).toBeGreaterThanOrEqual(worst);
      }
  });
});
