import type { Language } from '../domain/question.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { KubeConfigProblem, type KubeConfigProblems } from '../kube/kube-config-problem.ts';
import { type OpenClusterOptions, openCluster } from '../kube/live-cluster.ts';
import { kubeConfigWords as english } from '../phrases/en/kubeconfig.ts';
import { kubeConfigWords as japanese } from '../phrases/ja/kubeconfig.ts';
import type { KubeConfigWords } from '../phrases/kubeconfig-words.ts';
import { EXIT_USAGE } from './exit-code.ts';

/** Opens a cluster; a kubeconfig that cannot be used is told on standard error, and then there is no reader. */
export async function openClusterOrExplain(
  options: OpenClusterOptions,
  language: Language,
): Promise<ClusterReader | undefined> {
  try {
    return await openCluster(options);
  } catch (error) {
    if (!(error instanceof KubeConfigProblem)) throw error;
    process.stderr.write(`${kubeConfigSentence(error, language)}\n`);
    process.exitCode = EXIT_USAGE;
    return undefined;
  }
}

/** What is wrong with a kubeconfig, as a sentence. */
export function kubeConfigSentence({ code, facts }: KubeConfigProblem, language: Language): string {
  const words: KubeConfigWords = language === 'ja' ? japanese : english;
  const say = words[code] as (facts: KubeConfigProblems[typeof code]) => string;
  return say(facts);
}
