import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { LockRef } from '../../src/domain/leader-lock.ts';
import { seeded } from '../seeded-random.ts';
import { type AskedCluster, askedCluster, codesOf, finding, said, sentToSlack } from './ask-cluster.ts';
import { CAPTURED, inventCluster, type MadeCluster, type WriteOptions, writeScenario } from './made-cluster.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

async function inCluster<T>(
  over: Partial<MadeCluster>,
  options: WriteOptions,
  use: (cluster: AskedCluster, made: MadeCluster) => Promise<T>,
): Promise<T> {
  const made = inventCluster(seeded(SEED), over);
  const scenario = await writeScenario(made, options);
  const cluster = await askedCluster(scenario.folder);
  try {
    return await use(cluster, made);
  } finally {
    await cluster.close();
    await scenario.remove();
  }
}

/** Adds objects to those a scenario was made of. */
function withObjects(...more: readonly unknown[]): WriteOptions {
  return {
    change: (file, content) => {
      if (!file.startsWith('kube/')) return content;
      const list = JSON.parse(content);
      return JSON.stringify({ ...list, items: [...list.items, ...more] });
    },
  };
}

function lockOf(name: string, namespace: string, holderIdentity: string, ageSeconds: number) {
  const record = {
    holderIdentity,
    leaseDurationSeconds: 60,
    renewTime: new Date(CAPTURED - ageSeconds * 1000).toISOString(),
  };
  const annotations = { 'control-plane.alpha.kubernetes.io/leader': JSON.stringify(record) };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, annotations } };
}

describe(`where the Agent is looked for (DCA_TEST_SEED=${SEED})`, () => {
  it('in the configured namespace alone', async () => {
    await inCluster({ namespace: 'monitoring-7' }, {}, async ({ ask, simulated }, made) => {
      const report = await ask('leader', { namespace: 'monitoring-7' });
      expect(finding(report, 'leader-healthy').facts.holder).toBe(made.leader);
      const lists = simulated.requests.filter(({ path }) => /\/pods(\?|$)/.test(path));
      expect(lists.every(({ path }) => path.includes('/namespaces/monitoring-7/'))).toBe(true);
    });
  });

  it('in datadog first, and nowhere else when it is there', async () => {
    await inCluster({ namespace: 'datadog' }, {}, async ({ ask, simulated }) => {
      expect((await ask('leader')).verdict).toBe('ok');
      expect(simulated.requests.some(({ path }) => path.startsWith('/api/v1/pods'))).toBe(false);
    });
  });

  it('else in the whole cluster', async () => {
    await inCluster({ namespace: 'deep-in-41' }, {}, async ({ ask }, made) => {
      const report = await ask('leader');
      const expected: LockRef = { kind: made.lock, namespace: 'deep-in-41', name: made.lockName };
      expect(finding(report, 'leader-healthy').facts.lock).toEqual(expected);
    });
  });

  it('where the whole cluster may not be searched, that is not told as "no Agent anywhere"', async () => {
    await inCluster({ namespace: 'deep-in-42' }, {}, async ({ ask, simulated }) => {
      simulated.faults.add({ kind: 'deny', verb: 'list', resource: 'pods', clusterWide: true });
      const report = await ask('status');
      const words = said(report);
      expect(words).toMatch(/kubectl get pods/);
      // Whatever is said, the place that was searched is named.
      expect(words).toContain('datadog');
      expect(report.findings.filter(({ verdict }) => verdict === 'ok')).toEqual([]);
    });
  });

  it('a configured namespace that holds no Agent is named', async () => {
    await inCluster({ namespace: 'real-43' }, {}, async ({ ask }) => {
      const report = await ask('status', { namespace: 'wrong-44' });
      const { cause, tried, namespace } = finding(report, 'agent-not-running').facts;
      expect([cause, namespace]).toEqual(['no-pods', 'wrong-44']);
      expect(tried.join()).toContain('wrong-44');
    });
  });
});

