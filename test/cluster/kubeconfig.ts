import { writeFile } from 'node:fs/promises';
import type { Certificate } from '../../simulator/cluster/certificate.ts';

export type KubeUser = { readonly certificate: Certificate } | { readonly token: string };

export interface KubeconfigOptions {
  /** `https://127.0.0.1:PORT`. */
  readonly server: string;
  /** PEM. */
  readonly authority: string;
  readonly user: KubeUser;
  readonly namespace?: string;
}

/** Name of the only context. */
export const CONTEXT = 'control-plane';

/** Writes a kubeconfig with one cluster, one user and one context; JSON, which is YAML. */
export async function writeKubeconfig(
  path: string,
  { server, authority, user, namespace }: KubeconfigOptions,
): Promise<void> {
  const credentials =
    'token' in user
      ? { token: user.token }
      : {
          'client-certificate-data': base64(user.certificate.certificate),
          'client-key-data': base64(user.certificate.key),
        };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: CONTEXT, cluster: { server, 'certificate-authority-data': base64(authority) } }],
    users: [{ name: 'user', user: credentials }],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user: 'user', ...(namespace ? { namespace } : {}) } }],
    'current-context': CONTEXT,
  };
  await writeFile(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
