import type { MetricsSource } from '../../domain/agent-status.ts';

/** The Agent's endpoints of Datadog whose last query failed. */
export function failedSources(sources: readonly MetricsSource[]) {
  return sources
    .filter(({ status }) => status === 'Failed')
    .map(({ url, lastFailure, lastSuccess }) => ({
      url,
      lastFailure: lastFailure ?? null,
      lastSuccess: lastSuccess ?? null,
    }));
}