describe(`which lock counts (DCA_TEST_SEED=${SEED})`, () => {
  it('the name the Operator gives, with a leftover of an old release beside it', async () => {
    const labels = { 'app.kubernetes.io/component': 'cluster-agent', 'agent.datadoghq.com/name': 'dda-45' };
    const made = { namespace: 'datadog', lock: 'Lease', lockName: 'dda-45-leader-election', labels } as const;
    const left = lockOf('datadog-leader-election', 'datadog', 'old-release-46', 41 * 86_400);
    await inCluster(made, withObjects(left), async ({ ask }) => {
      const report = await ask('leader');
      expect(finding(report, 'leader-healthy').facts.lock?.name).toBe('dda-45-leader-election');
      const { holder, ageSeconds, holderGone, leftover } = finding(report, 'leader-lock-leftover').facts;
      expect([holder, holderGone, leftover.kind]).toEqual(['old-release-46', true, 'ConfigMap']);
      expect(ageSeconds).toBeGreaterThanOrEqual(41 * 86_400);
      expect(['ok', 'explained']).toContain(report.verdict);
      expect(said(report)).toContain('old-release-46');
    });
  });

  it('a name that only the configuration knows', async () => {
    const change = (file: string, content: string) =>
      file.startsWith('kube/') ? content.replace(/\{"name":"DD_LEADER_LEASE_NAME","value":"[^"]+"\},/g, '') : content;
    await inCluster({ lockName: 'in-house-47' }, { change }, async ({ ask }, made) => {
      const facts = finding(await ask('leader', { lockNames: ['in-house-47'] }), 'leader-healthy').facts;
      expect(facts.lock).toEqual({ kind: made.lock, namespace: made.namespace, name: 'in-house-47' });
      // Without it the replicas are asked, who know.
      expect(finding(await ask('leader'), 'leader-healthy').facts).toMatchObject({ lock: null, holder: made.leader });
    });
  });

  it('a second fresh lock with another holder: two leaders', async () => {
    const made = { namespace: 'datadog', lock: 'Lease' } as const;
    const other = lockOf('datadog-leader-election', 'datadog', 'somebody-48', 5);
    await inCluster(made, withObjects(other), async ({ ask }, { leader }) => {
      const report = await ask('leader');
      const { claims } = finding(report, 'leaders-disagree').facts;
      expect(new Set(claims.map((claim) => claim.leader))).toEqual(new Set([leader, 'somebody-48']));
      expect(report.verdict).toBe('fault');
    });
  });

  it.each(['{"holderIdentity":', '[]', '7', ''])('an annotation that is no election record: %s', async (record) => {
    const broken = {
      ...lockOf('datadog-leader-election', 'datadog', 'x', 5),
      metadata: {
        name: 'datadog-leader-election',
        namespace: 'datadog',
        annotations: { 'control-plane.alpha.kubernetes.io/leader': record },
      },
    };
    await inCluster({ namespace: 'datadog', lock: 'Lease' }, withObjects(broken), async ({ ask }, { leader }) => {
      const report = await ask('leader');
      expect([finding(report, 'leader-healthy').facts.holder, report.verdict]).toEqual([leader, 'ok']);
    });
  });
});

const LINE = '='.repeat('Flux Capacitor 50'.length);

describe('text from a cluster', () => {
  it('cannot call a channel, mention anybody or format itself', async () => {
    const evil = '<!channel> <@U0ALICE01> `*x*` &lt;b&gt; \u202e';
    const change = (file: string, content: string) =>
      file.endsWith('status.json')
        ? JSON.stringify({
            ...JSON.parse(content),
            admissionWebhook: { Error: evil },
            custommetrics: { Error: evil },
            surprise: { text: evil },
          })
        : content;
    await inCluster({ cluster: 'c-49' }, { change, forms: ['json'] }, async ({ ask }) => {
      const report = await ask('status');
      expect(JSON.stringify(report)).toContain('<!channel>');
      const sent = sentToSlack(report);
      const mrkdwn = JSON.stringify(
        JSON.parse(sent, (_key, value) => (value?.type === 'text' || value?.type === 'plain_text' ? null : value)),
      );
      expect(mrkdwn).not.toMatch(/<[!@]/);
      expect(mrkdwn).not.toContain('\u202e');
    });
  });

  it('an unknown section is named and kept', async () => {
    const change = (file: string, content: string) =>
      file.endsWith('status.txt') ? `${content}\n${LINE}\nFlux Capacitor 50\n${LINE}\n\n  Charge: 88\n` : content;
    await inCluster({}, { change, forms: ['text'] }, async ({ ask }) => {
      const report = await ask('status');
      const sections = report.findings.flatMap((one) =>
        one.code === 'output-not-recognised' ? one.facts.sections : [],
      );
      expect(sections).toContain('Flux Capacitor 50');
      expect(codesOf(report)).toContain('leader-healthy');
      expect(JSON.stringify(report.snapshot)).toContain('Charge: 88');
      expect(said(report)).toContain('Flux Capacitor 50');
    });
  });
});

it('no scenario of the project is what the made clusters play', async () => {
  const made = inventCluster(seeded(SEED));
  const scenario = await writeScenario(made);
  try {
    const json = await readFile(`${scenario.folder}/leader-status.json`, 'utf8');
    const text = await readFile(`${scenario.folder}/leader-status.txt`, 'utf8');
    for (const document of [json, text]) {
      expect(document).toContain(made.leader);
      expect(document).not.toMatch(/8qmb7|missing\.metric/);
    }
  } finally {
    await scenario.remove();
  }
});
