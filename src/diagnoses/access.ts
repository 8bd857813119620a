import type { Finding } from '../domain/finding.ts';
import type { Attempt, Right } from '../domain/finding-facts.ts';
import type { Unknown } from '../domain/reading.ts';
import { neededReadings, needsStatus } from './needed-readings.ts';
import type { Rule } from './rule.ts';

/** The API server's sentence about a missing right; `group` is empty for the core API. */
const REFUSAL =
  /cannot (?<verb>\S+) resource "(?<resource>[^"]+)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]+)")?/;

/** What dca-bot was not allowed to see and this question needed, with the rights to add. Other refusals are footnotes of the answer. */
export const rightsMissing: Rule = {
  topic: 'running',
  codes: ['rights-missing'],
  looksAt: 'every reading that was refused',
  diagnose: (snapshot): Finding[] => {
    const refused = neededReadings(snapshot).filter(
      (reading): reading is Unknown => !reading.known && reading.why === 'forbidden',
    );
    if (refused.length === 0) return [];
    return [
      {
        code: 'rights-missing',
        verdict: 'unknown',
        subject: snapshot.cluster,
        facts: { rights: unique(refused.flatMap(rightOf)), refused: unique(refused.map(attemptOf)) },
        evidence: refused.map(({ source }) => source),
      },
    ];
  },
};

/** Exec is switched off for this cluster: the Agent's own words are missing on purpose. */
export const execOff: Rule = {
  topic: 'running',
  codes: ['exec-off'],
  looksAt: 'the configuration `exec: off`',
  diagnose: (snapshot): Finding[] =>
    snapshot.execAllowed || !needsStatus(snapshot)
      ? []
      : [
          {
            code: 'exec-off',
            verdict: 'unknown',
            subject: snapshot.cluster,
            facts: { lost: ['external-metrics', 'cluster-checks', 'admission', 'forwarder'] },
            evidence: [],
          },
        ],
};

/** The API server gave no answer, so nothing in this answer could be read. */
export const clusterUnreachable: Rule = {
  topic: 'running',
  codes: ['cluster-unreachable'],
  looksAt: 'whether any reading succeeded',
  diagnose: (snapshot): Finding[] => {
    const { pods, cluster } = snapshot;
    if (snapshot.origin === 'text' || pods.known || pods.why === 'forbidden') return [];
    const { why, detail, source } = pods;
    return [
      {
        code: 'cluster-unreachable',
        verdict: 'unknown',
        subject: cluster,
        facts: { cluster, why, detail },
        evidence: [source],
      },
    ];
  },
};

function rightOf({ detail }: Unknown): Right[] {
  const groups = REFUSAL.exec(detail)?.groups;
  if (groups === undefined) return [];
  const { verb = '', resource = '', group = '', namespace } = groups;
  return [{ verb, group, resource, namespace: namespace ?? null }];
}

function attemptOf({ source, why, detail }: Unknown): Attempt {
  return { source, why, detail };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
