import { agent } from './en/agent.ts';
import { clusterChecks } from './en/cluster-checks.ts';
import { delivery } from './en/delivery.ts';
import { externalMetrics } from './en/external-metrics.ts';
import { ui } from './en/interface.ts';
import { leader } from './en/leader.ts';
import { leaderLost } from './en/leader-lost.ts';
import { output } from './en/output.ts';
import { running } from './en/running.ts';
import type { Phrases } from './phrases.ts';

/** English. */
export const en: Phrases = {
  findings: {
    ...leader,
    ...leaderLost,
    ...agent,
    ...delivery,
    ...output,
    ...externalMetrics,
    ...clusterChecks,
    ...running,
  },
  ui,
};
