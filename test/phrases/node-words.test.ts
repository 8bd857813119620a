import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/question.ts';
import {
  addressCommand,
  behindCommand,
  clusterAgentUrl,
  describeNode,
  exampleNode,
  newTokenCommand,
  previousLog,
  restartAgents,
  serviceCommand,
  taintsCommand,
  tokenFingerprints,
} from '../../src/phrases/node-names.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { allText, CONTEXTS } from './every-phrase.ts';
import { NODE_SAMPLE_FACTS, ON_WORKER, refused } from './node-sample-facts.ts';

const CONTEXT = CONTEXTS[0]!;
const PASTED = CONTEXTS[1]!;
const [MISMATCH] = NODE_SAMPLE_FACTS['node-agent-token-mismatch'];

describe('commands', () => {
  it.each([
    ['datadog', 'datadog-z7jgp', 'kubectl rollout restart ds/datadog -n datadog'],
    ['DaemonSet/dd-agent', null, 'kubectl rollout restart ds/dd-agent -n datadog'],
    [null, 'dd-7-z7jgp', 'kubectl rollout restart ds/dd-7 -n datadog'],
    ['a; id', 'lonely', 'kubectl delete pod lonely -n datadog'],
    [null, 'x y', undefined],
    [null, null, undefined],
  ])('restart the Agents of %s, of which %s is one', (owner, pod, command) => {
    expect(restartAgents(owner, pod, CONTEXT)).toBe(command);
  });

  it('print one variable of a container, and nothing that is no variable', () => {
    expect(addressCommand(ON_WORKER, 'DCA_SERVICE_HOST', CONTEXT)).toBe(
      'kubectl exec -n datadog datadog-z7jgp -c agent -- printenv DCA_SERVICE_HOST',
    );
    expect(addressCommand(ON_WORKER, 'A; env', CONTEXT)).toBeUndefined();
    expect(addressCommand(ON_WORKER, '', CONTEXT)).toBeUndefined();
    expect(addressCommand({ ...ON_WORKER, pod: 'text 1' }, 'A', CONTEXT)).toBeUndefined();
    expect(addressCommand(ON_WORKER, 'A', PASTED)).toBeUndefined();
  });

  it('name a Service only by a name that is one', () => {
    expect(serviceCommand('dca', CONTEXT)).toBe('kubectl get service dca -n datadog -o wide');
    expect(behindCommand('dca', PASTED)).toBe(
      'kubectl get endpointslices -n NAMESPACE -l kubernetes.io/service-name=dca',
    );
    for (const bad of ['', 'http://x:1', 'a b']) {
      expect(serviceCommand(bad, CONTEXT)).toBeUndefined();
      expect(behindCommand(bad, CONTEXT)).toBeUndefined();
      expect(taintsCommand(bad)).toBeUndefined();
      expect(describeNode(bad)).toBeUndefined();
      expect(previousLog({ ...ON_WORKER, pod: bad }, CONTEXT)).toBeUndefined();
    }
    expect(behindCommand(null, CONTEXT)).toBeUndefined();
    expect(clusterAgentUrl('dca', CONTEXT)).toBe('https://dca.datadog.svc:5005');
    expect(clusterAgentUrl('http://x:1', PASTED)).toBe('https://datadog-cluster-agent.NAMESPACE.svc:5005');
  });

  it('show a token by its fingerprint alone', () => {
    const [theirs, own] = tokenFingerprints('datadog-z7jgp', CONTEXT);
    expect(theirs).toBe(
      'kubectl exec -n datadog deploy/datadog-cluster-agent -c cluster-agent -- printenv DD_CLUSTER_AGENT_AUTH_TOKEN | sha256sum',
    );
    expect(own).toMatch(/ datadog-z7jgp -c agent -- printenv DD_CLUSTER_AGENT_AUTH_TOKEN \| sha256sum$/);
    for (const pod of ['text 1', null]) expect(tokenFingerprints(pod, CONTEXT)[1]).toBeUndefined();
    expect(tokenFingerprints('datadog-z7jgp', PASTED)[1]).toBeUndefined();
    expect(newTokenCommand(CONTEXT)).toMatch(/--from-literal=token=\$\(openssl rand -hex 32\)$/);
  });

  it('ask next about one that is silent, else about one that is not Ready', () => {
    const [overview, well] = NODE_SAMPLE_FACTS['node-agents-overview'];
    expect(exampleNode(overview)).toBe('worker-3');
    expect(exampleNode({ ...overview, silent: [] })).toBe('worker-9');
    expect(exampleNode(well)).toBe('NAME');
  });
});

