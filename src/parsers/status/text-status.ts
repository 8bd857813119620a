import type { AgentStatus, Section } from '../../domain/agent-status.ts';
import { admissionFromText } from './admission.ts';
import { aggregatorFromText } from './aggregator.ts';
import { clusterAgentLinkFromText } from './cluster-agent-link.ts';
import { clusterChecksFromText } from './cluster-checks.ts';
import { collectorFromText } from './collector.ts';
import { isCutOff, type Layout } from './cut-off.ts';
import { externalMetricsFromText } from './external-metrics.ts';
import { forwarderFromText } from './forwarder.ts';
import { leaderElectionFromText } from './leader-election.ts';
import { metricsSourcesFromText } from './metrics-sources.ts';
import { readTime, type Zones, zonesToldBy } from './read-time.ts';
import { indentOf, keyValues, type SectionResult, type SectionText } from './section.ts';
import { type SplitDocument, type SplitSection, splitSections } from './split-sections.ts';
import type { StatusTitle } from './title.ts';
import { keepUnknown, type UnknownSection } from './unknown-section.ts';

/** Sections whose facts no question needs yet. They are known, so they are not reported as new. */
const KNOWN_UNREAD = new Set([
  'apm agent',
  'autodiscovery',
  'clocks',
  'compliance',
  'dogstatsd',
  'endpoints',
  'external metrics endpoints',
  'host info',
  'hostname',
  'hostnames',
  'jmx fetch',
  'jmxfetch',
  'logs agent',
  'metadata',
  'orchestrator explorer',
  'otel agent',
  'otel metadata',
  'otlp',
  'process agent',
  'process component',
  'remote configuration',
  'runtime security',
  'snmp profiles',
  'snmp traps',
  'status render errors',
  'system probe',
  'transport proxy warnings',
]);

const CLUSTER_AGENT_SECTIONS = new Set([
  'leader election',
  'custom metrics server',
  'custom metrics provider',
  'cluster checks dispatching',
  'admission controller',
]);

/**
 * Reads the text of one `status`. `title` is absent for a part of a document that was pasted without its head; then it
 * is read only if a section shows whose it is, and `undefined` otherwise.
 */
export function readTextStatus(lines: readonly string[], title: StatusTitle | undefined): AgentStatus | undefined {
  const body = dedent(title ? lines.slice(title.line + 1) : lines, title?.indent ?? 0);
  const whole = splitSections(body, title?.form === 'datadog-cluster-agent' || title === undefined);
  const flavor = flavorOf(whole, title);
  if (flavor === undefined) {
    return undefined;
  }
  const generation = generationOf(whole, title);
  const cutOff = isCutOff(whole, layoutOf(flavor, generation));
  // Where the text was cut, its last line may be half a number or half a name.
  const document =
    cutOff && body.at(-1) !== '' ? splitSections(body.slice(0, -1), title?.form !== 'cluster-agent') : whole;
  return readSections(document, {
    flavor,
    generation,
    cutOff,
    version: title?.version ?? '',
    zones: zonesToldBy(body),
  });
}

interface Frame {
  readonly flavor: AgentStatus['flavor'];
  readonly generation: AgentStatus['generation'];
  readonly cutOff: boolean;
  readonly version: string;
  readonly zones: Zones;
}

