import { createHash } from 'node:crypto';
import type { AgentOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { ClientOptions } from 'ws';
import { CredentialProblem } from './call-failures.ts';
import type { LoadedKubeConfig } from './kube-config.ts';

/** Header values; a list becomes that many header lines, which `Impersonate-Group` needs. */
export type Headers = Record<string, string | string[]>;

/** What one call is made with. Read anew for each call, so that rotated tokens, certificates and keys are used. */
export interface Credentials {
  readonly headers: Headers;
  /** TLS settings: ca, cert, key, servername, rejectUnauthorized. */
  readonly tls: AgentOptions;
  /** Only where the kubeconfig names a proxy. */
  readonly proxyAgent: ClientOptions['agent'];
  /** Changes whenever a connection made with older credentials should not be used any more. */
  readonly fingerprint: string;
}

const TLS_FIELDS = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'servername', 'rejectUnauthorized'] as const;

/** Asks client-node for the credentials of the context's user; rejects with {@link CredentialProblem}. */
export async function readCredentials(loaded: LoadedKubeConfig): Promise<Credentials> {
  const options: ClientOptions & AgentOptions & { auth?: string } = {};
  try {
    await loaded.config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new CredentialProblem(error);
  }
  const tls: AgentOptions = {};
  for (const field of TLS_FIELDS) {
    const value = options[field];
    if (value !== undefined && value !== null) Object.assign(tls, { [field]: value });
  }
  const headers: Headers = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name] = String(value);
  if (options.auth) headers.Authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  if (loaded.impersonateGroups.length > 0) headers['Impersonate-Group'] = [...loaded.impersonateGroups];
  const proxied = loaded.config.getCurrentCluster()?.proxyUrl !== undefined;
  return {
    headers,
    tls,
    proxyAgent: proxied ? options.agent : undefined,
    fingerprint: createHash('sha256').update(JSON.stringify(tls)).digest('hex'),
  };
}

/** Forgets the agents client-node keeps per user, which would go on using certificates read before they were rotated. */
export function forgetAgents(config: KubeConfig): void {
  (config as unknown as { agentCache?: Map<string, unknown> }).agentCache?.clear();
}
