import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { explainTexts } from '../../../src/engine/explain-texts.ts';
import { GUIDE_BLOCKS } from '../../engine/guide-blocks.ts';
import { fuzzParser } from './fuzz-parser.ts';
import { isJson } from './is-json.ts';
import { STATUSES } from './status-samples.ts';

const FOLDER = '../../../simulator/cluster/scenarios/leader-and-follower/';
const captured = (file: string) => readFileSync(new URL(`${FOLDER}${file}`, import.meta.url), 'utf8');
const LEASE = readFileSync(new URL('../../fixtures/locks/captured-lease.json', import.meta.url), 'utf8');

const BLOCKS = Object.entries(GUIDE_BLOCKS);
const SAYS =
  /=== |Leader Name is|Node detected|Successfully [Cc]onnected|ScalingActive|Dispatched|\[OK\]|getPodMetadata|valid: true|True/;

fuzzParser({
  name: 'whole pastes, explained',
  samples: {
    ...Object.fromEntries(BLOCKS.filter(([name]) => !name.includes('log line'))),
    'clusterchecks of a leader': captured('leader-clusterchecks.txt'),
    configcheck: captured('node1-configcheck.txt'),
    metamap: captured('leader-metamap.txt'),
    'a Lease': LEASE,
    'a status': captured('leader-status.txt'),
    'a status of a node Agent': captured('node1-status.txt'),
    'two in one': `$ kubectl exec x -- agent clusterchecks\n${captured('leader-clusterchecks.txt')}\n$ kubectl exec x -- agent metamap\n${captured('leader-metamap.txt')}`,
  },
  // What a log line means depends on those around it.
  others: { ...STATUSES, ...Object.fromEntries(BLOCKS.filter(([name]) => name.includes('log line'))) },
  parse: (text) => {
    const { verdict, findings } = explainTexts([{ name: 'p', text }], () => 0);
    return { verdict, saysSomething: findings.length > 0 };
  },
  verdictOf: ({ verdict }) => (verdict === 'ok' ? 'healthy' : 'other'),
  expectAlways: ({ saysSomething }) => expect(saysSomething).toBe(true),
  marks: [
    '```\n',
    '$ kubectl get hpa\n',
    'root@x:/# agent status\n',
    '[...]\n',
    'Defaulted container "agent" out of: agent\n',
    '=== x check ===\n',
    'Leader Election\n',
    'Node detected: n\n',
    'Name: x\nNamespace: y\n',
    'kind: Lease\n',
    ' | CLUSTER | ERROR | (a.go:1 in f) | ',
    '&amp;',
    '“',
  ],
  // Of what is well, one of these lines says so; JSON says it as a whole only.
  mustNotBeHealthyWhen: ({ sample, text, onlyLost }) =>
    onlyLost && (sample === 'a Lease' ? !isJson(text) : !SAYS.test(text)),
  // Half a document is told of as such, and lines of another program between its lines make halves of it.
  seesThroughAllBut: ['klog lines', 'blank lines'],
});
