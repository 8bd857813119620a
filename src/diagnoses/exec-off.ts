import type { Finding } from '../domain/finding.ts';
import { needsStatus } from './needed-readings.ts';
import type { Rule } from './rule.ts';

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
