import type { ControlPlaneFiles } from './control-plane-files.ts';

export interface ControlPlanePorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly kubelet: number;
}

/** Where ClusterIPs come from, `127.A.B`: loopback, so that the API server reaches Services without a kube-proxy. */
export type ServiceRange = `127.${number}.${number}`;

export function etcdArguments({ path }: ControlPlaneFiles, { etcd, etcdPeer }: ControlPlanePorts): string[] {
  const peer = `http://127.0.0.1:${etcdPeer}`;
  const client = `http://127.0.0.1:${etcd}`;
  return flags({
    'data-dir': path('etcd'),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `default=${peer}`,
    'unsafe-no-fsync': 'true',
    'log-level': 'warn',
  });
}

export function apiServerArguments(
  { path }: ControlPlaneFiles,
  ports: ControlPlanePorts,
  services: ServiceRange,
): string[] {
  return flags({
    'etcd-servers': `http://127.0.0.1:${ports.etcd}`,
    'bind-address': '127.0.0.1',
    'advertise-address': '127.0.0.1',
    // A minute by default, which a test of something that never answers would wait.
    'request-timeout': '8s',
    'secure-port': String(ports.apiServer),
    'tls-cert-file': path('apiserver.crt'),
    'tls-private-key-file': path('apiserver.key'),
    'client-ca-file': path('ca.crt'),
    'authorization-mode': 'RBAC',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': path('service-account.pub'),
    'service-account-signing-key-file': path('service-account.key'),
    'service-cluster-ip-range': `${services}.0/24`,
    // The API server's own endpoint would be a loopback address, which Endpoints may not have.
    'endpoint-reconciler-type': 'none',
    'enable-aggregator-routing': 'false',
    'requestheader-client-ca-file': path('front-proxy-ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-username-headers': 'X-Remote-User',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'proxy-client-cert-file': path('front-proxy-client.crt'),
    'proxy-client-key-file': path('front-proxy-client.key'),
    'kubelet-certificate-authority': path('ca.crt'),
    'kubelet-client-certificate': path('kubelet.crt'),
    'kubelet-client-key': path('kubelet.key'),
    'kubelet-preferred-address-types': 'InternalIP',
  });
}

export function controllerManagerArguments(
  { path, kubeconfig }: ControlPlaneFiles,
  hpa: { readonly hpaSyncSeconds: number; readonly downscaleStabilizationSeconds: number },
): string[] {
  return flags({
    kubeconfig: kubeconfig('controller-manager'),
    controllers: '*,-node-ipam-controller',
    'service-account-private-key-file': path('service-account.key'),
    'root-ca-file': path('ca.crt'),
    // Each controller as its own ServiceAccount, so that what RBAC gives and takes is felt.
    'use-service-account-credentials': 'true',
    'leader-elect': 'false',
    'secure-port': '0',
    'kube-api-qps': '500',
    'kube-api-burst': '1000',
    'horizontal-pod-autoscaler-sync-period': `${hpa.hpaSyncSeconds}s`,
    'horizontal-pod-autoscaler-downscale-stabilization': `${hpa.downscaleStabilizationSeconds}s`,
  });
}

export function schedulerArguments({ kubeconfig }: ControlPlaneFiles): string[] {
  return flags({ kubeconfig: kubeconfig('scheduler'), 'leader-elect': 'false', 'secure-port': '0' });
}

export function kwokArguments({ path, kubeconfig }: ControlPlaneFiles, { kubelet }: ControlPlanePorts): string[] {
  return flags({
    kubeconfig: kubeconfig('admin'),
    config: path('kwok.yaml'),
    'manage-all-nodes': 'true',
    'node-ip': '127.0.0.1',
    'node-port': String(kubelet),
    'server-address': `127.0.0.1:${kubelet}`,
    'tls-cert-file': path('kubelet-server.crt'),
    'tls-private-key-file': path('kubelet-server.key'),
    'enable-crds': 'Exec,Logs',
  });
}

function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
