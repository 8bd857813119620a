import { agent } from './ja/agent.ts';
import { checks } from './ja/checks.ts';
import { checksOnNode } from './ja/checks-on-node.ts';
import { checksOverview } from './ja/checks-overview.ts';
import { clusterChecks } from './ja/cluster-checks.ts';
import { delivery } from './ja/delivery.ts';
import { endpointChecks } from './ja/endpoint-checks.ts';
import { externalMetrics } from './ja/external-metrics.ts';
import { hpaLists } from './ja/hpa-lists.ts';
import { hpaNumbers } from './ja/hpa-numbers.ts';
import { hpaSize } from './ja/hpa-size.ts';
import { hpaSubject } from './ja/hpa-subject.ts';
import { ui } from './ja/interface.ts';
import { leader } from './ja/leader.ts';
import { leaderLost } from './ja/leader-lost.ts';
import { logs } from './ja/logs.ts';
import { metricsApi } from './ja/metrics-api.ts';
import { metricsRights } from './ja/metrics-rights.ts';
import { output } from './ja/output.ts';
import { running } from './ja/running.ts';
import { storedMetrics } from './ja/stored-metrics.ts';
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
    ...metricsApi,
    ...metricsRights,
    ...storedMetrics,
    ...clusterChecks,
    ...checks,
    ...checksOnNode,
    ...checksOverview,
    ...endpointChecks,
    ...logs,
    ...running,
    ...hpaSubject,
    ...hpaNumbers,
    ...hpaSize,
    ...hpaLists,
  },
  ui,
};
