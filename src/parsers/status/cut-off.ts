import { clusterAgentLinkEnds } from './cluster-agent-link.ts';
import { leaderElectionEnds } from './leader-election.ts';
import type { SplitDocument, SplitSection } from './split-sections.ts';

const AFTER_ENDPOINTS = new Set(['logs agent', 'autodiscovery', 'orchestrator explorer', 'status render errors']);

/** The layout of a document, as far as its end is concerned. */
export type Layout = 'cluster-agent-3' | 'cluster-agent-2' | 'node-agent-3' | 'node-agent-2' | 'other';

/**
 * Whether a text ends in the middle. The order of sections is fixed, so each layout has a section that every document
 * reaches, after which no fact is missing: `Leader Election` with its last line for Cluster Agents from 7.53 (their
 * sections are sorted), `Endpoints` with a line for those before, the one after `Forwarder` for node Agents from 7.53,
 * `DogStatsD` or `Datadog Cluster Agent` for those before. A
 * banner without its end, or a last section without a line, is a cut in any layout. A cut inside the last line can be
 * told only by these signs, because programs that copy text drop the final line break too.
 */
export function isCutOff(document: SplitDocument, layout: Layout): boolean {
  const last = document.sections.at(-1);
  if (document.endsInBanner || !last) {
    return true;
  }
  const name = last.title.toLowerCase();
  if (name === 'leader election' && !leaderElectionEnds(last.lines)) {
    return true;
  }
  switch (layout) {
    case 'cluster-agent-3':
      return isEmpty(last) || name < 'leader election';
    case 'cluster-agent-2':
      return !document.sections.some((section) => reachesTheEnd(section));
    case 'node-agent-3':
      return !document.sections.slice(0, -1).some(({ title }) => title === 'Forwarder');
    case 'node-agent-2':
      return name === 'datadog cluster agent'
        ? !clusterAgentLinkEnds(last.lines)
        : !document.sections.slice(0, -1).some(({ title }) => title === 'DogStatsD');
    case 'other':
      return isEmpty(last);
  }
}

function reachesTheEnd(section: SplitSection): boolean {
  const name = section.title.toLowerCase();
  return AFTER_ENDPOINTS.has(name) || (name === 'endpoints' && !isEmpty(section));
}

function isEmpty(section: SplitSection): boolean {
  return section.lines.every((line) => line === '');
}
