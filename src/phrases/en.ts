import { agent } from './en/agent.ts';
import { checks } from './en/checks.ts';
import { checksOnNode } from './en/checks-on-node.ts';
import { checksOverview } from './en/checks-overview.ts';
import { clusterChecks } from './en/cluster-checks.ts';
import { delivery } from './en/delivery.ts';
import { endpointChecks } from './en/endpoint-checks.ts';
import { externalMetrics } from './en/external-metrics.ts';
import { hpaLists } from './en/hpa-lists.ts';
import { hpaNumbers } from './en/hpa-numbers.ts';
import { hpaSize } from './en/hpa-size.ts';
import { hpaSubject } from './en/hpa-subject.ts';
import { ui } from './en/interface.ts';
import { leader } from './en/leader.ts';
import { leaderLost } from './en/leader-lost.ts';
import { logs } from './en/logs.ts';
import { metricsApi } from './en/metrics-api.ts';
import { metricsRights } from './en/metrics-rights.ts';
import { output } from './en/output.ts';
import { running } from './en/running.ts';
import { storedMetrics } from './en/stored-metrics.ts';
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
