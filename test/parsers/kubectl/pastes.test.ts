import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../../src/parsers/documents.ts';
import { fixtureText } from '../status/read-fixture.ts';
import { ENDPOINT_CHECKS, kubectlText, LEADER_AND_FOLLOWER, wordsFor } from './read-kubectl.ts';

const HPAS = `${LEADER_AND_FOLLOWER}/horizontalpodautoscalers.json`;
const DESCRIBED = `${LEADER_AND_FOLLOWER}/describe-hpa.txt`;

const WORDS: Readonly<Record<string, readonly string[]>> = {
  [DESCRIBED]: ['hpa describe badmetric', 'hpa describe nginxext'],
  [`${ENDPOINT_CHECKS}/describe-hpa.txt`]: ['hpa describe badmetric', 'hpa describe nginxext'],
  [HPAS]: ['hpa json badmetric', 'hpa json nginxext'],
  [`${ENDPOINT_CHECKS}/horizontalpodautoscalers.json`]: ['hpa json badmetric', 'hpa json nginxext'],
  [`${LEADER_AND_FOLLOWER}/apiservice-external.json`]: ['api-service'],
  [`${LEADER_AND_FOLLOWER}/configmaps-leases.json`]: ['stored configmap 2', 'mere-piece', 'lock'],
  [`${LEADER_AND_FOLLOWER}/external-metric-value.json`]: ['served'],
  [`${LEADER_AND_FOLLOWER}/external-metrics-discovery.json`]: ['unrecognised not-a-status'],
  [`${LEADER_AND_FOLLOWER}/api-versions.txt`]: ['api-versions'],
  [`${LEADER_AND_FOLLOWER}/custommetricsprovider.log`]: ['no-news'],
  [`${LEADER_AND_FOLLOWER}/deployments.json`]: [
    'target Deployment/datadog-cluster-agent',
    'target Deployment/nginx',
    'target Deployment/other',
    'target ReplicaSet/datadog-cluster-agent-6c9c858f76',
    'target ReplicaSet/nginx-5ddf989794',
    'target ReplicaSet/other-5d87699cb8',
  ],
  [`${LEADER_AND_FOLLOWER}/services.json`]: [...Array(8).fill('service'), ...Array(7).fill('endpoints')],
  [`${LEADER_AND_FOLLOWER}/events.json`]: Array(33).fill('events'),
};
const OF_NO_USE = `${LEADER_AND_FOLLOWER}/external-metrics-discovery.json`;

/** Own data: what people paste from the guide on HPAs. */
const TABLE = `NAME       REFERENCE          TARGETS       MINPODS   MAXPODS   REPLICAS   AGE
nginxext   Deployment/nginx   824/9 (avg)   1         3         3          41m
`;
const BLOCK = `  External Metrics
  ----------------
    hpa:
    - name: nginxext
    - namespace: default
    labels:
    - app: puppet
    - env: demo
    metricName: nginx.net.request_per_s
    ts: 1532042322
    valid: true
    value: 2472
`;
const LOG = `2018-07-03 13:56:14 UTC | ERROR | (datadogexternal.go:45 in queryDatadogExternal) | Returned series slice empty
2018-07-03 13:56:44 UTC | ERROR | (datadogexternal.go:45 in queryDatadogExternal) | Returned series slice empty
`;

describe('a captured file', () => {
  it.each(Object.entries(WORDS))('%s alone', (file, words) => {
    expect(wordsFor(kubectlText(file))).toEqual(words);
  });
});

