import type { Autoscaling, HpaView } from '../../domain/autoscaling.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Unknown } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { latestLook } from './subject-view.ts';

/** Whether the HPA that was asked for is there, can be read, and has to do with the Agent at all. */
export const hpaSubject: Rule = {
  topic: 'hpa',
  codes: ['hpa-not-found', 'hpa-name-ambiguous', 'hpa-unreadable', 'hpa-not-external'],
  looksAt: 'the HorizontalPodAutoscaler that was asked for, and others of its name',
  diagnose: (snapshot): Finding[] => {
    const { autoscaling } = snapshot;
    if (autoscaling === undefined) return [];
    const searched = fromSearch(snapshot, autoscaling);
    return searched ? [searched] : autoscaling.views.flatMap((view) => fromView(autoscaling, view));
  },
};

/** What the search for a name came to, where it led to no HPA that could be looked at. */
function fromSearch(snapshot: Snapshot, { search, views }: Autoscaling): Finding | undefined {
  if (search === undefined) return undefined;
  const { found } = search;
  const asked = askedFor(snapshot);
  const lost = views.every((view) => isAbsent(view));
  if (!found.known) return lost ? unreadable(asked, found) : undefined;
  if (views.length > 0) return undefined;
  if (found.value.length === 0)
    return notFound(asked, snapshot.question.subject?.namespace ?? null, search.near, found.source);
  return {
    code: 'hpa-name-ambiguous',
    verdict: 'unknown',
    subject: asked,
    facts: { name: asked, found: found.value },
    evidence: [found.source],
  };
}

function askedFor({ question: { subject } }: Snapshot): string {
  const { namespace, resource, name = '' } = subject ?? {};
  const full = resource === undefined || resource === 'hpa' ? name : `${resource}/${name}`;
  return namespace === undefined ? full : `${namespace}/${full}`;
}

function isAbsent(view: HpaView): boolean {
  const { hpa } = latestLook(view);
  return !hpa.known && hpa.why === 'absent';
}

function fromView({ search }: Autoscaling, view: HpaView): Finding[] {
  const { hpa } = latestLook(view);
  const id = `${view.namespace}/${view.name}`;
  if (!hpa.known)
    return [isAbsent(view) ? notFound(id, view.namespace, search?.near ?? [], hpa.source) : unreadable(id, hpa)];
  const metrics = hpa.value.spec.metrics ?? [];
  if (metrics.some(({ external }) => external !== undefined)) return [];
  // An HPA without metrics scales on CPU.
  const types = metrics.length === 0 ? ['Resource'] : [...new Set(metrics.map(({ type }) => type))];
  const facts = { hpa: id, types };
  return [{ code: 'hpa-not-external', verdict: 'explained', subject: id, facts, evidence: [hpa.source] }];
}

function notFound(asked: string, namespace: string | null, near: readonly string[], source: string): Finding {
  const facts = { asked, namespace, near };
  return { code: 'hpa-not-found', verdict: 'unknown', subject: asked, facts, evidence: [source] };
}

function unreadable(asked: string, { source, why, detail }: Unknown): Finding {
  const facts = { asked, attempts: [{ source, why, detail }] };
  return { code: 'hpa-unreadable', verdict: 'unknown', subject: asked, facts, evidence: [source] };
}
