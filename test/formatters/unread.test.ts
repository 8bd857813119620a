import { describe, expect, it } from 'vitest';
import { terminalAnswer } from '../../src/formatters/terminal-answer.ts';
import { METRICS_SAMPLE_FACTS } from '../phrases/metrics-sample-facts.ts';
import { finding, report } from './report-builders.ts';

const VIEW = { language: 'en', depth: 'normal' } as const;
const BLOCKED = METRICS_SAMPLE_FACTS['metrics-api-blocked'][0]!;

describe('what was not seen', () => {
  it.each([
    ['fault', 0],
    ['warning', 1],
  ] as const)('leaves out what a broken metrics API does not serve: %s', (verdict, told) => {
    const source = "kubectl get --raw '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue.depth'";
    const at = '2026-11-23T18:35:50Z';
    const found = report('hpa', [finding('metrics-api-blocked', verdict, BLOCKED)]);
    const failed = { source, at, known: false, why: 'unreachable', detail: 'HTTP 503' } as const;
    const text = terminalAnswer({ ...found, readings: [failed] }, VIEW, { colour: false });
    expect(text.split('queue.depth').length - 1).toBe(told);
  });

  const facts = { hpa: 'shop/web', types: [] };
  const asked = report('hpa', [finding('hpa-not-external', 'explained', facts)]);

  it('leaves out that a report was too large to be kept with its readings', () => {
    const at = '2026-11-23T18:35:50Z';
    const note = {
      source: 'stored report',
      at,
      known: false,
      why: 'truncated',
      detail: 'not kept for replay',
    } as const;
    const kept = { ...asked, readings: [...asked.readings, note] };
    const text = terminalAnswer(kept, VIEW, { colour: false });
    expect(text).not.toMatch(/Not seen|stored report/);
  });
});
