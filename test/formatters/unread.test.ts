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

  const at = '2026-11-23T18:35:50Z';
  const tried = (pod: string, over: object = {}) =>
    ({
      source: `kubectl exec -n datadog ${pod} -c cluster-agent -- datadog-cluster-agent telemetry`,
      at,
      known: false,
      why: 'unsupported',
      detail: `exit code 1: unknown command on ${pod}`,
      ...over,
    }) as const;
  const pods = ['dca-a', 'dca-b', 'dca-c'];

  it.each([
    ['en', 'dca-a -c cluster-agent -- datadog-cluster-agent telemetry', ' and the same of 2 other pods ('],
    ['ja', 'dca-a -c cluster-agent -- datadog-cluster-agent telemetry', '、他 2 Pod も同様('],
  ] as const)('tells once what several pods do alike: %s', (language, first, others) => {
    const found = { ...asked, readings: pods.map((pod) => tried(pod)) };
    const text = terminalAnswer(found, { language, depth: 'normal' }, { colour: false });
    expect(text).toContain(first);
    expect(text).toContain(others);
    expect(text).not.toMatch(/dca-[bc]/);
  });

  it('tells apart what ended otherwise, and objects that are no pods', () => {
    const [a, b, c] = [tried('dca-a'), tried('dca-b', { detail: 'exit code 2' }), tried('dca-c', { why: 'timeout' })];
    const lists = ['leases', 'nodes'].map((kind) => ({ ...tried(''), source: `kubectl get ${kind} -A` }));
    const text = terminalAnswer({ ...asked, readings: [a, b, c, ...lists] }, VIEW, { colour: false });
    expect(text).not.toContain('other pod');
    for (const words of ['dca-a', 'dca-b', 'dca-c', 'get leases', 'get nodes']) expect(text).toContain(words);
  });

  it('says of health alone nothing of what an old Agent does not know and no finding needs', () => {
    const readings = [tried('dca-a'), tried('dca-c', { why: 'timeout' })];
    const health = { ...asked, question: { kind: 'health' } as const };
    const said = (of: object) => terminalAnswer({ ...asked, ...of }, VIEW, { colour: false });
    expect(said({ readings })).toContain('dca-a');
    expect(said({ ...health, readings })).not.toContain('dca-a');
    expect(said({ ...health, readings })).toContain('dca-c');
  });
});
