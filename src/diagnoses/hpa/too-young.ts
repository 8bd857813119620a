import { secondsSince } from './api-service.ts';
import type { HpaLink } from './link.ts';
import { YOUNG_SECONDS } from './numbers.ts';
import { servedSources, troubledMetrics } from './subject-view.ts';

/** An HPA that was made a moment ago and has no figure yet: nobody can tell what will come of it. */
export const tooYoung: HpaLink = (snapshot, view) => {
  const ageSeconds = secondsSince(snapshot, view.hpa.metadata.creationTimestamp);
  const waiting = troubledMetrics(view)[0];
  if (ageSeconds === null || ageSeconds >= YOUNG_SECONDS || waiting === undefined || waiting.shown) return undefined;
  const facts = { hpa: view.id, ageSeconds, metric: waiting.metric.name };
  const evidence = [view.source, ...servedSources(waiting)];
  return { code: 'hpa-too-young', verdict: 'unknown', subject: view.id, facts, evidence };
};
