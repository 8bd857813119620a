import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { harm } from '../../src/domain/finding.ts';
import { explainTexts } from '../../src/engine/explain-texts.ts';

const CAPTURED = 'agent-2025-leader-and-follower';

function fixture(path: string): string {
  return readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');
}

function explain(...texts: readonly string[]) {
  const named = texts.map((text, i) => ({ name: `text ${i + 1}`, text }));
  return explainTexts(named, () => Date.UTC(2031, 0, 1));
}

function gist(...texts: readonly string[]) {
  const { snapshot, findings, verdict } = explain(...texts);
  const pieces = [...new Set(snapshot?.texts?.flatMap((text) => text.pieces))].toSorted();
  return { pieces, verdict, codes: findings.map(({ code }) => code).toSorted() };
}

const TEXTS: Readonly<Record<string, string>> = {
  metamap: fixture(`metamap/${CAPTURED}/leader-metamap.txt`),
  "a leader's clusterchecks": fixture(`checks/${CAPTURED}/leader-clusterchecks.txt`),
  "a follower's clusterchecks": fixture(`checks/${CAPTURED}/follower-clusterchecks.txt`),
  'clusterchecks with results': fixture('checks/made/clusterchecks-2026-v7.79.txt'),
  'clusterchecks without Agents': fixture('checks/made/clusterchecks-2024-zero-agents.txt'),
  "a leader's configcheck": fixture(`checks/${CAPTURED}/leader-configcheck.txt`),
  "a node Agent's configcheck": fixture(`checks/${CAPTURED}/node1-configcheck.txt`),
  "a node Agent's configcheck as JSON": fixture('checks/made/configcheck-2025-node.json'),
  "the API's metamap": fixture('metamap/made/metamap-api.json'),
  'a Lease': fixture('locks/captured-lease.json'),
  "a node Agent's log": fixture('logs/made/node-2021-v7.30.log'),
  telemetry: fixture('telemetry/agent-2025-flare/telemetry.log'),
  "a leader's status": fixture(`status/${CAPTURED}/leader-status.txt`),
  "a node Agent's status": fixture(`status/${CAPTURED}/node1-status.txt`),
  'descriptions of HPAs': fixture(`kubectl/${CAPTURED}/describe-hpa.txt`),
};
const NAMES = Object.keys(TEXTS);
const text = (name: string) => TEXTS[name] ?? '';

function wrap(whole: string, width: number): string {
  return whole
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
    .join('\n');
}

