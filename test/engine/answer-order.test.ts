import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/diagnoses/rules.ts';
import type { Finding, FindingCode, Verdict } from '../../src/domain/finding.ts';
import { CLUSTER_KINDS, type QuestionKind } from '../../src/domain/question.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { answersTo } from '../../src/engine/answer-order.ts';
import { diagnose } from '../../src/engine/diagnose.ts';
import { inOrder } from '../../src/engine/diagnose-question.ts';
import { HEALTH_ROWS, topicsOf } from '../../src/engine/topics.ts';
import { ago, failed, lease, snapshot } from '../diagnoses/build.ts';
import { collecting } from '../diagnoses/events/build-events.ts';
import { metadata } from '../diagnoses/metadata/build-metadata.ts';
import { nodeAgents } from '../diagnoses/node/build-node.ts';

function ordered(kind: QuestionKind, ...findings: readonly (readonly [FindingCode, Verdict])[]): string[] {
  const made = findings.map(([code, verdict]) => ({ code, verdict, subject: '', facts: {}, evidence: [] }));
  return inOrder(snapshot({ kind }), made as unknown as readonly Finding[]).map(({ code }) => code);
}

describe('the answer stands first, whatever is worse beside it', () => {
  it.each<[QuestionKind, readonly (readonly [FindingCode, Verdict])[], string[]]>([
    [
      'metadata',
      [
        ['leader-missing', 'fault'],
        ['metadata-queries-unknown', 'explained'],
        ['metadata-stale', 'warning'],
        ['metadata-map-warning', 'fault'],
        ['metadata-pod-without-service', 'explained'],
      ],
      [
        'metadata-map-warning',
        'metadata-stale',
        'metadata-pod-without-service',
        'leader-missing',
        'metadata-queries-unknown',
      ],
    ],
    [
      'metadata',
      [
        ['metadata-replicas-disagree', 'warning'],
        ['metadata-unread', 'unknown'],
      ],
      ['metadata-unread', 'metadata-replicas-disagree'],
    ],
    [
      'node',
      [
        ['agent-not-running', 'fault'],
        ['node-agent-timeout', 'warning'],
        ['node-agent-token-mismatch', 'fault'],
        ['node-agents-overview', 'fault'],
      ],
      ['node-agents-overview', 'node-agent-token-mismatch', 'node-agent-timeout', 'agent-not-running'],
    ],
    [
      'events',
      [
        ['leader-healthy', 'ok'],
        ['node-agents-also-elect', 'warning'],
        ['events-healthy', 'ok'],
        ['events-forbidden', 'warning'],
      ],
      ['events-forbidden', 'events-healthy', 'node-agents-also-elect', 'leader-healthy'],
    ],
    [
      'flare',
      [
        ['logs-trouble', 'fault'],
        ['flare-read', 'ok'],
        ['flare-ready', 'ok'],
      ],
      ['flare-ready', 'flare-read', 'logs-trouble'],
    ],
  ])('%s', (kind, findings, expected) => {
    expect(ordered(kind, ...findings)).toEqual(expected);
  });
});

describe('topics', () => {
  it.each(CLUSTER_KINDS.filter((kind) => kind !== 'health'))('of %s have rules', (kind) => {
    const { asked, beside } = topicsOf(kind);
    expect(new Set([...asked, ...beside]).size).toBe(asked.length + beside.length);
    expect(RULES.some(({ topic }) => asked.includes(topic))).toBe(true);
  });

  it('make every answer a code of a rule that is asked', () => {
    for (const kind of CLUSTER_KINDS.filter((one) => one !== 'health')) {
      const { asked, beside } = topicsOf(kind);
      const codes = RULES.filter(({ topic }) => [...asked, ...beside].includes(topic)).flatMap((rule) => rule.codes);
      expect(answersTo(snapshot({ kind }), []).filter((code) => !codes.includes(code))).toEqual([]);
    }
  });

  it('of the rows of health are those of the questions', () => {
    for (const [topic, rules] of Object.entries(HEALTH_ROWS)) {
      const { asked } = topicsOf(topic as keyof typeof HEALTH_ROWS);
      expect(rules.filter((rule) => !asked.includes(rule))).toEqual([]);
    }
  });
});

describe('what stands beside', () => {
  const stale = { locks: [lease({ renewed: ago(4_000) })] };
  it.each<[QuestionKind, Partial<Snapshot>]>([
    ['metadata', { metadata: metadata() }],
    ['node', { nodeAgents: nodeAgents({ reporting: ['worker-1'] }) }],
  ])('%s adds what harms and nothing else', (kind, part) => {
    const codes = diagnose(snapshot({ kind, ...stale }, part)).map(({ code }) => code);
    expect(codes).toContain('leader-renewal-stale');
    const well = diagnose(snapshot({ kind }, part)).map(({ code }) => code);
    expect(well.filter((code) => /^(?:leader|agent|cluster)-/.test(code))).toEqual([]);
  });

  it.each<[QuestionKind, Partial<Snapshot>, boolean]>([
    ['metadata', { metadata: metadata({ replicas: [] }) }, true],
    ['flare', {}, true],
    [
      'node',
      {
        nodeAgents: nodeAgents({
          looks: [],
          reporting: failed('unreachable'),
          over: { scope: { kind: 'all' }, survey: failed('unreachable') },
        }),
      },
      true,
    ],
    ['node', { nodeAgents: nodeAgents({ reporting: ['worker-1'] }) }, false],
    [
      'node',
      { nodeAgents: nodeAgents({ looks: [], over: { scope: { kind: 'not-found', asked: 'x', near: [] } } }) },
      false,
    ],
    ['events', { events: collecting() }, true],
  ])('%s without the Agent’s pods is all unreachable or not', (kind, part, unreachable) => {
    const of = snapshot({ kind, pods: failed('unreachable'), locks: [], statuses: [] }, part);
    expect(
      diagnose(of)
        .map(({ code }) => code)
        .join() === 'cluster-unreachable',
    ).toBe(unreachable);
  });
});