function readSections(document: SplitDocument, frame: Frame): AgentStatus {
  const { cutOff, zones } = frame;
  const unknownSections: UnknownSection[] = [];
  const last = document.sections.at(-1);
  const asText = (section: SplitSection): SectionText => ({
    title: section.title,
    lines: section.lines,
    complete: !(cutOff && section === last),
    zones,
  });
  const byName = new Map<string, SplitSection>();
  for (const section of document.sections) {
    const name = section.title.toLowerCase();
    if (!byName.has(name)) {
      byName.set(name, section);
    }
  }
  const read = new Set<string>();
  const find = (...names: readonly string[]) => {
    for (const name of names) read.add(name);
    const name = names.find((candidate) => byName.has(candidate));
    return name === undefined ? undefined : asText(byName.get(name)!);
  };
  const take = <T>(
    reader: (section: SectionText) => SectionResult<T>,
    section: SectionText | undefined,
  ): Section<T> => {
    const result = section && reader(section);
    if (section?.complete && !result) {
      keepUnknown(unknownSections, section.title, section.lines.join('\n').trim());
    }
    return result ?? { state: 'absent' };
  };
  const endpoints = metricsSourcesFromText(find('external metrics endpoints')?.lines ?? []);
  const clusterChecks = take(clusterChecksFromText, find('cluster checks dispatching'));
  const facts = {
    leaderElection: take(leaderElectionFromText, find('leader election')),
    externalMetrics: take(
      (section) => externalMetricsFromText(section, endpoints),
      find('custom metrics server', 'custom metrics provider'),
    ),
    clusterChecks: isLeftOut(byName, frame) ? ({ state: 'disabled', text: '' } as const) : clusterChecks,
    admission: take(admissionFromText, find('admission controller')),
    forwarder: take(forwarderFromText, find('forwarder')),
    aggregator: take(aggregatorFromText, find('aggregator')),
    collector: take(collectorFromText, find('collector')),
    clusterAgentLink: take(clusterAgentLinkFromText, find('datadog cluster agent')),
  };
  for (const section of document.sections) {
    const name = section.title.toLowerCase();
    if (!KNOWN_UNREAD.has(name) && !read.has(name)) {
      keepUnknown(unknownSections, section.title, section.lines.join('\n').trim());
    }
  }
  return {
    flavor: frame.flavor,
    form: 'text',
    ...(frame.generation !== undefined && { generation: frame.generation }),
    version: frame.version,
    ...headerFacts(document.header, byName.get('hostname')?.lines, zones),
    ...facts,
    renderErrors: (byName.get('status render errors')?.lines ?? [])
      .filter((line) => line !== '')
      .map((line) => line.trim().replace(/^- /, '')),
    unknownSections,
    cutOff,
  };
}

// Before 7.53 the dispatching section of an Agent without cluster checks is not printed at all.
function isLeftOut(byName: ReadonlyMap<string, SplitSection>, frame: Frame): boolean {
  return (
    frame.flavor === 'cluster-agent' &&
    frame.generation === 2 &&
    !frame.cutOff &&
    !byName.has('cluster checks dispatching')
  );
}

function headerFacts(
  header: readonly string[],
  hostnameSection: readonly string[] | undefined,
  zones: Zones,
): Pick<AgentStatus, 'time' | 'started' | 'hostname'> {
  const values = keyValues(header);
  const time = readTime(values.get('Status date'), zones);
  const started = readTime(values.get('Agent start'), zones);
  const hostname = keyValues(hostnameSection ?? header).get('hostname');
  return {
    ...(time !== undefined && { time }),
    ...(started !== undefined && { started }),
    ...(hostname && { hostname }),
  };
}

function flavorOf(document: SplitDocument, title: StatusTitle | undefined): AgentStatus['flavor'] | undefined {
  if (title) {
    return title.form === 'agent' ? 'node-agent' : 'cluster-agent';
  }
  const names = document.sections.map((section) => section.title.toLowerCase());
  if (names.some((name) => CLUSTER_AGENT_SECTIONS.has(name))) {
    return 'cluster-agent';
  }
  return names.includes('datadog cluster agent') ? 'node-agent' : undefined;
}

function generationOf(document: SplitDocument, title: StatusTitle | undefined): AgentStatus['generation'] {
  const has = (name: string) => document.sections.some((section) => section.title.toLowerCase() === name);
  if (has('custom metrics provider')) {
    return 0;
  }
  if (title?.form === 'cluster-agent') {
    return 3;
  }
  if (title?.form === 'agent') {
    return has('hostname') ? 3 : document.header.some((line) => line.trim() === 'Hostnames') ? 2 : undefined;
  }
  if (title === undefined) {
    return undefined;
  }
  const indented = document.sections.some((section) => section.indent > 1);
  return indented || /^1\.[0-5](?:\.|$)/.test(title.version) ? 1 : 2;
}

function layoutOf(flavor: AgentStatus['flavor'], generation: AgentStatus['generation']): Layout {
  if (generation !== 2 && generation !== 3) {
    return 'other';
  }
  return `${flavor}-${generation}`;
}

function dedent(lines: readonly string[], indent: number): readonly string[] {
  return indent === 0 ? lines : lines.map((line) => line.slice(Math.min(indent, indentOf(line))));
}
