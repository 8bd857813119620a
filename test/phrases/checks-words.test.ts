import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/question.ts';
import {
  addressesCommand,
  annotationForm,
  annotationsCommand,
  configCheckCommand,
  dispatchedCommand,
  finder,
  loadTrouble,
  nextChecksPage,
  nodeAgentCommand,
  nodeAgentLog,
  podsOnNode,
  restartNodeAgent,
  runByHand,
} from '../../src/phrases/check-names.ts';
import { en } from '../../src/phrases/en.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { CHECKS_SAMPLE_FACTS, NGINX, NTP, stepsTo } from './checks-sample-facts.ts';
import { CONTEXTS, sentences } from './every-phrase.ts';

const CONTEXT = CONTEXTS[0]!;
const PASTED = CONTEXTS[1]!;
const NOT_LOADED = CHECKS_SAMPLE_FACTS['check-not-loaded-on-node'][0];
const CATALOG = 'Core Check Loader: Check x not found in Catalog';

describe('commands', () => {
  it.each([
    ['http_check', 'clusterchecks --check http_check'],
    ['a b; id', 'clusterchecks'],
    [undefined, 'clusterchecks'],
  ])('to the leader about %s', (check, words) => {
    expect(dispatchedCommand(CONTEXT, check)).toBe(
      `kubectl exec -n datadog datadog-cluster-agent-6c9c858f76-8qmb7 -c cluster-agent -- datadog-cluster-agent ${words}`,
    );
  });

  it.each([null, 'x; rm -rf /'])('to the leader, whom %s does not name', (leader) => {
    expect(dispatchedCommand({ ...CONTEXT, leader })).toBe(
      'kubectl exec -n datadog LEADER -c cluster-agent -- datadog-cluster-agent clusterchecks',
    );
  });

  it('to any replica about what it reads, unless none can be named', () => {
    const words = '-c cluster-agent -- datadog-cluster-agent configcheck';
    expect(configCheckCommand(CONTEXT)).toBe(`kubectl exec -n datadog deploy/datadog-cluster-agent ${words}`);
    expect(configCheckCommand(PASTED)).toBe(`kubectl exec -n NAMESPACE LEADER ${words}`);
  });

  it.each([
    ['datadog-z7jgp', CONTEXT, 'kubectl exec -n datadog datadog-z7jgp -c agent -- agent status'],
    ['datadog-z7jgp', PASTED, 'kubectl exec -n NAMESPACE datadog-z7jgp -c agent -- agent status'],
    ['text', PASTED, undefined],
    ['x;id', CONTEXT, undefined],
    [null, CONTEXT, undefined],
  ] as const)('to the node Agent %s, row %#', (pod, context, command) => {
    expect(nodeAgentCommand(pod, context, 'status')).toBe(command);
    expect(nodeAgentLog(pod, context, 'x') === undefined).toBe(command === undefined);
  });

  it('run a check by hand only by a name that is one', () => {
    expect(runByHand(NTP, CONTEXT)).toBe('kubectl exec -n datadog datadog-4kw9c -c agent -- agent check ntp');
    expect(runByHand({ ...NTP, check: '$(id)' }, CONTEXT)).toBeUndefined();
    expect(runByHand({ ...NTP, pod: null }, CONTEXT)).toBeUndefined();
  });

  it.each([
    ['datadog-z7jgp', false, 'kubectl delete pod datadog-z7jgp -n datadog'],
    ['datadog-z7jgp', true, 'kubectl rollout restart ds/datadog -n datadog'],
    ['lonely', true, 'kubectl delete pod lonely -n datadog'],
    ['x y', true, undefined],
  ])('restart %s, with its like: %s', (pod, all, command) => {
    expect(restartNodeAgent(pod, all, CONTEXT)).toBe(command);
  });

  it.each([
    ['ip-10-0-7-21.ec2.internal', ' --field-selector spec.nodeName=ip-10-0-7-21.ec2.internal'],
    ['a b', ''],
    [null, ''],
  ])('list the pods on %s', (node, selector) => {
    expect(podsOnNode(node, CONTEXT)).toBe(`kubectl get pods -n datadog -o wide${selector}`);
  });

  it('name a Service in its namespace', () => {
    expect(annotationsCommand('shop/web')).toBe(
      "kubectl get service web -n shop -o jsonpath='{.metadata.annotations}'",
    );
    expect(addressesCommand('shop/web')).toBe(
      'kubectl get endpointslices -n shop -l kubernetes.io/service-name=web -o yaml',
    );
    for (const service of ['a/b/c', "shop/'web'", '']) expect(addressesCommand(service)).toBeUndefined();
    expect(annotationsCommand(null)).toBeUndefined();
  });
});

