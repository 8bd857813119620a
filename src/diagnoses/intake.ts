import type { Forwarder } from '../domain/agent-status.ts';
import type { Finding, FindingOf } from '../domain/finding.ts';
import { about, clusterAgentDocuments, type StatusDocument } from './documents.ts';
import type { Rule } from './rule.ts';

/** Counters run since the Agent's start: below one failure in a hundred they are retried noise. */
const NOISE_SHARE = 100;

/** What a replica itself sends to Datadog: refused keys, failing requests, data given up. */
export const intake: Rule = {
  topic: 'delivery',
  codes: ['intake-failing', 'forwarder-dropping', 'api-key-rejected'],
  looksAt: '`Forwarder` and `Aggregator` of every replica',
  diagnose: (snapshot) => gather(clusterAgentDocuments(snapshot).flatMap(judge)),
};

/** Replicas that fail alike are one finding: the one that fails most, and the names of the others. */
function gather(findings: readonly Finding[]): Finding[] {
  const gathered: Finding[] = [];
  const alike = new Map<string, FindingOf<'intake-failing'>>();
  for (const finding of findings) {
    if (finding.code !== 'intake-failing') gathered.push(finding);
    else {
      const kind = `${finding.verdict} ${finding.facts.httpErrors.length + finding.facts.errorsByType.length > 0}`;
      const before = alike.get(kind);
      alike.set(kind, before === undefined ? finding : joined(before, finding));
    }
  }
  return [...gathered, ...alike.values()];
}

function joined(a: FindingOf<'intake-failing'>, b: FindingOf<'intake-failing'>): FindingOf<'intake-failing'> {
  const failures = ({ facts }: FindingOf<'intake-failing'>) =>
    facts.seriesFlushErrors +
    [...facts.httpErrors, ...facts.errorsByType].reduce((total, { times }) => total + times, 0);
  const [most, other] = failures(b) > failures(a) ? [b, a] : [a, b];
  return {
    ...most,
    facts: { ...most.facts, alsoOn: [...a.facts.alsoOn, ...b.facts.alsoOn, other.facts.pod] },
    evidence: [...a.evidence, ...b.evidence],
  };
}

function judge(document: StatusDocument): Finding[] {
  const { forwarder, aggregator } = document.status;
  const { pod } = document;
  const sent = forwarder.state === 'present' ? forwarder.value : undefined;
  const flushed = aggregator.state === 'present' ? aggregator.value : undefined;
  const findings: Finding[] = [];
  const refused = sent?.apiKeys.filter(({ text }) => /invalid/i.test(text)) ?? [];
  const forbidden = sent?.httpErrors['403'] ?? 0;
  if (forbidden > 0 || refused.length > 0) {
    const verdict = sent !== undefined && sent.successes > 0 && refused.length === 0 ? 'warning' : 'fault';
    findings.push(about(document, 'api-key-rejected', verdict, { pod, forbidden, keys: refused }));
  }
  if (sent !== undefined && sent.dropped > 0) {
    const { dropped, retryQueueSize } = sent;
    findings.push(about(document, 'forwarder-dropping', 'warning', { pod, dropped, retryQueueSize }));
  }
  const httpErrors = Object.entries(sent?.httpErrors ?? {}).filter(([code]) => code !== '403');
  const errorsByType = Object.entries(sent?.errorsByType ?? {});
  const failures = sum(httpErrors) + Math.max(sum(errorsByType), sent?.errors ?? 0);
  const flushErrors = flushed?.seriesFlushErrors ?? 0;
  if (failures > 0 || flushErrors > 0) {
    const noise = isNoise(failures, sent) && flushErrors * NOISE_SHARE <= (flushed?.flushes ?? 0);
    const facts = {
      pod,
      alsoOn: [],
      httpErrors: httpErrors.map(([code, times]) => ({ code, times })),
      errorsByType: errorsByType.map(([type, times]) => ({ type, times })),
      seriesFlushErrors: flushErrors,
      flushes: flushed?.flushes ?? 0,
      successes: sent?.successes ?? 0,
    };
    findings.push(about(document, 'intake-failing', noise ? 'explained' : 'warning', facts));
  }
  return findings;
}

function isNoise(failures: number, sent: Forwarder | undefined): boolean {
  return failures === 0 || (sent !== undefined && failures * NOISE_SHARE <= sent.successes);
}

function sum(entries: readonly (readonly [string, number])[]): number {
  return entries.reduce((total, [, times]) => total + times, 0);
}
