import type { AgentStatus, Section } from '../../domain/agent-status.ts';
import { admissionFromJson } from './admission.ts';
import { aggregatorFromJson } from './aggregator.ts';
import { clusterAgentLinkFromJson } from './cluster-agent-link.ts';
import { clusterChecksFromJson } from './cluster-checks.ts';
import { collectorFromJson } from './collector.ts';
import { externalMetricsFromJson } from './external-metrics.ts';
import { forwarderFromJson } from './forwarder.ts';
import { asList, asObject, asText, type JsonObject, printJson } from './json-value.ts';
import { leaderElectionFromJson } from './leader-election.ts';
import { metricsSourcesFromJson } from './metrics-sources.ts';
import { positiveIso, readTime } from './read-time.ts';
import type { SectionResult } from './section.ts';
import { keepUnknown, type UnknownSection } from './unknown-section.ts';

/** Keys that documents of known versions have; any other one is reported as new. */
const KNOWN_KEYS = new Set(
  `JMXStartupError JMXStatus NoProxyChanged NoProxyIgnoredWarningMap NoProxyUsedInFuture TLSWarnings TransportWarnings
  adConfigErrors adEnabledFeatures admissionWebhook agent_metadata agent_start agent_start_nano aggregatorStats apmStats
  autoConfigStats autodiscoverySubnets build_arch checkMetadata checkSchedulerStats clusterAgentStatus clusterchecks
  complianceChecks conf_file config custommetrics discoverySubnets dogstatsdStats endpointsInfos errors expvars
  externalmetrics extra_conf_file filterErrors fips_mode flavor forwarderStats forwarder_storage_max_size_in_bytes
  go_version hostTags hostinfo hostnameStats inventories leaderelection logsStats metadata ntpOffset orchestrator otel
  otel_metadata otlp pid platform processAgentStatus processComponentStatus proxyWarnings pyLoaderStats pythonInit
  python_version py_version remoteConfiguration runnerStats runtimeSecurityStatus sbom snmpProfiles snmpTrapsStats
  systemProbeStats time time_nano title version verbose workloadmeta`.split(/\s+/),
);

const CLUSTER_AGENT_KEYS = ['leaderelection', 'custommetrics', 'admissionWebhook', 'clusterchecks'];
const NODE_AGENT_KEYS = ['clusterAgentStatus', 'dogstatsdStats', 'apmStats', 'processAgentStatus'];

/** Reads the JSON of one `status`; `undefined` when the object is something else. `source` is the text it came from. */
export function readJsonStatus(document: JsonObject, source: string): AgentStatus | undefined {
  const flavor = flavorOf(document);
  if (flavor === undefined) {
    return undefined;
  }
  const unknownSections: UnknownSection[] = [];
  const has = (key: string) => document[key] !== undefined && document[key] !== null;
  const take = <T>(key: string, reader: (value: unknown) => SectionResult<T>): Section<T> => {
    const result = has(key) ? reader(document[key]) : undefined;
    if (has(key) && !result) {
      keepUnknown(unknownSections, key, printJson(document[key]));
    }
    return result ?? { state: 'absent' };
  };
  const sources = metricsSourcesFromJson(document.externalmetrics);
  const facts = {
    leaderElection: take('leaderelection', leaderElectionFromJson),
    externalMetrics: take('custommetrics', (value) => externalMetricsFromJson(value, sources)),
    clusterChecks:
      flavor === 'cluster-agent' && !('clusterchecks' in document)
        ? ({ state: 'disabled', text: '' } as const)
        : take('clusterchecks', clusterChecksFromJson),
    admission: take('admissionWebhook', admissionFromJson),
    forwarder: take('forwarderStats', forwarderFromJson),
    aggregator: take('aggregatorStats', aggregatorFromJson),
    collector: take('runnerStats', (value) => collectorFromJson(value, document.checkSchedulerStats)),
    clusterAgentLink: take('clusterAgentStatus', clusterAgentLinkFromJson),
  };
  for (const key of Object.keys(document)) {
    if (!KNOWN_KEYS.has(key)) {
      keepUnknown(unknownSections, key, printJson(document[key]));
    }
  }
  return {
    flavor,
    form: 'json',
    version: asText(document.version) ?? '',
    ...headerFacts(document, source),
    ...facts,
    renderErrors: (asList(document.errors) ?? []).map(printJson),
    unknownSections,
    cutOff: false,
  };
}

function flavorOf(document: JsonObject): AgentStatus['flavor'] | undefined {
  const flavor = document.flavor;
  if (typeof document.version !== 'string' || document.apiVersion !== undefined) {
    return undefined;
  }
  if (flavor === 'cluster_agent') {
    return 'cluster-agent';
  }
  if (typeof flavor === 'string' && flavor.endsWith('agent')) {
    return 'node-agent';
  }
  if (CLUSTER_AGENT_KEYS.some((key) => key in document)) {
    return 'cluster-agent';
  }
  return NODE_AGENT_KEYS.some((key) => key in document) ? 'node-agent' : undefined;
}

function headerFacts(document: JsonObject, source: string): Pick<AgentStatus, 'time' | 'started' | 'hostname'> {
  const time = nanoTime(document, 'time_nano', source) ?? readTime(asText(document.time));
  const started = nanoTime(document, 'agent_start_nano', source) ?? readTime(asText(document.agent_start));
  const hostname = asText(asObject(asObject(document.metadata)?.meta)?.hostname);
  return {
    ...(time !== undefined && { time }),
    ...(started !== undefined && { started }),
    ...(hostname && { hostname }),
  };
}

// Nanoseconds exceed 2^53, and JSON.parse rounds them, at times into the next millisecond: the digits are read from the
// text. A key of the same name deeper inside is told by its distance from the parsed value.
function nanoTime(document: JsonObject, key: string, source: string): string | undefined {
  const parsed = document[key];
  if (typeof parsed !== 'number') {
    return undefined;
  }
  const digits = new RegExp(`(?<!\\\\)"${key}"\\s{0,20}:\\s{0,20}(\\d{1,25})`).exec(source)?.[1];
  const rounded = Math.floor(parsed / 1e6);
  const exact = digits === undefined ? rounded : Number(BigInt(digits) / 1_000_000n);
  return positiveIso(Math.abs(exact - rounded) <= 1 ? exact : rounded);
}
