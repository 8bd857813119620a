import type { Finding } from '../../domain/finding.ts';
import type { Attempt } from '../../domain/finding-facts.ts';
import type { Metadata, MetadataQueries } from '../../domain/metadata.ts';
import type { Known } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { clusterAgentDocuments } from '../documents.ts';
import { secondsBetween } from '../leadership.ts';
import type { Rule } from '../rule.ts';

/** Each node Agent asks about once a minute; a counter this young may stand at zero. */
const YOUNG_SECONDS = 300;

/**
 * Whether node Agents ask for the map at all. That it cannot be seen says nothing against the map, which is what the
 * question is about: it only needs explaining.
 */
export const metadataQueries: Rule = {
  topic: 'metadata',
  codes: ['metadata-queried', 'metadata-not-queried', 'metadata-queries-unknown'],
  looksAt: 'the counters of `telemetry` in every replica, in old Agents the log',
  diagnose: (snapshot): readonly Finding[] => {
    const { metadata } = snapshot;
    if (metadata === undefined || metadata.queries.length === 0) return [];
    if (metadata.scope.kind === 'not-found' || metadata.scope.kind === 'ambiguous') return [];
    const counts = metadata.queries.flatMap(({ reading }) => (reading.known ? [reading] : []));
    const asked = counts.filter(({ value }) => value.times > 0);
    if (asked.length > 0) return [queried(snapshot, asked, counts.length)];
    const attempts = unseen(metadata);
    const evidence = metadata.queries.map(({ reading }) => reading.source);
    if (attempts.length > 0) {
      const facts = { attempts };
      const subject = snapshot.namespace;
      return [{ code: 'metadata-queries-unknown', verdict: 'explained', subject, facts, evidence }];
    }
    return [
      {
        code: 'metadata-not-queried',
        verdict: hasNodeAgents(snapshot) && !isYoung(snapshot) ? 'warning' : 'explained',
        subject: snapshot.namespace,
        facts: { how: 'telemetry', replicas: counts.length },
        evidence,
      },
    ];
  },
};

function queried({ namespace }: Snapshot, asked: readonly Known<MetadataQueries>[], replicas: number): Finding {
  const sum = (of: (value: MetadataQueries) => number) => asked.reduce((all, { value }) => all + of(value), 0);
  const [times, failed] = [sum((value) => value.times), sum((value) => value.failed)];
  const how = asked.some(({ value }) => value.how === 'telemetry') ? 'telemetry' : 'log';
  return {
    code: 'metadata-queried',
    // Single failures come with every restart.
    verdict: failed * 2 > times ? 'warning' : 'ok',
    subject: namespace,
    facts: { times, failed, how, replicas },
    evidence: asked.map(({ source }) => source),
  };
}

/** Replicas that tell nothing: not read, or a log without such lines, which newer Agents and higher levels never write. */
function unseen({ queries }: Metadata): readonly Attempt[] {
  return queries.flatMap(({ reading }): Attempt[] => {
    const { source } = reading;
    if (!reading.known) return [{ source, why: reading.why, detail: reading.detail }];
    return reading.value.how === 'log' ? [{ source, why: 'absent', detail: '' }] : [];
  });
}

/** Whether there is anybody who should ask, by whatever was read of them. */
function hasNodeAgents(snapshot: Snapshot): boolean {
  const { nodeAgents, checks } = snapshot;
  if (nodeAgents?.survey.known) return nodeAgents.survey.value.ready > 0;
  if (checks?.runners.known) return checks.runners.value.some(({ kind, ready }) => kind === 'node-agent' && ready);
  return clusterAgentDocuments(snapshot).some(
    ({ status: { clusterChecks } }) => clusterChecks.state === 'present' && (clusterChecks.value.activeAgents ?? 0) > 0,
  );
}

/** Whether any replica's counter has only begun, as far as that is known. */
function isYoung({ pods, now }: Snapshot): boolean {
  const started = pods.known ? pods.value.map(({ startedAt }) => secondsBetween(startedAt, now)) : [];
  return started.some((seconds) => seconds !== null && seconds < YOUNG_SECONDS);
}
