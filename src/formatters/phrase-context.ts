import type { FindingCode, FindingOf } from '../domain/finding.ts';
import type { Report } from '../domain/report.ts';
import type { FindingWords, PhraseContext, Phrases } from '../phrases/phrases.ts';

const AGENT_CONTAINER = 'cluster-agent';

/** What the phrases may know of a report beyond the facts of one finding; commands are built from it. */
export function phraseContext(report: Report, phrases: Phrases): PhraseContext {
  const { snapshot } = report;
  const pods = snapshot?.pods.known ? snapshot.pods.value : [];
  const managedBy = pods.find((pod) => pod.managedBy !== undefined)?.managedBy;
  const context: PhraseContext = {
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
    sumOf: (finding) => wordsOf(phrases, finding, context).sum,
  };
  return context;
}

/** What one finding of a report says. */
export function wordsOf<C extends FindingCode>(
  phrases: Phrases,
  finding: FindingOf<C>,
  context: PhraseContext,
): FindingWords {
  return phrases.findings[finding.code](finding.facts, context);
}
