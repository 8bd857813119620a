import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Certificate, type CertificateAuthority, createAuthority } from '../../simulator/cluster/certificate.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { kwokConfig } from './kwok-files.ts';
import { createTokenKeys } from './token-keys.ts';

/** Who may call the API server by certificate, as every cluster has them. */
const CLIENTS = {
  admin: ['admin', ['system:masters']],
  'controller-manager': ['system:kube-controller-manager', []],
  scheduler: ['system:kube-scheduler', []],
  kubelet: ['kube-apiserver-kubelet-client', ['system:masters']],
} as const satisfies Record<string, readonly [string, readonly string[]]>;

export interface ControlPlaneFiles {
  readonly authority: CertificateAuthority;
  readonly admin: Certificate;
  /** Path of a file by its name. */
  path(name: string): string;
  kubeconfig(user: 'admin' | 'controller-manager' | 'scheduler'): string;
}

/**
 * Writes the certificates, keys and configurations of a control plane: `ca.crt`, `X.crt` and `X.key` for each of
 * `apiserver kubelet-server kubelet front-proxy-client`, `front-proxy-ca.crt`, `service-account.key` and `.pub`,
 * `kwok.yaml`, and kubeconfigs.
 */
export async function writeControlPlaneFiles(folder: string, server: string): Promise<ControlPlaneFiles> {
  const authority = createAuthority('kubernetes');
  const frontProxy = createAuthority('front-proxy');
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => writeFile(path(name), text, { mode: 0o600 });
  const writePair = async (name: string, { certificate, key }: Certificate) => {
    await write(`${name}.crt`, certificate);
    await write(`${name}.key`, key);
  };
  await mkdir(path('logs'), { recursive: true });
  await mkdir(path('bin'), { recursive: true });
  await write('ca.crt', authority.certificate);
  await write('front-proxy-ca.crt', frontProxy.certificate);
  const names = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  await writePair('apiserver', authority.issueServing('kube-apiserver', names));
  await writePair('kubelet-server', authority.issueServing('kubelet'));
  await writePair('kubelet', authority.issueClient(...CLIENTS.kubelet));
  await writePair('front-proxy-client', frontProxy.issueClient('front-proxy-client'));
  const tokens = createTokenKeys();
  await write('service-account.key', tokens.privateKey);
  await write('service-account.pub', tokens.publicKey);
  await write('kwok.yaml', kwokConfig());
  const admin = authority.issueClient(...CLIENTS.admin);
  const users = {
    admin,
    'controller-manager': authority.issueClient(...CLIENTS['controller-manager']),
    scheduler: authority.issueClient(...CLIENTS.scheduler),
  };
  const kubeconfig = (user: keyof typeof users) => path(`${user}.kubeconfig`);
  for (const [user, certificate] of Object.entries(users))
    await writeKubeconfig(path(`${user}.kubeconfig`), {
      server,
      authority: authority.certificate,
      user: { certificate },
    });
  return { authority, admin, path, kubeconfig };
}