describe('why an Agent has no such check', () => {
  it.each([
    ['http_check', CATALOG, 'no-python'],
    ['ntp', CATALOG, 'not-built-in'],
    ['http_check', `${CATALOG}; Python Check Loader: unable to import module 'x': No module named 'x'`, 'no-module'],
    ['http_check', `${CATALOG}; Python Check Loader: could not configure: missing url`, 'told'],
    ['http_check', 'could not configure: missing url', 'told'],
    ['http_check', null, 'untold'],
    ['http_check', '', 'untold'],
  ] as const)('%s: %s', (check, error, trouble) => {
    expect(loadTrouble({ ...NOT_LOADED, check, error })).toBe(trouble);
  });

  it.each(LANGUAGES)('is no trouble yet in %s while the Agent is young', (language) => {
    const phrase = phrasesOf(language).findings['check-not-loaded-on-node'];
    const young = { ...NOT_LOADED, error: null, steps: stepsTo('loaded', 'unknown') };
    expect(loadTrouble(young)).toBe('too-early');
    expect(phrase(young, CONTEXT).effect).toBeUndefined();
    expect(phrase({ ...young, steps: stepsTo('loaded', 'no') }, CONTEXT).effect).toBeDefined();
    expect(textOf(phrase(NOT_LOADED, CONTEXT).sum)).not.toBe(textOf(phrase(young, CONTEXT).sum));
  });

  it('advises the full image only where Python is what lacks', () => {
    const say = (error: string | null) =>
      textOf(en.findings['check-not-loaded-on-node']({ ...NOT_LOADED, error }, CONTEXT).remedy?.say ?? []);
    expect(say(CATALOG)).toContain('agents.image.name: agent');
    expect(say('could not configure: missing url')).not.toContain('image');
  });
});

describe('annotations in a form that the Agent reads', () => {
  it.each([
    ['ad.datadoghq.com/service.checks', ['ad.datadoghq.com/service.checks']],
    ['ad.datadoghq.com/endpoints.checks', ['ad.datadoghq.com/endpoints.checks']],
    [
      'ad.datadoghq.com/endpoints.init_configs',
      ['check_names', 'init_configs', 'instances'].map((part) => `ad.datadoghq.com/endpoints.${part}`),
    ],
    ['ad.datadoghq.com/pod.checks', null],
    ['ad.datadoghq.com/service.checks: x\nkind', null],
  ])('%s', (annotation, names) => {
    const lines = annotationForm(annotation)?.split('\n') ?? [];
    const found = lines.slice(2).map((line) => /^ {4}(\S+): '(.*)'$/.exec(line));
    expect(names === null ? lines : found.map((match) => match?.[1])).toEqual(names ?? []);
    for (const match of found) expect(() => JSON.parse(match?.[2] ?? '')).not.toThrow();
  });
});

describe('a check on its way', () => {
  const broken = (language: 'en' | 'ja') =>
    phrasesOf(language).findings['check-not-loaded-on-node'](NOT_LOADED, CONTEXT).points?.[0] ?? [];

  it('is one line with a sign for each link, and the error at its end', () => {
    expect(textOf(broken('en'))).toBe(
      'Service annotation ✓ → leader found it ✓ → dispatched ✓ → arrived ✓ → loaded ✗ Core Check Loader: Check http_check not found in Catalog',
    );
    expect(textOf(broken('ja'))).toBe(
      'Service のアノテーション ✓ → リーダーが検出 ✓ → 配布 ✓ → 到着 ✓ → 読み込み ✗ Core Check Loader: Check http_check not found in Catalog',
    );
  });

  it.each(LANGUAGES)('has in %s its broken link in bold, and no other', (language) => {
    const bold = broken(language).filter((span) => span.bold);
    expect(textOf(bold)).toMatch(/^\S+ ✗$/);
  });

  it('shows a link that was not seen as a question, and a file as one', () => {
    const { points } = en.findings['check-unseen-on-node'](
      { ...NGINX, service: null, steps: stepsTo('arrived', 'unknown'), attempts: [] },
      CONTEXT,
    );
    expect(points?.map(textOf)).toEqual(['file ✓ → leader found it ✓ → dispatched ✓ → arrived ? → loaded ? → ran ?']);
  });

  it.each([
    ['kube_endpoints:kube_endpoint_uid://default/db/', 'kube_endpoints'],
    ['kube_services:kube_service://default/nginx', 'kube_services'],
  ])('is found, coming from %s, by %s', (source, name) => {
    expect(finder({ ...NGINX, source })).toBe(name);
  });
});

