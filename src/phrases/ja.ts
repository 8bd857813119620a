import { agent } from './ja/agent.ts';
import { checks } from './ja/checks.ts';
import { checksOnNode } from './ja/checks-on-node.ts';
import { checksOverview } from './ja/checks-overview.ts';
import { clusterChecks } from './ja/cluster-checks.ts';
import { comparing } from './ja/comparing.ts';
import { delivery } from './ja/delivery.ts';
import { endpointChecks } from './ja/endpoint-checks.ts';
import { events } from './ja/events.ts';
import { eventsRights } from './ja/events-rights.ts';
import { externalMetrics } from './ja/external-metrics.ts';
import { flares } from './ja/flares.ts';
import { health } from './ja/health.ts';
import { hpaLists } from './ja/hpa-lists.ts';
import { hpaNumbers } from './ja/hpa-numbers.ts';
import { hpaSize } from './ja/hpa-size.ts';
import { hpaSubject } from './ja/hpa-subject.ts';
import { ui } from './ja/interface.ts';
import { leader } from './ja/leader.ts';
import { leaderLost } from './ja/leader-lost.ts';
import { logs } from './ja/logs.ts';
import { metadata } from './ja/metadata.ts';
import { metadataReading } from './ja/metadata-reading.ts';
import { metricsApi } from './ja/metrics-api.ts';
import { metricsRights } from './ja/metrics-rights.ts';
import { nodeAgents } from './ja/node-agents.ts';
import { nodeLink } from './ja/node-link.ts';
import { nodeToken } from './ja/node-token.ts';
import { output } from './ja/output.ts';
import { running } from './ja/running.ts';
import { storedMetrics } from './ja/stored-metrics.ts';
import { texts } from './ja/texts.ts';
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
