import { agent } from './en/agent.ts';
import { checks } from './en/checks.ts';
import { checksOnNode } from './en/checks-on-node.ts';
import { checksOverview } from './en/checks-overview.ts';
import { clusterChecks } from './en/cluster-checks.ts';
import { comparing } from './en/comparing.ts';
import { delivery } from './en/delivery.ts';
import { endpointChecks } from './en/endpoint-checks.ts';
import { events } from './en/events.ts';
import { eventsRights } from './en/events-rights.ts';
import { externalMetrics } from './en/external-metrics.ts';
import { flares } from './en/flares.ts';
import { health } from './en/health.ts';
import { hpaLists } from './en/hpa-lists.ts';
import { hpaNumbers } from './en/hpa-numbers.ts';
import { hpaSize } from './en/hpa-size.ts';
import { hpaSubject } from './en/hpa-subject.ts';
import { ui } from './en/interface.ts';
import { leader } from './en/leader.ts';
import { leaderLost } from './en/leader-lost.ts';
import { logs } from './en/logs.ts';
import { metadata } from './en/metadata.ts';
import { metadataReading } from './en/metadata-reading.ts';
import { metricsApi } from './en/metrics-api.ts';
import { metricsRights } from './en/metrics-rights.ts';
import { nodeAgents } from './en/node-agents.ts';
import { nodeLink } from './en/node-link.ts';
import { nodeToken } from './en/node-token.ts';
import { output } from './en/output.ts';
import { running } from './en/running.ts';
import { storedMetrics } from './en/stored-metrics.ts';
import { texts } from './en/texts.ts';
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
    ...metadata,
    ...metadataReading,
    ...nodeAgents,
    ...nodeLink,
    ...nodeToken,
    ...events,
    ...eventsRights,
    ...health,
    ...comparing,
    ...flares,
    ...texts,
  },
  ui,
};
