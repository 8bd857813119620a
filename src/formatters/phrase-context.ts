import type { Report } from '../domain/report.ts';
import type { PhraseContext } from '../phrases/phrases.ts';

const AGENT_CONTAINER = 'cluster-agent';

/** What the phrases may know of a report beyond the facts of one finding; commands are built from it. */
export function phraseContext(report: Report): PhraseContext {
  const { snapshot } = report;
  const pods = snapshot?.pods.known ? snapshot.pods.value : [];
  const managedBy = pods.find((pod) => pod.managedBy !== undefined)?.managedBy;
  return {
    question: report.question,
    cluster: report.cluster,
    now: report.at,
    origin: snapshot?.origin ?? (report.question.kind === 'explain' ? 'text' : 'cluster'),
    namespace: snapshot?.namespace || null,
    container: pods[0]?.container ?? AGENT_CONTAINER,
    deployment: pods.find((pod) => pod.owner !== undefined)?.owner ?? null,
    leader: snapshot?.checks?.leader ?? null,
    installer: managedBy === 'Helm' ? 'helm' : managedBy === 'datadog-operator' ? 'operator' : 'unknown',
    codes: report.findings.map(({ code }) => code),
  };
}
