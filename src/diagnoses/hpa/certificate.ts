import { apiServiceOf, availability, servingService } from './api-service.ts';
import { causeOfCall } from './condition-cause.ts';
import { type ApiLink, sources } from './link.ts';
import { type SubjectView, servedSources } from './subject-view.ts';

/** The API server does not trust the certificate of the server behind the APIService. */
export const certificate: ApiLink = (snapshot, view) => {
  const { apiService } = snapshot.autoscaling?.chain ?? {};
  const api = apiServiceOf(snapshot);
  const condition = availability(api);
  const byApiService =
    condition?.status === 'False' && causeOfCall(condition.message ?? '').kind === 'certificate'
      ? { message: condition.message ?? '', evidence: sources(apiService) }
      : undefined;
  const told = byApiService ?? toldBy(view);
  if (told === undefined) return undefined;
  const service = servingService(snapshot);
  return {
    code: 'metrics-api-certificate',
    verdict: 'fault',
    subject: service,
    facts: {
      service,
      message: told.message,
      insecureSkipTLSVerify: api?.spec.insecureSkipTLSVerify ?? false,
      hasBundle: (api?.spec.caBundle ?? '') !== '',
    },
    evidence: told.evidence,
  };
};

function toldBy(view: SubjectView | undefined): { message: string; evidence: string[] } | undefined {
  const refused = view?.metrics.find(({ refusal }) => refusal?.cause.kind === 'certificate');
  if (refused?.refusal) return { message: refused.refusal.message, evidence: servedSources(refused) };
  if (view?.condition?.cause.kind !== 'certificate') return undefined;
  return { message: view.condition.message, evidence: [view.source] };
}
