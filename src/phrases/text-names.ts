import type { TextFactsByCode, TextPiece } from '../domain/text-facts.ts';
import { leaderCommand } from './check-names.ts';
import { buildArchive } from './flare-names.ts';
import { inNamespace, logCommand } from './names.ts';
import type { PhraseContext } from './phrases.ts';

/** What products call themselves. */
export const PRODUCTS = {
  'metrics-server': 'metrics-server',
  keda: 'KEDA',
  'prometheus-adapter': 'prometheus-adapter',
  'datadog-operator': 'Datadog Operator',
  kubernetes: 'Kubernetes',
  'node-agent': 'Datadog Node Agent',
} as const satisfies Record<TextFactsByCode['not-a-cluster-agent-matter']['product'], string>;

/** The command whose output a piece of text is. */
export function pieceCommand(piece: TextPiece, context: PhraseContext): string {
  const where = inNamespace(context);
  switch (piece) {
    case 'status':
      return leaderCommand(context, 'status');
    case 'node-status':
      return `kubectl exec${where} NODE_AGENT_POD -c agent -- agent status`;
    case 'metamap':
      return leaderCommand(context, 'metamap');
    case 'clusterchecks':
      return leaderCommand(context, 'clusterchecks');
    case 'configcheck':
      return leaderCommand(context, 'configcheck');
    case 'log':
      return logCommand(null, context, '--tail=2000');
    case 'telemetry':
      return leaderCommand(context, 'telemetry');
    case 'hpa':
      return 'kubectl describe hpa HPA -n ITS_NAMESPACE';
    case 'metrics-objects':
      return `kubectl get configmap datadog-custom-metrics${where} -o yaml`;
    case 'leader-lock':
      return `kubectl get lease,configmap datadog-leader-election${where} -o yaml`;
    case 'events-objects':
      return 'kubectl get events -A';
    case 'kubernetes-objects':
      return `kubectl get pods${where} -o yaml`;
    case 'flare':
      return buildArchive(null, context);
  }
}
