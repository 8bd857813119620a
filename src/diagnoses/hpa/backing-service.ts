import { apiServiceOf, availability, servingService } from './api-service.ts';
import { API_SERVICE, type ApiLink, isMissing, sources } from './link.ts';

/** The APIService points at a Service that is not there. */
export const backingService: ApiLink = (snapshot) => {
  const { apiService, service } = snapshot.autoscaling?.chain ?? {};
  const condition = availability(apiServiceOf(snapshot));
  const told = condition?.status === 'False' && condition.reason === 'ServiceNotFound';
  if (service?.known || !(told || isMissing(service))) return undefined;
  const name = servingService(snapshot);
  return {
    code: 'metrics-api-service-missing',
    verdict: 'fault',
    subject: name,
    facts: { apiService: API_SERVICE, service: name },
    evidence: sources(apiService, service),
  };
};
