import { expect } from 'vitest';
import { type ExplainedDocument, readDocuments } from '../../../src/parsers/documents.ts';
import { kubectlText, LEADER_AND_FOLLOWER } from '../kubectl/read-kubectl.ts';
import { fixtureText } from '../status/read-fixture.ts';
import { fuzzParser } from './fuzz-parser.ts';
import { isJson } from './is-json.ts';
import { STATUSES } from './status-samples.ts';

const DESCRIBED = kubectlText(`${LEADER_AND_FOLLOWER}/describe-hpa.txt`);

type Condition = { readonly type: string; readonly status: string };

/** Something says that it works, and nothing says that it does not. */
function works(conditions: readonly Condition[] | undefined, by: string): boolean {
  const told = conditions?.filter(({ type }) => type === by) ?? [];
  return told.length > 0 && told.every(({ status }) => status === 'True');
}

function isWell(one: ExplainedDocument): boolean {
  switch (one.kind) {
    case 'hpa':
      // Conditions that were copied out of a description do not claim to be all there is.
      return one.hpa.metadata.name !== '…' && works(one.hpa.status?.conditions, 'ScalingActive');
    case 'api-service':
      return works(one.apiService.status?.conditions, 'Available');
    case 'status':
      return !one.status.cutOff;
    default:
      return one.kind !== 'unrecognised' && one.kind !== 'refusal' && one.kind !== 'mere-piece';
  }
}

fuzzParser({
  name: 'pastes',
  samples: {
    descriptions: DESCRIBED,
    'the description of one that works': DESCRIBED.slice(DESCRIBED.lastIndexOf('Name:  ')),
    'HPAs as JSON': kubectlText(`${LEADER_AND_FOLLOWER}/horizontalpodautoscalers.json`),
    'an APIService as JSON': kubectlText(`${LEADER_AND_FOLLOWER}/apiservice-external.json`),
    'a table': [
      'NAME       REFERENCE          TARGETS       MINPODS   MAXPODS   REPLICAS   AGE',
      'nginxext   Deployment/nginx   824/9 (avg)   1         3         3          41m',
      '',
    ].join('\n'),
    'a status': fixtureText(`${LEADER_AND_FOLLOWER}/leader-status.txt`),
  },
  others: STATUSES,
  parse: (text) => readDocuments('p', text),
  verdictOf: (documents) => (documents.every(isWell) ? 'healthy' : 'other'),
  expectAlways: (documents) => {
    expect(documents.length).toBeGreaterThan(0);
  },
  marks: [
    'apiVersion: v1',
    'kind: List',
    'kind: HorizontalPodAutoscaler',
    'items:',
    '- ',
    'metadata:',
    '  name: x',
    'spec:',
    '|',
    '\n  ',
    'Name: x',
    'Namespace: y',
    'Metrics:',
    'Max replicas: 3',
    'Reference: a/b',
    'Conditions:',
    'Events:',
    'NAME REFERENCE TARGETS MINPODS MAXPODS REPLICAS AGE',
    'a Deployment/b 1/2 (avg) 1 2 3 4m',
    'NAME SERVICE AVAILABLE AGE',
    'hpa:',
    '- name: x',
    '"kind":"List",',
    '"apiVersion":"v1",',
    '"items":[',
    '&amp;',
    '&lt;',
    '<http://x|',
    '=====',
    'Custom Metrics Server',
    'Error from server (NotFound): ',
    '[...]',
    '__proto__: 1',
    'Agent (v7.1)',
    'Leader Election',
  ],
  // A part of JSON is none; an HPA works only where a line of its own description says so.
  mustNotBeHealthyWhen: ({ sample, text, onlyLost }) => {
    if (!onlyLost) return false;
    if (sample.endsWith('JSON')) return !isJson(text);
    return text
      .split(/^(?=Name: )/m)
      .filter((part) => /^Name: /.test(part) && /^(?:Min|Max) replicas: /m.test(part))
      .some((part) => !/^Namespace: /m.test(part) || !/^ *ScalingActive +True /m.test(part));
  },
  seesThroughAllBut: ['klog lines', 'blank lines'],
});
