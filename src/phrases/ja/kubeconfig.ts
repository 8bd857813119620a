import type { KubeConfigWords } from '../kubeconfig-words.ts';

export const kubeConfigWords: KubeConfigWords = {
  'file-missing': ({ path }) => `kubeconfig ${path} がありません。--kubeconfig か KUBECONFIG で指定してください。`,
  'file-unreadable': ({ path, detail }) => `kubeconfig ${path} を読めません: ${detail}`,
  'not-a-kubeconfig': ({ path, detail }) => `${path} は kubeconfig ではありません: ${detail}`,
  'nothing-found': () =>
    'KUBECONFIG にも ~/.kube/config にも kubeconfig がなく、ServiceAccount を持つ Pod でもありません。--kubeconfig で指定してください。',
  'no-current-context': ({ contexts }) =>
    `kubeconfig に current-context がありません。--context で選んでください: ${list(contexts)}`,
  'no-such-context': ({ context, contexts }) =>
    `kubeconfig に context ${context} はありません。あるもの: ${list(contexts)}`,
  'no-such-cluster': ({ context, cluster }) =>
    `context ${context} が指すクラスター ${cluster} は kubeconfig に定義されていません。`,
  'no-such-user': ({ context, user }) =>
    `context ${context} が指すユーザー ${user} は kubeconfig に定義されていません。`,
  'server-invalid': ({ context, server }) => `context ${context} のアドレスには接続できません: ${server}`,
  'plain-http': ({ context, server }) =>
    `context ${context} はトークンを平文で ${server} に送ってしまいます。https を使うか、このマシン上のプロキシなら insecure-skip-tls-verify を設定してください。`,
  'not-in-cluster': () =>
    'ServiceAccount の使用(inCluster)が指定されていますが、このプロセスは Pod の中で動いていません。',
};

function list(names: readonly string[]): string {
  return names.length === 0 ? 'なし' : names.join(', ');
}