describe.each(LANGUAGES)('a refused token in %s', (language) => {
  const phrase = phrasesOf(language).findings['node-agent-token-mismatch'];
  const inferred = language === 'en' ? 'inferred' : '推定';
  const newSecret = 'clusterAgent.tokenExistingSecret';

  it('is called an inference where start times alone tell it, and not said otherwise', () => {
    expect(allText(phrase(MISMATCH, CONTEXT))).toContain(inferred);
    for (const refusedAreOlder of [false, null])
      expect(allText(phrase({ ...MISMATCH, refusedAreOlder }, CONTEXT))).not.toContain(inferred);
  });

  it.each([
    [{ sameSecret: true, refusedAreOlder: true }, 'kubectl rollout restart ds/datadog -n datadog'],
    [{ sameSecret: true, refusedAreOlder: null }, 'kubectl rollout restart ds/datadog -n datadog'],
    [{ sameSecret: true, refusedAreOlder: false }, 'kubectl rollout restart deploy/datadog-cluster-agent -n datadog'],
    [{ sameSecret: null, refusedAreOlder: false }, 'kubectl rollout restart ds/datadog -n datadog'],
    [{ sameSecret: false, refusedAreOlder: true }, 'kubectl rollout restart ds/datadog -n datadog'],
  ] as const)('with %o restarts the side that holds the old one', (more, command) => {
    expect(phrase({ ...MISMATCH, ...more }, CONTEXT).remedy?.command).toBe(command);
  });

  it('asks for one Secret on both sides where that is not certain', () => {
    const [said, ...others] = [
      { sameSecret: false },
      { sameSecret: null, refusedAreOlder: null },
      { sameSecret: true, refusedAreOlder: false },
    ].map((more) => textOf(phrase({ ...MISMATCH, ...more }, CONTEXT).remedy?.say ?? []));
    expect(said).toContain(newSecret);
    expect(others[0]).toBe(said);
    expect(others[1]).not.toContain(newSecret);
  });

  it('counts those it does not name', () => {
    const named = (total: number) =>
      allText(phrase({ ...MISMATCH, agents: refused(Math.min(total, 20)), total }, CONTEXT));
    expect(named(41)).toMatch(/worker-4(?: and|、他) 37 (?:more|件)/);
    expect(named(3)).toMatch(/worker-1(?:, |、)worker-2(?: and |、)worker-3$/m);
  });
});

describe.each(LANGUAGES)('a node Agent in %s', (language) => {
  const { findings } = phrasesOf(language);

  it('is asked for its address only where one is missing by age', () => {
    const [older, linksOff] = NODE_SAMPLE_FACTS['node-agent-started-before-service'];
    const phrase = findings['node-agent-started-before-service'];
    expect(phrase(older, CONTEXT).remedy?.command).toBe('kubectl rollout restart ds/datadog -n datadog');
    expect(phrase(linksOff, CONTEXT).remedy?.command).toBeUndefined();
    expect(textOf(phrase(linksOff, CONTEXT).remedy?.say ?? [])).toContain(
      'DD_CLUSTER_AGENT_URL=https://datadog-cluster-agent.datadog.svc:5005',
    );
  });

  it('is told the first Service that would do, or that there is none', () => {
    const [absent, , noPort] = NODE_SAMPLE_FACTS['node-agent-wrong-service'];
    const say = (facts: typeof absent | typeof noPort) =>
      textOf(findings['node-agent-wrong-service'](facts, CONTEXT).remedy?.say ?? []);
    expect(say(absent)).toContain('DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME=datadog-cluster-agent');
    expect(say(noPort)).toContain('helm upgrade');
  });

  it('sends to the Cluster Agent where nothing is Ready behind the Service, else to the network', () => {
    const [none, some] = NODE_SAMPLE_FACTS['node-agent-timeout'];
    const phrase = findings['node-agent-timeout'];
    expect(phrase(none, CONTEXT).remedy?.command).toBeUndefined();
    expect(textOf(phrase(none, CONTEXT).remedy?.say ?? [])).toContain('/dca status');
    expect(phrase(some, CONTEXT).remedy?.command).toBe('kubectl get networkpolicies -n datadog');
  });

  it('of a pasted text is not given a place it does not name', () => {
    const facts = { ...ON_WORKER, node: 'text 1', pod: 'text 1', error: 'x' };
    const words = findings['node-agent-tls-failing'](facts, PASTED);
    expect(textOf(words.sum)).not.toContain('text 1');
    expect(words.remedy?.command).toBeUndefined();
    expect(words.points?.map(textOf).join('\n')).toContain('text 1');
  });
});
