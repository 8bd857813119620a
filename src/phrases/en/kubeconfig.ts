import type { KubeConfigWords } from '../kubeconfig-words.ts';

export const kubeConfigWords: KubeConfigWords = {
  'file-missing': ({ path }) => `There is no kubeconfig at ${path}. Name one with --kubeconfig or KUBECONFIG.`,
  'file-unreadable': ({ path, detail }) => `The kubeconfig ${path} cannot be read: ${detail}`,
  'not-a-kubeconfig': ({ path, detail }) => `${path} is not a kubeconfig: ${detail}`,
  'nothing-found': () =>
    'No kubeconfig was found in KUBECONFIG or ~/.kube/config, and this is not a pod with a service account. Name one with --kubeconfig.',
  'no-current-context': ({ contexts }) =>
    `The kubeconfig has no current context. Choose one with --context: ${list(contexts)}`,
  'no-such-context': ({ context, contexts }) => `The kubeconfig has no context ${context}. It has: ${list(contexts)}`,
  'no-such-cluster': ({ context, cluster }) =>
    `Context ${context} names the cluster ${cluster}, which the kubeconfig does not describe.`,
  'no-such-user': ({ context, user }) =>
    `Context ${context} names the user ${user}, whom the kubeconfig does not describe.`,
  'server-invalid': ({ context, server }) => `Context ${context} has an address nobody can connect to: ${server}`,
  'plain-http': ({ context, server }) =>
    `Context ${context} would send its token in clear to ${server}. Use https, or set insecure-skip-tls-verify for a proxy on this machine.`,
  'not-in-cluster': () => 'A service account was asked for (inCluster), and this process runs in no pod.',
};

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
