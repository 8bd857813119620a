import type { Snapshot } from '../../domain/snapshot.ts';
import { API_SERVICE, type ApiLink, externalHpas, isMissing, sources } from './link.ts';
import { metricsSettings } from './metrics-settings.ts';
import { type SubjectView, servedSources } from './subject-view.ts';

/** Nobody is registered to serve external metrics. */
export const registration: ApiLink = (snapshot, view) => {
  const apiService = snapshot.autoscaling?.chain.apiService;
  const told = apiService?.known ? undefined : toldMissing(view);
  if (!isMissing(apiService) && told === undefined) return undefined;
  const { providerEnabled } = metricsSettings(snapshot);
  const hpas = externalHpas(snapshot);
  // Switched off and asked by nobody is a choice.
  if (view === undefined && providerEnabled === false && !hpas) return undefined;
  return {
    code: 'metrics-api-not-registered',
    verdict: 'fault',
    subject: API_SERVICE,
    facts: { apiService: API_SERVICE, providerEnabled, hpas },
    evidence: [...sources(apiService), ...(told ?? [])],
  };
};

/** Where the API server's words for it were read: now, of ourselves, else by the HPA controller. */
function toldMissing(view: SubjectView | undefined): string[] | undefined {
  const refused = view?.metrics.find(({ refusal }) => refusal?.cause.kind === 'api-missing');
  if (refused) return servedSources(refused);
  return view?.condition?.cause.kind === 'api-missing' ? [view.source] : undefined;
}

/** Whether the walk without an HPA has an API to look for at all. */
export function expectsApi(snapshot: Snapshot): boolean {
  return metricsSettings(snapshot).providerEnabled !== false || Boolean(externalHpas(snapshot));
}