describe('a paste', () => {
  const files = Object.keys(WORDS);
  const everything = files.filter((file) => file !== OF_NO_USE).flatMap((file) => WORDS[file] ?? []);

  it.each([
    ['in order', files],
    ['in reverse', files.toReversed()],
  ])('of all files %s', (_name, order) => {
    const text = order.map((file) => kubectlText(file)).join('\n');
    expect(wordsFor(text).toSorted()).toEqual(everything.toSorted());
  });

  it('of files with the status documents of the same time between them', () => {
    const statuses = ['leader-status.txt', 'leader-status.json', 'follower-status.txt', 'node1-status.txt'];
    const between = statuses.map((file) => fixtureText(`${LEADER_AND_FOLLOWER}/${file}`));
    const parts = files.flatMap((file, i) => [
      kubectlText(file),
      `$ kubectl exec dca-${i} -- agent status\n${between[i] ?? ''}`,
    ]);
    const documents = readDocuments('paste', parts.join('\n'));
    const alone = between.map((text) => readDocuments('x', text)[0]).map((one) => one?.kind === 'status' && one.status);
    expect(documents.flatMap((one) => (one.kind === 'status' ? [one.status] : []))).toEqual(alone);
    expect(documents.filter(({ kind }) => kind !== 'status')).toHaveLength(everything.length);
  });

  it('of the guide: table, block and log', () => {
    const text = `We see this:\n${TABLE}\nbut the agent says\n${BLOCK}\nand the log\n${LOG}`;
    expect(wordsFor(text)).toEqual(['hpa table nginxext', 'stored configmap 1', 'log no-series', 'pasted-log']);
  });

  it('of an empty provider log beside other things', () => {
    expect(wordsFor(`${kubectlText(`${LEADER_AND_FOLLOWER}/custommetricsprovider.log`)}\n\n${TABLE}`)).toEqual([
      'no-news',
      'hpa table nginxext',
    ]);
  });

  it('numbers what it holds in its order', () => {
    const text = `${TABLE}\n${fixtureText(`${LEADER_AND_FOLLOWER}/leader-status.txt`)}\n${kubectlText(HPAS)}`;
    expect(readDocuments('p', text).map(({ from, kind }) => `${from}: ${kind}`)).toEqual([
      'p: hpa',
      'p #2: status',
      'p #3: hpa',
      'p #3: hpa',
    ]);
  });

  it('with damage says so, beside what is whole', () => {
    const cut = kubectlText(HPAS).slice(0, 4_000);
    expect(wordsFor(`${cut}\n${TABLE}`)).toEqual(['unrecognised damaged', 'hpa table nginxext']);
    expect(readDocuments('p', cut)).toEqual([
      {
        from: 'p',
        kind: 'unrecognised',
        why: 'damaged',
        detail: 'JSON of a Kubernetes object ends early: 5 brackets are open',
      },
    ]);
  });

  it('of more than a hundred is read so far', () => {
    const documents = readDocuments('p', `${TABLE}\n$ kubectl get hpa\n`.repeat(120));
    expect(documents).toHaveLength(101);
    expect(documents.at(-1)).toMatchObject({
      from: 'p #101',
      why: 'not-a-status',
      detail: '20 more documents were not read',
    });
  });
});

