import { TEXT_PIECES, type TextFactsByCode } from '../../src/domain/text-facts.ts';

const LINE = 'I0812 09:12:03.412345 1 server.go:187] "Failed probe" probe="metric-storage-ready"';

/** Facts of every code about pasted text as such. */
export const TEXT_SAMPLE_FACTS: {
  readonly [C in keyof TextFactsByCode]: readonly [TextFactsByCode[C], ...TextFactsByCode[C][]];
} = {
  'not-a-cluster-agent-matter': [
    { from: '', product: 'metrics-server', line: LINE },
    { from: 'text 1', product: 'keda', line: 'keda-operator' },
    { from: 'text 2', product: 'prometheus-adapter', line: '' },
    { from: 'text 3', product: 'datadog-operator', line: 'reconciling DatadogAgent' },
    { from: 'text 4', product: 'kubernetes', line: 'FailedScheduling' },
    { from: 'text 5', product: 'node-agent', line: 'Agent (v7.63.0)' },
  ],
  'text-healthy': [{ pieces: ['status', 'clusterchecks'] }, { pieces: ['log'] }, { pieces: [] }],
  'text-too-little': [
    { pieces: ['hpa'], show: ['status', 'metrics-objects'] },
    { pieces: [], show: ['status'] },
    { pieces: ['log'], show: [] },
    ...TEXT_PIECES.map((piece) => ({ pieces: [piece], show: [piece] })),
  ],
};
