import { agent } from './ja/agent.ts';
import { clusterChecks } from './ja/cluster-checks.ts';
import { delivery } from './ja/delivery.ts';
import { externalMetrics } from './ja/external-metrics.ts';
import { ui } from './ja/interface.ts';
import { leader } from './ja/leader.ts';
import { leaderLost } from './ja/leader-lost.ts';
import { output } from './ja/output.ts';
import { running } from './ja/running.ts';
import type { Phrases } from './phrases.ts';

/** Japanese. */
export const ja: Phrases = {
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