const CHANGES: [string, (text: string) => string][] = [
  ['carriage returns', (text) => text.replaceAll('\n', '\r\n')],
  ['colours', (text) => text.replaceAll(/^(\s*)(\S+)/gm, '$1\u001b[1;33m$2\u001b[0m')],
  ['blank lines', (text) => text.replaceAll('\n', '\n\n')],
  ['trailing blanks', (text) => text.replaceAll('\n', '   \n')],
  ['leading blanks', (text) => text.replaceAll(/^(?=.)/gm, '    ')],
  ['code fences', (text) => `Look:\n\`\`\`yaml\n${text}\n\`\`\`\nand?\n`],
  ['a prompt and a command', (text) => `ana@host:~$ kubectl get it\n$ kubectl get it\n${text}\nana@host:~$ \n`],
  ['what Slack escapes', (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
  [
    'links that Slack makes',
    (text) =>
      text.replaceAll(
        'missing.metric.external.metrics.k8s.io',
        '<http://missing.metric.external.metrics.k8s.io|missing.metric.external.metrics.k8s.io>',
      ),
  ],
  [
    'log lines of the Agent',
    (text) => `2022-02-03 00:48:49 UTC | CLUSTER | WARN | (log.go:640 in func1) | hello\n${text}`,
  ],
  ['no-break spaces', (text) => text.replaceAll('  ', '\u00a0 ')],
];
const TEXTS: [string, string][] = [
  ['a description', kubectlText(DESCRIBED)],
  ['JSON', kubectlText(HPAS)],
  ['a table', TABLE],
  ['blocks', BLOCK],
  [
    'the list of APIServices',
    'NAME                              SERVICE                                     AVAILABLE                  AGE\nv1beta1.external.metrics.k8s.io   datadog/datadog-cluster-agent-metrics-api   False (MissingEndpoints)   5d\n',
  ],
];

describe.each(TEXTS)('%s means the same', (_kind, text) => {
  it.each(CHANGES)('with %s', (_name, change) => {
    const plain = readDocuments('p', text);
    expect(plain.some(({ kind }) => kind === 'unrecognised')).toBe(false);
    expect(readDocuments('p', change(text))).toEqual(plain);
  });
});

describe('a text that is cut', () => {
  const whole = (text: string) => new Set(readDocuments('p', text).map((one) => JSON.stringify(one)));

  it.each(Object.keys(WORDS).filter((file) => /horizontal|apiservice|external-metric-value|describe/.test(file)))(
    '%s never throws and never tells of more than the whole',
    (file) => {
      const text = kubectlText(file);
      const full = readDocuments('p', text);
      const names = new Set(full.map((one) => (one.kind === 'hpa' ? one.hpa.metadata.name : one.kind)));
      for (let end = 0; end < text.length; end += 97) {
        const documents = readDocuments('p', text.slice(0, end));
        expect(documents.length).toBeGreaterThan(0);
        for (const one of documents)
          if (one.kind === 'hpa') {
            expect(names).toContain(one.hpa.metadata.name);
            const same = full.find(
              (other) => other.kind === 'hpa' && other.hpa.metadata.name === one.hpa.metadata.name,
            );
            // What a cut takes away is absent; the figures that stay are those of the whole.
            expect(same).toMatchObject({
              hpa: { spec: one.hpa.spec.maxReplicas === undefined ? {} : { maxReplicas: one.hpa.spec.maxReplicas } },
            });
          } else if (one.kind !== 'unrecognised') expect(whole(text)).toContain(JSON.stringify(one));
      }
    },
  );

  it('JSON is never half read', () => {
    const text = kubectlText(HPAS);
    for (let end = 50; end < text.trimEnd().length; end += 61)
      expect(wordsFor(text.slice(0, end)), String(end)).toEqual(['unrecognised damaged']);
  });
});

describe('5 MB of', () => {
  const many = (unit: string, start = '') => start + unit.repeat(Math.ceil(5_000_000 / unit.length));
  it.each([
    ['opening braces', many('{\n')],
    ['open objects', many('{"apiVersion":"v1",\n')],
    ['open texts', many('{"\n')],
    ['the beginnings of objects', many('apiVersion: v1\nkind: List\n')],
    ['an object without end', many('  a: b\n', 'apiVersion: v1\nkind: ConfigMap\ndata:\n')],
    ['deep YAML in brackets', many('[{', 'apiVersion: v1\nkind: ')],
    ['dashes', many('- ', 'apiVersion: v1\nitems:\n')],
    ['quotes', many('"\n', 'apiVersion: v1\nkind: ConfigMap\ndata: ')],
    ['descriptions', many('Name: x\nNamespace: y\n')],
    ['an event without end', many('x ', 'Name: x\nNamespace: y\nMax replicas: 3\nEvents:\n  Normal  y  ')],
    ['continued lines', many('abc def\n', 'Name: x\nNamespace: y\nMax replicas: 3\nEvents:\n  Normal  y\n')],
    ['tables', many('NAME REFERENCE TARGETS MINPODS MAXPODS REPLICAS AGE\na Deployment/b 1/2 (avg) 1 2 3 4m\n')],
    ['one row', many('a  ', 'NAME REFERENCE TARGETS MINPODS MAXPODS REPLICAS AGE\n')],
    ['half links', many('<http://x')],
    ['blocks', many('hpa:\n- name: x\n')],
    ['banners', many('=====\nCustom Metrics Server\n=====\n')],
    ['versions', many('apps/v1\n')],
  ])(
    '%s is read in linear time',
    (_name, text) => {
      const began = performance.now();
      readDocuments('f', text);
      // A quadratic step over 5 million characters would take an hour.
      expect(performance.now() - began).toBeLessThan(20_000);
    },
    60_000,
  );
});
