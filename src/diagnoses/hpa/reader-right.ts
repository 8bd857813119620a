import type { HpaLink } from './link.ts';
import { sources } from './link.ts';

/** The HPA controller's own account, which every distribution of Kubernetes names alike. */
const HPA_CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';

/** Whether the HPA controller may read external metrics: by its own complaint, else by the API server's word. */
export const readerRight: HpaLink = ({ autoscaling }, view) => {
  const { condition } = view;
  const refused = condition?.cause.kind === 'forbidden' ? condition.cause : undefined;
  const right = autoscaling?.rights.find(({ who, purpose }) => who === 'hpa-controller' && purpose === 'read-metrics');
  const allowed = right?.allowed.known ? right.allowed.value : null;
  if (refused === undefined && allowed !== false) return undefined;
  return {
    code: 'metrics-reader-forbidden',
    // Refused at its last pass, and allowed by now: it asks again within seconds.
    verdict: allowed === true ? 'warning' : 'fault',
    subject: view.id,
    facts: {
      user: refused?.user || right?.user || HPA_CONTROLLER,
      metric: condition?.metric ?? view.metrics[0]?.metric.name ?? '',
      message: refused && condition ? condition.message : null,
      allowed,
    },
    evidence: [...(refused ? [view.source] : []), ...sources(right?.allowed)],
  };
};