const HARMLESS: readonly (readonly [string, (whole: string) => string])[] = [
  ['carriage returns', (whole) => whole.replaceAll('\n', '\r\n')],
  ['fences and words around it', (whole) => `This is what we see:\n\n\`\`\`text\n${whole}\n\`\`\`\nAny idea?\n`],
  ['colours', (whole) => whole.replaceAll(/^( *)(\S+)/gm, '$1\u001b[1;33m$2\u001b[0m')],
  ['a prompt before and behind', (whole) => `ana@host:~$ kubectl exec it\n${whole}\nana@host:~$ \n`],
  ['the prompt of a container', (whole) => `root@pod-x2k:/# agent it\n${whole}\nroot@pod-x2k:/# exit\n`],
  ['the prompt of PowerShell', (whole) => `PS C:\\Users\\ana> kubectl exec it\n${whole}\nPS C:\\Users\\ana>\n`],
  [
    'what kubectl says',
    (whole) => `Defaulted container "agent" out of: agent, trace-agent, seccomp-setup (init)\n${whole}`,
  ],
  ['trailing blanks', (whole) => whole.replaceAll('\n', '   \n')],
  ['what Slack escapes', (whole) => whole.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
  ['zero-width and no-break spaces', (whole) => `\u200b${whole.replaceAll('  ', '\u00a0 ')}`],
];

describe.each(HARMLESS)('with %s', (_name, change) => {
  it.each(NAMES)('%s means the same', (name) => {
    expect(gist(change(text(name)))).toEqual(gist(text(name)));
  });
});

it.each(NAMES)('%s, hard-wrapped by a terminal, is never better than before', (name) => {
  const whole = gist(text(name));
  for (const width of [80, 100, 132]) {
    const { verdict, pieces } = gist(wrap(text(name), width));
    const isSame = verdict === whole.verdict && pieces.join() === whole.pieces.join();
    expect(isSame || harm(verdict) >= harm('unknown'), `${width}: ${verdict}`).toBe(true);
  }
});

it.each(['metamap', "a leader's clusterchecks", "a leader's configcheck", "a node Agent's log", 'a Lease'])(
  '%s is read the same after a terminal wrapped it at 80',
  (name) => {
    expect(gist(wrap(text(name), 80))).toEqual(gist(text(name)));
  },
);

it.each(NAMES)('%s, cut at every twentieth, is never called better than the whole', (name) => {
  const whole = text(name);
  const { verdict } = gist(whole);
  for (let part = 0; part < 20; part += 1) {
    const cut = gist(whole.slice(0, Math.floor((whole.length * part) / 20)));
    expect(harm(cut.verdict), `${part}/20: ${cut.codes.join()}`).toBeGreaterThanOrEqual(
      Math.min(harm(verdict), harm('explained')),
    );
    expect(cut.codes).not.toContain('text-healthy');
  }
});

it('two and two in one paste: both are recognised, and nothing that harms is lost', () => {
  for (const first of NAMES)
    for (const second of NAMES) {
      if (first === second) continue;
      const parts = [gist(text(first)), gist(text(second))];
      const both = gist(`$ kubectl exec a\n${text(first)}\n$ kubectl exec b\n${text(second)}`);
      const wanted = [...new Set(parts.flatMap(({ pieces }) => pieces))].toSorted();
      expect(both.pieces, `${first} + ${second}`).toEqual(wanted);
    }
}, 60_000);

describe('everything of one cluster', () => {
  const all = [
    ...[
      'leader-clusterchecks',
      'leader-configcheck',
      'node1-configcheck',
      'node2-configcheck',
      'node3-configcheck',
    ].map((name) => fixture(`checks/${CAPTURED}/${name}.txt`)),
    ...['leader-status', 'node1-status', 'node2-status', 'node3-status'].map((name) =>
      fixture(`status/${CAPTURED}/${name}.txt`),
    ),
  ];

  it('checks are followed from the leader to the Agents that run them', () => {
    const { snapshot, findings } = explain(...all);
    expect(snapshot?.checks?.leader).toBe('datadog-cluster-agent-6c9c858f76-8qmb7');
    const runners = snapshot?.checks?.runners.known ? snapshot.checks.runners.value : [];
    expect(runners.filter(({ status, configCheck }) => status?.known && configCheck?.known)).toHaveLength(3);
    expect(findings.map(({ code }) => code)).toContain('endpoint-check-not-received');
  });

  it('in one paste as in several files', () => {
    const together = gist(all.map((one, i) => `$ kubectl exec pod-${i} -- agent it\n${one}`).join('\n'));
    expect(together).toEqual(gist(...all));
  });

  it('an Agent that nobody pasted is not taken for lost', () => {
    const { findings } = explain(...all.slice(0, 3));
    const codes = findings.map(({ code }) => code);
    expect(codes).not.toContain('endpoint-check-node-lost-agent');
    expect(codes).not.toContain('check-agent-silent');
  });
});

describe('locks in every form', () => {
  const HOLDER = 'dca-cluster-agent-7d9c5b8f64-kq2lx';
  it.each([
    [
      'a Lease as YAML',
      `apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata:\n  name: datadog-leader-election\n  namespace: tools\nspec:\n  holderIdentity: ${HOLDER}\n  leaseDurationSeconds: 60\n  renewTime: "2026-03-05T11:20:41.000000Z"\n`,
    ],
    [
      'a Lease described',
      `Name:         datadog-leader-election\nNamespace:    tools\nLabels:       <none>\nAnnotations:  <none>\nAPI Version:  coordination.k8s.io/v1\nKind:         Lease\nSpec:\n  Acquire Time:            2026-03-05T08:20:41.000000Z\n  Holder Identity:         ${HOLDER}\n  Lease Duration Seconds:  60\n  Lease Transitions:       3\n  Renew Time:              2026-03-05T11:20:41.000000Z\nEvents:                    <none>\n`,
    ],
    [
      'a table',
      `NAME                      HOLDER                               AGE\ndatadog-leader-election   ${HOLDER}   41d\n`,
    ],
    [
      'a table of all namespaces',
      `NAMESPACE         NAME                      HOLDER                               AGE\nkube-node-lease   pool-a-41                 pool-a-41                            41d\ntools             datadog-leader-election   ${HOLDER}   41d\n`,
    ],
    [
      'a ConfigMap described',
      `Name:         datadog-leader-election\nNamespace:    tools\nLabels:       <none>\nAnnotations:  control-plane.alpha.kubernetes.io/leader:\n                {"holderIdentity":"${HOLDER}","leaseDurationSeconds":60,"renewTime":"2026-03-05T11:20:41Z","leaderTransitions":3}\n\nData\n====\nEvents:  <none>\n`,
    ],
    [
      'a ConfigMap with curly quotes',
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: datadog-leader-election\n  annotations:\n    control-plane.alpha.kubernetes.io/leader: \u2018{\u201cholderIdentity\u201d:\u201c${HOLDER}\u201d, ... }\u2019\n`,
    ],
  ])('%s: who leads, but not whether it is alive', (_form, lock) => {
    const { findings, verdict } = explain(lock);
    expect(findings).toMatchObject([{ code: 'leader-healthy', facts: { holder: HOLDER, ageSeconds: null } }]);
    expect(verdict).toBe('explained');
  });

  it("another program's lock is none", () => {
    const lease =
      'apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata:\n  name: cert-manager-leader-election\n  namespace: x\nspec:\n  holderIdentity: cert-manager-6d4-x\n  renewTime: "2026-03-05T11:20:41.000000Z"\n';
    expect(explain(lease).findings.map(({ code }) => code)).not.toContain('leader-healthy');
  });

  it('a status with a date beside it tells how old the renewal is', () => {
    const lease = fixture('locks/captured-lease.json');
    const { findings } = explain(lease, text("a leader's status"));
    const leader = findings.find(({ code }) => code === 'leader-healthy' || code === 'leader-renewal-stale');
    expect(leader?.code === 'leader-healthy' ? leader.facts.ageSeconds : 0).not.toBeNull();
  });
});

describe('what is no matter of the Cluster Agent', () => {
  it.each([
    [
      'metrics-server',
      'E0305 11:20:41.123456       1 scraper.go:149] "Failed to scrape node" err="Get \\"https://10.0.0.4:10250/metrics/resource\\": x509: certificate is not valid" node="pool-a-41"',
    ],
    [
      'keda',
      '2026-03-05T11:20:41Z\tERROR\tscale_handler\terror getting scale decision\t{"scaledObject.Namespace":"shop","scaledObject.Name":"cart"}',
    ],
    [
      'keda',
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: cart\nspec:\n  minReplicaCount: 1\n',
    ],
    [
      'prometheus-adapter',
      'E0305 11:20:41.123456       1 provider.go:227] unable to update list of all metrics: unable to fetch metrics for query "{__name__=~\\"^container_.*\\"}": connection refused',
    ],
    [
      'datadog-operator',
      '{"level":"ERROR","ts":"2026-03-05T11:20:41Z","logger":"controllers.DatadogAgent","msg":"Reconciler error","controllerKind":"DatadogAgent"}',
    ],
    [
      'kubernetes',
      'Mar 05 11:20:41 pool-a-41 kubelet[1811]: E0305 11:20:41.123456    1811 pod_workers.go:190] "Error syncing pod"',
    ],
    [
      'node-agent',
      '2026-03-05 11:20:41 UTC | CORE | ERROR | (pkg/collector/worker/check_logger.go:69 in Error) | check:disk | Error running check: no such file',
    ],
  ])('%s', (product, line) => {
    const { findings, verdict } = explain(line);
    expect(findings).toMatchObject([{ code: 'not-a-cluster-agent-matter', facts: { from: 'text 1', product } }]);
    expect(verdict).toBe('explained');
  });

  it.each(['we use KEDA and metrics-server here', 'the operator does not start', 'hello'])(
    'a mere word is no mark: %s',
    (words) => {
      expect(explain(words)).toMatchObject({ verdict: 'unknown', findings: [{ code: 'output-not-recognised' }] });
    },
  );

  it('beside something of the Cluster Agent nothing is said of it', () => {
    const { findings } = explain(
      `${text('a Lease')}\nE0305 11:20:41.123456 1 scraper.go:149] "Failed to scrape node"\n`,
    );
    expect(findings.map(({ code }) => code)).toEqual(['leader-healthy']);
  });
});

describe('text-healthy and text-too-little', () => {
  const line = (i: number) =>
    `2026-03-05 11:20:${String(i % 60).padStart(2, '0')} UTC | CLUSTER | INFO | (pkg/a/b.go:${i} in F) | all is well with number ${i}\n`;
  const log = (lines: number) => Array.from({ length: lines }, (_, i) => line(i)).join('');

  it('a log in which nothing is wrong is well from twenty lines on', () => {
    expect(gist(log(20))).toEqual({ pieces: ['log'], verdict: 'ok', codes: ['logs-quiet', 'text-healthy'] });
    expect(explain(log(19)).findings).toMatchObject([
      { code: 'text-too-little', verdict: 'unknown', facts: { pieces: ['log'], show: ['log', 'status'] } },
    ]);
  });

  it('one error in it is told, and nothing is healthy', () => {
    const bad = log(40).replace(
      'INFO | (pkg/a/b.go:7 in F) | all',
      'ERROR | (pkg/a/b.go:7 in F) | API Key invalid, dropping transaction for x, all',
    );
    const { codes, verdict } = gist(bad);
    expect([codes, verdict]).toEqual([['logs-trouble'], 'fault']);
  });

  it('each Agent log is scanned for its own', () => {
    const mixed = `${log(30)}${fixture('logs/made/node-2021-v7.30.log')}`;
    expect(explain(mixed).snapshot?.logs).toHaveLength(2);
  });

  it('a banner without a map is not healthy', () => {
    const { verdict } = gist('===============\nMetadata Mapper\n===============\n');
    expect(verdict).toBe('unknown');
  });
});

it('takes time in proportion to the length', () => {
  const times = [1, 4].map((factor) => {
    const long = NAMES.map((name) => text(name).repeat(factor))
      .join('\n$ \n')
      .repeat(2);
    const started = performance.now();
    explain(long);
    return performance.now() - started;
  });
  expect(times[1]).toBeLessThan((times[0] ?? 0) * 16 + 500);
});