describe('the list of checks', () => {
  it.each([
    [{ kind: 'checks' }, 1, 3, 'checks --page 2'],
    [{ kind: 'checks', subject: { name: 'http_check', resource: 'check' } }, 2, 3, 'checks http_check --page 3'],
    [{ kind: 'checks', subject: { namespace: 'shop', name: 'web' } }, 1, 2, 'checks shop/web --page 2'],
    [{ kind: 'endpoints', subject: { namespace: 'shop' } }, 1, 2, 'endpoints -n shop --page 2'],
    [{ kind: 'status' }, 1, 2, 'checks --page 2'],
    [{ kind: 'checks' }, 3, 3, undefined],
  ] as const)('goes on after %o, page %d of %d', (question, page, pages, words) => {
    expect(nextChecksPage({ ...CONTEXT, question }, page, pages)).toBe(words);
  });

  it.each(LANGUAGES)('has in %s as many cells as columns, none empty', (language) => {
    const tables = CHECKS_SAMPLE_FACTS['checks-list']
      .map((facts) => phrasesOf(language).findings['checks-list'](facts, CONTEXT).table)
      .filter((table) => table !== undefined);
    expect(tables).toHaveLength(3);
    for (const { columns, rows } of tables)
      for (const row of rows) {
        expect(row).toHaveLength(columns.length);
        expect(row.every((cell) => textOf(cell) !== '')).toBe(true);
      }
  });

  it('counts all pages, and says whom it did not ask', () => {
    const [paged, alone, second] = CHECKS_SAMPLE_FACTS['checks-list'].map((facts) =>
      textOf(en.findings['checks-list'](facts, CONTEXT).sum),
    );
    expect(paged).toBe(
      '5,000 checks on 41 Agents: 12 not loaded, 31 failing, 900 unseen and 4,057 running; 9 of these Agents were not asked.',
    );
    expect(alone).toBe('1 check on 1 Agent: 1 running.');
    expect(second).toBe('26 checks on 3 Agents: 26 running; 1 of these Agents was not asked.');
  });
});

describe('sentences that people act on', () => {
  it.each(LANGUAGES)('quote in %s what the check itself says', (language) => {
    const [facts] = CHECKS_SAMPLE_FACTS['check-failing-on-node'];
    const words = phrasesOf(language).findings['check-failing-on-node'](facts, CONTEXT);
    const quoted = sentences(words).flatMap(([, rich]) => rich.filter(({ code }) => code).map(({ text }) => text));
    expect(quoted).toContain('failed to get clock offset from any ntp host: [ 127.0.0.1 ]');
  });

  it.each(LANGUAGES)('restart in %s one Agent, or all where several are struck', (language) => {
    const phrase = phrasesOf(language).findings['endpoint-check-not-received'];
    const [several, one] = CHECKS_SAMPLE_FACTS['endpoint-check-not-received'];
    expect(phrase(several, CONTEXT).remedy?.command).toBe('kubectl rollout restart ds/datadog -n datadog');
    expect(phrase(one, CONTEXT).remedy?.command).toBe('kubectl delete pod datadog-4kw9c -n datadog');
  });

  it.each(LANGUAGES)('spell in %s a setting as the installation does', (language) => {
    const [facts] = CHECKS_SAMPLE_FACTS['endpoint-checks-provider-off'];
    const say = (installer: 'helm' | 'operator' | 'unknown') =>
      textOf(
        phrasesOf(language).findings['endpoint-checks-provider-off'](facts, { ...CONTEXT, installer }).remedy?.say ??
          [],
      );
    expect(say('helm')).toContain('datadog.clusterChecks.enabled: true');
    expect(say('operator')).toContain('spec.features.clusterChecks.enabled: true');
    expect(say('unknown')).not.toContain('enabled');
    for (const installer of ['helm', 'operator', 'unknown'] as const)
      expect(say(installer)).toMatch(
        /kube_endpoints.*DD_EXTRA_CONFIG_PROVIDERS|DD_EXTRA_CONFIG_PROVIDERS.*kube_endpoints/,
      );
  });
});
