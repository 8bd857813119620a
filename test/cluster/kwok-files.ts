import type { KubeObject } from '../../simulator/cluster/kube-object.ts';

const API = 'kwok.x-k8s.io/v1alpha1';

/** Nodes and pods as kwok brings them to life, at once: its own `node/fast`, `node/heartbeat` and `pod/fast` stages, shortened. */
const NODE_READY = `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
  message: {{ .message | Quote }}
  reason: {{ .reason | Quote }}
  status: {{ .status | Quote }}
  type: {{ .type | Quote }}
{{ end }}
addresses:
- address: {{ NodeIP | Quote }}
  type: InternalIP
- address: {{ NodeName | Quote }}
  type: Hostname
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ NodePort }}
allocatable: { cpu: 1k, memory: 1Ti, pods: 1M }
capacity: { cpu: 1k, memory: 1Ti, pods: 1M }
nodeInfo:
  architecture: amd64
  bootID: ""
  containerRuntimeVersion: kwok
  kernelVersion: kwok
  kubeProxyVersion: kwok
  kubeletVersion: kwok
  machineID: ""
  operatingSystem: linux
  osImage: ""
  systemUUID: ""
phase: Running
`;

const NODE_ALIVE = `
{{ $now := Now }}
{{ $since := or .metadata.creationTimestamp $now }}
conditions:
{{ range NodeConditions }}
- lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $since | Quote }}
  message: {{ .message | Quote }}
  reason: {{ .reason | Quote }}
  status: {{ .status | Quote }}
  type: {{ .type | Quote }}
{{ end }}
`;

const POD_READY = `
{{ $now := Now }}
conditions:
{{ range $type := (list "Initialized" "Ready" "ContainersReady") }}
- lastTransitionTime: {{ $now | Quote }}
  status: "True"
  type: {{ $type }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  imageID: ""
  name: {{ .name | Quote }}
  ready: true
  started: true
  restartCount: 0
  state:
    running:
      startedAt: {{ $now | Quote }}
{{ end }}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName false (or .metadata.uid "") (or .metadata.name "") (or .metadata.namespace "") | Quote }}
podIPs:
- ip: {{ PodIPWith .spec.nodeName false (or .metadata.uid "") (or .metadata.name "") (or .metadata.namespace "") | Quote }}
phase: Running
startTime: {{ $now | Quote }}
`;

const READY_CONDITION = '.status.conditions.[] | select( .type == "Ready" ) | .status';

const STAGES: readonly KubeObject[] = [
  stage('node-ready', 'Node', [{ key: READY_CONDITION, operator: 'NotIn', values: ['True'] }], {
    statusTemplate: NODE_READY,
  }),
  stage(
    'node-alive',
    'Node',
    [{ key: READY_CONDITION, operator: 'In', values: ['True'] }],
    { statusTemplate: NODE_ALIVE },
    { delay: { durationMilliseconds: 20_000, jitterDurationMilliseconds: 25_000 }, immediateNextStage: true },
  ),
  stage(
    'pod-ready',
    'Pod',
    [
      { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
      { key: '.status.phase', operator: 'In', values: ['Pending'] },
      { key: READY_CONDITION, operator: 'NotIn', values: ['True'] },
    ],
    { statusTemplate: POD_READY },
  ),
  stage('pod-delete', 'Pod', [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }], { delete: true }),
];

/** kwok's configuration file: how nodes and pods live. */
export function kwokConfig(): string {
  return STAGES.map((object) => JSON.stringify(object)).join('\n---\n');
}

/** kwok reads what runs in a pod, and what its log says, from objects of these kinds, named like the pod. */
export function kwokDefinitions(): readonly KubeObject[] {
  return [definition('Exec', 'execs', 'exec'), definition('Logs', 'logs', 'logs')];
}

export interface PodProgram {
  readonly pod: { readonly namespace: string; readonly name: string };
  readonly container: string;
  readonly env: Readonly<Record<string, string>>;
  /** File in the CRI's format. */
  readonly log: string;
  readonly previousLog?: string;
}

/** What makes a pod answer exec by running the words on kwok's own PATH, and logs from a file. */
export function podProgram({ pod, container, env, log, previousLog }: PodProgram): readonly KubeObject[] {
  const envs = Object.entries(env).map(([name, value]) => ({ name, value }));
  return [
    {
      apiVersion: API,
      kind: 'Exec',
      metadata: { ...pod },
      spec: { execs: [{ containers: [container], local: { envs } }] },
    },
    {
      apiVersion: API,
      kind: 'Logs',
      metadata: { ...pod },
      spec: {
        logs: [
          {
            containers: [container],
            logsFile: log,
            ...(previousLog === undefined ? {} : { previousLogsFile: previousLog }),
          },
        ],
      },
    },
  ];
}

function stage(
  name: string,
  kind: string,
  matchExpressions: readonly unknown[],
  next: unknown,
  more: Readonly<Record<string, unknown>> = {},
): KubeObject {
  const resourceRef = { apiGroup: 'v1', kind };
  return {
    apiVersion: API,
    kind: 'Stage',
    metadata: { name },
    spec: { resourceRef, selector: { matchExpressions }, next, ...more },
  };
}

function definition(kind: string, plural: string, singular: string): KubeObject {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.kwok.x-k8s.io` },
    spec: {
      group: 'kwok.x-k8s.io',
      names: { kind, plural, singular, listKind: `${kind}List` },
      scope: 'Namespaced',
      versions: [{ name: 'v1alpha1', served: true, storage: true, schema, subresources: { status: {} } }],
    },
  };
}
