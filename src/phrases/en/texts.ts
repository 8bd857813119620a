import type { TextFactsByCode, TextPiece } from '../../domain/text-facts.ts';
import { remedy } from '../names.ts';
import type { FindingPhrases, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { PRODUCTS, pieceCommand } from '../text-names.ts';
import { list } from './wording.ts';

const PIECES = {
  status: `a Cluster Agent's status`,
  'node-status': `a node Agent's status`,
  metamap: 'a metadata map',
  clusterchecks: 'the list of dispatched checks',
  configcheck: 'a list of check configurations',
  log: 'an Agent log',
  telemetry: `a Cluster Agent's telemetry`,
  hpa: 'an HPA',
  'metrics-objects': 'stored external metrics',
  'leader-lock': 'a leader lock',
  'events-objects': 'Kubernetes events',
  'kubernetes-objects': 'Kubernetes objects',
  flare: 'a flare',
} as const satisfies Record<TextPiece, string>;

type Product = TextFactsByCode['not-a-cluster-agent-matter']['product'];

const ARTICLES: Readonly<Partial<Record<Product, string>>> = { 'node-agent': 'a ', 'datadog-operator': 'the ' };

/** Where the matter belongs. */
const BELONGS = {
  'metrics-server': say`metrics-server serves CPU and memory (${code('metrics.k8s.io')}); external metrics of Datadog come another way (${code('external.metrics.k8s.io')})`,
  keda: say`KEDA makes HPAs of its own from ScaledObjects and serves ${code('external.metrics.k8s.io')} for them`,
  'prometheus-adapter': say`prometheus-adapter serves metrics from Prometheus to HPAs`,
  'datadog-operator': say`the operator installs and updates the Agents; what it logs is about that`,
  kubernetes: say`this is Kubernetes' own matter, whatever runs in it`,
  'node-agent': say`this is of an Agent on a node, and not about its link to a Cluster Agent`,
} as const satisfies Record<Product, Rich>;

const LOOK = {
  'metrics-server': remedy(say`look there:`, 'kubectl logs -n kube-system deploy/metrics-server --tail=50'),
  keda: remedy(
    say`look there. If KEDA has taken ${code('external.metrics.k8s.io')} from Datadog, ${code('/dca metrics')} says so:`,
    'kubectl get apiservice v1beta1.external.metrics.k8s.io',
  ),
  'prometheus-adapter': remedy(
    say`look there. If it has taken ${code('external.metrics.k8s.io')} from Datadog, ${code('/dca metrics')} says so:`,
    'kubectl get apiservice v1beta1.external.metrics.k8s.io',
  ),
  'datadog-operator': remedy(say`look at what it manages:`, 'kubectl get datadogagents -A'),
  kubernetes: remedy(
    say`look at the object that the line names. For the Cluster Agent itself: ${code('/dca status')}.`,
  ),
  'node-agent': remedy(
    say`for the link of this Agent to the Cluster Agent, show its whole status, or ask ${code('/dca node')}.`,
  ),
} as const satisfies Record<Product, Remedy>;

function named(pieces: readonly TextPiece[]): Rich {
  return list(
    pieces.map((piece) => say`${PIECES[piece]}`),
    4,
  );
}

/** Pasted text as such. */
export const texts = {
  'not-a-cluster-agent-matter': ({ from, product, line }) => ({
    sum: strong`${from === '' ? 'This text' : code(from)} comes from ${ARTICLES[product] ?? ''}${PRODUCTS[product]}, not from the Datadog Cluster Agent.`,
    points: [...(line === '' ? [] : [say`Told by this line: ${code(line)}`]), BELONGS[product]],
    notAtFault: say`This says nothing against the Cluster Agent.`,
    remedy: LOOK[product],
  }),
  'text-healthy': ({ pieces }) => ({
    sum: strong`Nothing is wrong in this${pieces.length === 0 ? [] : say`: ${named(pieces)}, read in full`}.`,
    notSeen: [say`anything that is not in the text`],
  }),
  'text-too-little': ({ pieces, show }, context) => ({
    sum: strong`This is too little to say whether anything is wrong${pieces.length === 0 ? [] : say`: I see ${named(pieces)}`}.`,
    points: show.map((piece) => say`Show me ${PIECES[piece]}: ${code(pieceCommand(piece, context))}`),
    ...(show.length === 0
      ? {}
      : {
          remedy: remedy(
            say`send the whole output of ${show.length === 1 ? 'that command' : 'one of these commands or of several'}, from its first line on.`,
          ),
        }),
  }),
} satisfies Partial<FindingPhrases>;
